"""The text of every expected error: what is wrong, and what to do, in one sentence. Knows nothing of Qt."""

from collections.abc import Callable

from desk.errors import DeskError
from ui import words
from ui.text import filled, mark

MESSAGES: dict[str, str] = {
    # the door
    "not_permitted": mark("您没有“{use_case}”的权限：请值班长来做，或换有权限的人登录。"),
    "unknown_actor": mark("本厅没有名为“{actor}”的人员：请重新选择人员。"),
    "key_reused": mark("这次操作与先前一次重复但内容不同，没有执行：请重新操作一次。"),
    "unknown_use_case": mark("程序不认识“{name}”这项操作：请检查拼写，或升级程序。"),
    "bad_argument": mark("填写的内容不合要求（{problem}）：请改正后再试。"),
    "unknown_hall": mark("没有代码为“{hall}”的大厅：请核对启动时给出的大厅代码。"),
    "conflict": mark("刚才别的窗口也改了这里：已显示最新内容，请核对后再做一次。"),
    "internal": mark("程序遇到意外问题，已记入日志，您填写的内容还在：请再试一次，仍不行请告诉管理员。"),
    # the database and the machine
    "database_locked": mark("数据库正忙：请稍候再按一次，数据没有丢失。"),
    "disk_full": mark("磁盘已满，刚才的操作没有保存：请清理磁盘后再试。"),
    "database_unavailable": mark("连不上数据库：请检查网络和数据库服务器，恢复后会自动继续。"),
    "database_damaged": mark("数据库文件已损坏（{path}）：请停止使用并从备份恢复。"),
    "database_readonly": mark("不能写入数据文件（{path}）：请检查文件夹的权限，或换一个数据文件夹。"),
    "database_newer": mark("数据库（{path}）由更新版本的程序建立（{found}，本程序到 {known}）：请升级程序后再打开。"),
    "clock_set_back": mark("本机时钟被拨回（最近一次记录是 {last}，现在是 {now}）：请先校准时间再操作。"),
    "check_failed": mark("检查发现 {count} 处问题：请停止使用，从备份恢复或联系维护人员。"),
    "hall_exists": mark("代码为“{code}”的大厅已经存在：请换一个代码，或直接打开它。"),
    "not_a_hall": mark("{path} 不是大厅的数据：请选择正确的数据文件夹，或先新建大厅。"),
    # the queue
    "unknown_queue": mark("没有“{queue}”这个队列：请重新选择业务。"),
    "queue_closed": mark("“{queue}”队列现在不取号：请选择别的业务，或请值班长开放。"),
    "unknown_counter": mark("没有{counter}号窗口：请重新选择窗口。"),
    "counter_not_open": mark("{counter}号窗口现在是{state}：按 F11 开窗后再叫号。"),
    "counter_busy": mark("{number} 还在{counter}号窗口：请先办结（F8）、挂起（F6）或过号（F4）。"),
    "lacks_skill": mark("{counter}号窗口不办“{queue}”的业务：请转到能办的窗口，或请值班长调整窗口业务。"),
    "unknown_ticket": mark("没有 {day} 的 {number} 号：请核对票号和日期。"),
    "wrong_state": mark("{number} 现在是{state}，不能{action}：请看最新状态再操作。"),
    "recall_too_soon": mark("刚呼叫过 {number}：请等 {seconds} 秒再重呼。"),
    "recalls_used_up": mark("{number} 已重呼 {recalls} 次，不能再呼：人没有来请按 F4 过号。"),
    "requeue_used_up": mark("{number} 已重排 {times} 次，不能再排：请居民重新取号。"),
    "recalls_left": mark("{number} 还要再重呼 {recalls} 次才能过号：请按 F3 重呼。"),
    "not_at_counter": mark("{number} 不在{counter}号窗口：请看最新状态再操作。"),
    "nothing_to_take_back": mark("{number} 没有可以撤销的操作。"),
    "take_back_too_late": mark("已超过 {minutes} 分钟，{number} 的操作不能再撤销：请用更正办理。"),
    "no_ticket": mark("窗口现在没有号：按 F2 叫下一位。"),
    "field_empty": mark("这一项还没有填写：请填写后再保存。"),
    "nothing_to_undo": mark("现在没有可以撤销的操作：办完两分钟内才能撤销。"),
    "no_counter": mark("您还没有选窗口：请按 Ctrl+K，选“换人或换窗口”。"),
    "nothing_to_print": mark("这里现在没有可以打印的内容：先选中一行，或叫一个号。"),
    "nothing_selected": mark("还没有选中号：请先在列表里选一个。"),
    "unknown_matter": mark("没有“{matter}”这个事项：请重新选择。"),
    "unknown_reason": mark("没有“{reason}”这个原因：请从列表中选择。"),
    "unknown_staff": mark("没有“{staff}”这位人员：请重新选择。"),
    # ratings
    "not_finished": mark("{number} 还没有办结（{state}）：办结后再评价。"),
    "rated_already": mark("{number} 已经评价过了，每次办事评价一次：谢谢您。"),
    "rating_too_late": mark("{number} 办结已超过 {days} 天，不能再评价：有意见请到服务台反映。"),
    "note_missing": mark("这里要写一句说明：请写明情况后再继续。"),
    "no_follow_up": mark("{number} 没有差评要回访：请刷新后再看。"),
    "wrong_step": mark("{number} 的回访现在是“{stage}”，不能{step}：请按联系、答复、关闭的次序办理。"),
    # paper
    "unknown_printer": mark("没有名为“{printer}”的打印机：请在“打印”里设置。"),
    "unknown_job": mark("没有这个打印任务：请刷新后再看。"),
    "job_not_waiting": mark("这个打印任务现在是{state}，不能这样操作：请看最新状态。"),
    "printer_off": mark("打印机“{printer}”没有开机或连不上：请开机、检查网线后按“重打”。"),
    "printer_out_of_paper": mark("打印机“{printer}”缺纸：请装纸后按“重打”。"),
    "printer_unplugged": mark("打印机“{printer}”断开了：请插好连线后按“重打”。"),
    "printer_failed": mark("打印机“{printer}”出错（{problem}）：请排除后按“重打”。"),
    "no_printer": mark("这台工作站还没有打印“{paper}”的打印机：请在“打印”里设置一台，再按“重打”。"),
    "unknown_paper": mark("没有“{paper}”这种单据：请重新选择。"),
    "glyph_missing": mark("字库里没有这些字，不能打印：{characters}。请改用手写，并告诉管理员。"),
    # codes
    "code_unreadable": mark("认不出这个码：请擦净重扫，或直接输入票号。"),
    "code_foreign": mark("这是别的大厅（{hall}）的码：请到该大厅查询。"),
    "code_forged": mark("这个码没有通过验证，可能抄错或被改动：请核对原件，重扫一次。"),
    "code_over": mark("{number} 是 {day} 的号，已经过期：请居民重新取号。"),
}

_WORDS: dict[str, Callable[[object], str]] = {
    "state": lambda code: words.word(words.STATE | words.COUNTER | words.JOB, code),
    "action": lambda code: words.word(words.ACTION, code),
    "stage": lambda code: words.word(words.FOLLOW_UP, code),
    "step": lambda code: words.word(words.FOLLOW_UP_STEP, code),
    "use_case": words.use_case,
    "paper": lambda code: words.word(words.PAPER, code),
    "seconds": lambda value: str(int(float(str(value)))),
}


def message(error: DeskError) -> str:
    """The text of `error` in the current language; a code this version does not know is shown with its facts."""
    facts = {name: _WORDS[name](value) if name in _WORDS else value for name, value in error.facts.items()}
    if error.code in MESSAGES:
        return filled(MESSAGES[error.code], facts)
    return filled(
        mark("操作没有成功（{code} {facts}）：请再试一次，仍不行请告诉管理员。"), {"code": error.code, "facts": facts}
    )

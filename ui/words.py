"""The words for states, actions, reasons of a call, roles and kinds: one place, marked for translation."""

from ui.text import mark, tr

STATE = {
    "booked": mark("已预约"),
    "waiting": mark("等候"),
    "called": mark("已呼叫"),
    "serving": mark("办理中"),
    "on_hold": mark("挂起中"),
    "no_show": mark("过号"),
    "finished": mark("已办结"),
    "abandoned": mark("弃号"),
    "cancelled": mark("已取消"),
}
ACTION = {
    "issue": mark("取号"),
    "call": mark("叫号"),
    "call_next": mark("叫号"),
    "recall": mark("重呼"),
    "put_back": mark("撤回呼叫"),
    "start": mark("开始办理"),
    "hold": mark("挂起"),
    "resume": mark("恢复"),
    "hand_over": mark("转窗"),
    "send_on": mark("转下一环节"),
    "no_show": mark("过号"),
    "requeue": mark("重排"),
    "finish": mark("办结"),
    "abandon": mark("弃号"),
    "take_back": mark("撤销"),
    "close_day": mark("日结"),
    "open": mark("开窗"),
    "pause": mark("暂停"),
    "close": mark("关窗"),
}
WHY = {
    "first_come": mark("先到"),
    "priority": mark("优先"),
    "appointment": mark("预约"),
    "requeued": mark("过号重排"),
    "handed_over": mark("转入"),
    "chosen": mark("点呼"),
}
WHY_LONG = {
    "first_come": mark("先到先办：排在最前面"),
    "priority": mark("优先：有优先资格，先于普通号"),
    "appointment": mark("预约：约定的时间到了"),
    "requeued": mark("过号重排：已让过规定的人数"),
    "handed_over": mark("转入：从别的窗口转来，等候从取号时算起"),
    "chosen": mark("点呼：由窗口人员指定"),
}
PRIORITY = {
    "pr_elder": mark("老人"),
    "pr_disabled": mark("残疾人"),
    "pr_soldier": mark("军人"),
    "pr_veteran": mark("优待证"),
    "pr_pregnant": mark("孕妇"),
    "pr_infant": mark("带婴幼儿"),
    "pr_sick": mark("病弱"),
    "pr_green_channel": mark("绿色通道"),
    "pr_supervisor": mark("值班长批准"),
}
COUNTER = {"open": mark("开窗"), "paused": mark("暂停"), "closed": mark("未开窗")}
ROLE = {
    "clerk": mark("窗口人员"),
    "supervisor": mark("值班长"),
    "dispatcher": mark("社区下单员"),
    "member": mark("党员"),
    "grid_keeper": mark("网格员"),
    "administrator": mark("管理员"),
    "auditor": mark("审计员"),
    "kiosk": mark("取号机"),
    "workstation": mark("工作站"),
}
PAUSE = {
    "pc_meal": mark("用餐轮换"),
    "pc_short_leave": mark("短暂离开"),
    "pc_handover": mark("交接班"),
    "pc_equipment": mark("设备故障"),
    "pc_network": mark("网络或上级系统中断"),
    "pc_meeting": mark("会议培训"),
    "pc_support": mark("支援其他窗口或外出服务"),
    "pc_emergency": mark("大厅突发情况"),
    "pc_other": mark("其他"),
}
JOB = {
    "pending": mark("待打印"),
    "printing": mark("正在打印"),
    "printed": mark("已打印"),
    "failed": mark("打印失败"),
    "shelved": mark("待处理"),
    "cancelled": mark("已取消"),
}
FOLLOW_UP = {
    "open": mark("待联系"),
    "contacted": mark("待答复"),
    "answered": mark("待关闭"),
    "closed": mark("已关闭"),
}
FOLLOW_UP_STEP = {"contact": mark("记为已联系"), "answer": mark("记为已答复"), "close": mark("关闭回访")}
PRINTER_KIND = {
    "system": mark("系统打印机"),
    "escpos_network": mark("网络小票机"),
    "escpos_usb": mark("USB 小票机"),
    "file": mark("存为文件"),
    "recorder": mark("试运行（不出纸）"),
}
PAPER = {"slip": mark("号票"), "test": mark("测试页")}
USE_CASE = {
    "tickets.issue": mark("取号"),
    "day.close": mark("日结"),
    "queues.open_queue": mark("开放队列"),
    "queues.close_queue": mark("停用队列"),
    "counters.set_queues": mark("调整窗口业务"),
    "settings.set": mark("修改设置"),
    "ratings.rate": mark("评价"),
    "ratings.follow_ups": mark("查看差评回访"),
    "ratings.contact": mark("记为已联系"),
    "ratings.answer": mark("记为已答复"),
    "ratings.close": mark("关闭回访"),
    "settings.all": mark("查看设置"),
    "prints.reprint": mark("补打"),
    "prints.set_printer": mark("设置打印机"),
}


def word(table: dict[str, str], code: object) -> str:
    """The word of `code`, in the current language; a code this version does not know shows as itself."""
    return tr(table.get(str(code), str(code)))


def use_case(name: object) -> str:
    """What a use case does, in the words of the buttons."""
    known = USE_CASE.get(str(name))
    return tr(known) if known else word(ACTION, str(name).rpartition(".")[2])

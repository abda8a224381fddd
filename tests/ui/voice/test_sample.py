"""试听: a call is spoken at the desk, and it is said when nothing could be heard."""

import pytest
from PySide6.QtWidgets import QApplication

from desk.office import Office
from tests.ui.conftest import Desk
from tests.ui.residents import inline
from ui.text import tr
from ui.voice import sample
from ui.voice.recorder import Recorder
from ui.voice.sample import Sample


def rules(office: Office, **values: object) -> None:
    for name, value in values.items():
        office.do("settings.set", actor="administrator", name=f"voice.{name}", value=value)


def test_a_call_is_heard_once_as_the_rules_have_it(app: QApplication, office: Office) -> None:
    rules(office, rate=80, volume="40", english=True, yao=True, repeat=3)
    ctx, recorder = inline(office, None), Recorder()
    heard = Sample(ctx, ctx.tasks, engine=recorder)
    heard.play()
    assert recorder.said == ["请 A 零 二 三 号 到 三 号窗口 ticket A zero two three please go to counter three"]
    assert (recorder.scripts[0].rate, recorder.scripts[0].volume) == (80, 40)
    ctx.tasks.close()


def test_it_is_heard_also_where_the_lobby_is_silent(app: QApplication, office: Office) -> None:
    rules(office, on=False, volume="0")
    ctx, recorder = inline(office, None), Recorder()
    Sample(ctx, ctx.tasks, engine=recorder).play()
    assert [script.volume for script in recorder.scripts] == [100]
    ctx.tasks.close()


def test_pressed_again_it_begins_again(app: QApplication, office: Office) -> None:
    ctx, recorder = inline(office, None), Recorder()
    heard = Sample(ctx, ctx.tasks, engine=recorder)
    heard.play()
    heard.play()
    assert len(recorder.said) == 2
    ctx.tasks.close()


def test_the_settings_let_everybody_listen(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder()
    monkeypatch.setattr(sample, "engines", lambda _parent, _own: recorder)
    desk.window.show_part("settings")
    desk.window.screens["settings"].listen_button.click()
    assert len(recorder.said) == 1
    recorder.finish(heard=False)
    assert tr("这台机器放不出声音：请检查音箱、插头和系统音量，再试一次。") in desk.notice()

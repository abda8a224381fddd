"""The counter's second screen: what a resident sees, touches and types there, and what is left for the next one."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desk.errors import DeskError
from desk.office import Office
from tests.factories import CODE, Clock, called, refused
from ui.context import Context, HallInfo
from ui.tasks import InlineTasks
from ui.text import language
from ui.windows.big import BigButton
from ui.windows.rating_pages import RatePage
from ui.windows.second import DESIGN, SecondWindow

Key = Qt.Key


class Screen:
    """The second screen of counter 2, with somebody before it and a clerk behind it."""

    def __init__(self, window: SecondWindow, office: Office, clock: Clock) -> None:
        self.window, self.office, self.clock = window, office, clock
        self.number = ""

    def page(self) -> str:
        return self.window.page_name

    def sees(self) -> str:
        """Every text on the screen."""
        shown = [w for w in self.window.findChildren(QWidget) if w.isVisible() and isinstance(w, QLabel | BigButton)]
        return " ".join(widget.text() for widget in shown if widget.text())

    def call(self) -> None:
        self.number = called(self.office)

    def finish(self) -> None:
        """The resident has been served; the screen asks."""
        if not self.number:
            self.call()
        self.office.do("tickets.start", actor="clerk", number=self.number)
        self.office.do("tickets.finish", actor="clerk", number=self.number)

    def touch(self, *names: str) -> None:
        for name in names:
            found = [each for each in self.window.findChildren(BigButton, name) if each.isVisible()]
            assert found, f"no button {name}"
            button = found[0]
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            QApplication.processEvents()

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.window.focusWidget() or self.window, key)
            QApplication.processEvents()

    def seconds(self, count: int) -> None:
        """So much time goes by."""
        for _ in range(count):
            self.clock.go(seconds=1)
            self.window.pass_second()

    def rated(self) -> bool:
        error = refused(self.office, "ratings.rate", actor="kiosk", number=self.number, grade=5)
        return error.code == "rated_already"


@pytest.fixture
def screen(app: QApplication, qtbot: Any, office: Office, clock: Clock) -> Screen:
    hall = HallInfo(CODE, office.info.name, office.info.demo)
    ctx = Context(InlineTasks(office, "kiosk", app), None, 2, hall, office.now)
    window = SecondWindow(ctx)
    window.SETTLE = 0
    qtbot.addWidget(window)
    window.resize(DESIGN)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: window.page_name == "idle")
    return Screen(window, office, clock)


def follow_ups(office: Office) -> list[Any]:
    return list(office.see("ratings.follow_ups", actor="supervisor"))


def test_idle_it_shows_the_hall_the_counter_and_how_a_visit_goes(screen: Screen) -> None:
    seen = screen.sees()
    assert all(words in seen for words in ("春晖社区服务大厅", "2 号窗口", "取号", "等候", "办理", "评价"))


def test_a_pause_is_said(screen: Screen) -> None:
    screen.office.do("counters.pause", actor="clerk", counter=2, reason="meal")
    assert "暂停服务" in screen.sees()


def test_the_called_ticket_is_shown_with_its_matter(screen: Screen) -> None:
    screen.call()
    assert (screen.page(), screen.number in screen.sees(), "户籍与居住" in screen.sees()) == ("serving", True, True)


def test_after_the_service_it_asks_for_a_rating(screen: Screen) -> None:
    screen.finish()
    assert screen.page() == "rate"
    assert all(words in screen.sees() for words in ("非常满意", "满意", "基本满意", "不满意", "非常不满意", "自愿"))


def test_touching_a_grade_and_reasons_rates_the_visit(screen: Screen) -> None:
    screen.finish()
    screen.touch("grade 5", "reason rh_clear", "reason rh_fast", "send")
    assert (screen.page(), screen.rated(), follow_ups(screen.office)) == ("thanks", True, [])
    assert "谢谢您的评价" in screen.sees()


def test_a_low_grade_reaches_the_supervisor_with_its_reasons(screen: Screen) -> None:
    screen.finish()
    screen.touch("grade 1", "reason rl_slow", "send")
    (row,) = follow_ups(screen.office)
    assert (row.number, row.grade, [reason.code for reason in row.reasons]) == (screen.number, 1, ["rl_slow"])
    assert "值班长会尽快与您联系" in screen.sees()


def test_a_grade_may_be_changed_and_takes_other_reasons(screen: Screen) -> None:
    screen.finish()
    screen.touch("grade 5", "reason rh_clear", "grade 2")
    assert isinstance(screen.window.page, RatePage)
    assert (screen.window.page.grade, screen.window.page.reasons()) == (2, ())
    screen.touch("reason rl_long_wait", "grade 1")
    assert (screen.window.page.grade, screen.window.page.reasons()) == (1, ("rl_long_wait",))


def test_everything_can_be_done_by_keys(screen: Screen) -> None:
    screen.finish()
    screen.press(Key.Key_Right, Key.Key_Return)
    assert isinstance(screen.window.page, RatePage)
    assert screen.window.page.grade == 4
    screen.press(Key.Key_Down, Key.Key_Space, Key.Key_Down, Key.Key_Return)
    assert (screen.page(), screen.rated()) == ("thanks", True)


def test_a_figure_chooses_its_grade(screen: Screen) -> None:
    screen.finish()
    screen.press(Key.Key_2)
    assert isinstance(screen.window.page, RatePage)
    assert screen.window.page.grade == 2


def test_escape_leaves_without_a_rating(screen: Screen) -> None:
    screen.finish()
    screen.press(Key.Key_Escape)
    assert (screen.page(), screen.office.see("ratings.at_counter", actor="kiosk", counter=2).finished is None) == (
        "idle",
        False,
    )


def test_without_a_choice_it_goes_back_by_itself_and_nothing_is_rated(screen: Screen) -> None:
    screen.finish()
    screen.seconds(19)
    assert screen.page() == "rate"
    screen.seconds(1)
    assert screen.page() == "idle"
    screen.window.live.load()
    assert screen.page() == "idle"


def test_a_grade_that_was_chosen_counts_when_the_time_is_over(screen: Screen) -> None:
    screen.finish()
    screen.touch("grade 3")
    screen.seconds(20)
    assert (screen.page(), screen.rated()) == ("thanks", True)


def test_every_touch_begins_the_time_anew(screen: Screen) -> None:
    screen.finish()
    screen.seconds(15)
    screen.touch("grade 3")
    screen.seconds(15)
    assert screen.page() == "rate"


def test_thanks_leave_after_a_few_seconds(screen: Screen) -> None:
    screen.finish()
    screen.touch("grade 5", "send")
    screen.seconds(SecondWindow.WORDS)
    assert screen.page() == "idle"


def test_the_next_call_ends_the_question(screen: Screen) -> None:
    screen.finish()
    screen.call()
    assert (screen.page(), screen.number in screen.sees()) == ("serving", True)


def test_a_grade_that_was_chosen_counts_when_the_next_one_is_called(screen: Screen) -> None:
    screen.finish()
    before = screen.number
    screen.touch("grade 4")
    screen.call()
    assert screen.page() == "serving"
    screen.number = before
    assert screen.rated()


def test_a_service_that_goes_on_after_all_is_not_rated(screen: Screen) -> None:
    screen.finish()
    screen.touch("grade 4")
    screen.office.do("tickets.take_back", actor="clerk", number=screen.number)
    assert screen.page() == "serving"
    screen.office.do("tickets.finish", actor="clerk", number=screen.number)
    assert screen.page() == "rate"


def test_a_visit_rated_elsewhere_is_not_asked_for(screen: Screen) -> None:
    screen.finish()
    screen.office.do("ratings.rate", actor="kiosk", number=screen.number, grade=5)
    assert screen.page() == "idle"


def test_a_screen_that_starts_late_does_not_ask_for_an_old_visit(screen: Screen) -> None:
    screen.finish()
    screen.press(Key.Key_Escape)
    screen.clock.go(minutes=1)
    screen.window.live.load()
    assert screen.page() == "idle"


def test_a_refusal_is_said_in_words(screen: Screen) -> None:
    screen.finish()
    screen.touch("grade 5")
    screen.clock.now += timedelta(days=40)
    screen.touch("send")
    assert (screen.page(), "不能再评价" in screen.sees()) == ("notice", True)


def test_the_other_language_lasts_until_the_resident_has_left(screen: Screen) -> None:
    screen.call()
    screen.touch("language")
    assert (language(), "Please come to counter 2" in screen.sees()) == ("en", True)
    screen.finish()
    screen.touch("grade 5")
    assert (language(), "What was good?" in screen.sees()) == ("en", True)
    screen.touch("send")
    screen.seconds(SecondWindow.WORDS)
    assert (language(), screen.page()) == ("zh", "idle")


def test_switching_the_language_keeps_what_was_chosen(screen: Screen) -> None:
    screen.finish()
    screen.touch("grade 1", "reason rl_slow", "language")
    assert isinstance(screen.window.page, RatePage)
    assert (screen.window.page.grade, screen.window.page.reasons()) == (1, ("rl_slow",))


def test_a_press_meant_for_the_page_before_does_nothing(screen: Screen) -> None:
    screen.window.SETTLE = 60_000
    screen.finish()
    screen.touch("grade 1")
    assert isinstance(screen.window.page, RatePage)
    assert (screen.window.page.grade, screen.window.page.cards[1].isChecked()) == (None, False)


def test_out_of_reach_it_says_so_and_goes_on(screen: Screen) -> None:
    screen.window.live.lose(DeskError("database_unavailable"))
    assert (screen.page(), "暂时连不上" in screen.sees()) == ("away", True)
    screen.window.live.load()
    assert screen.page() == "idle"


def test_a_counter_that_does_not_exist_is_said(app: QApplication, qtbot: Any, office: Office) -> None:
    ctx = Context(InlineTasks(office, "kiosk", app), None, 99, HallInfo(CODE, "", False), office.now)
    window = SecondWindow(ctx)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.page_name == "notice")
    assert "99" in window.page.accessibleName()


def test_nothing_of_a_person_is_on_the_screen(screen: Screen) -> None:
    """Only numbers, the hall, the counter and who sits there."""
    screen.finish()
    assert screen.window.shown is not None
    named = {screen.window.shown.hall_name, screen.window.shown.name, screen.window.shown.staff_name}
    assert named == {"春晖社区服务大厅", "2 号窗口", "clerk"}


@pytest.mark.parametrize("size", [(1024, 600), (800, 480), (1280, 800), (1920, 1080)])
def test_it_stands_whole_at_every_size(screen: Screen, size: tuple[int, int]) -> None:
    screen.window.resize(*size)
    screen.finish()
    screen.touch("grade 1")
    room = screen.window.rect()
    for button in screen.window.findChildren(BigButton):
        place = button.geometry().translated(button.parentWidget().mapTo(screen.window, button.rect().topLeft()))
        assert not button.isVisible() or room.contains(place), button.objectName()

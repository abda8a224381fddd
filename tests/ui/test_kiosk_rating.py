"""Rating a visit at the kiosk with the slip's code, and leaving nothing of it for the next resident."""

from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from desk.office import Office
from models import RatedTicket, Ticket
from tests.factories import finished, issued
from tests.ui.residents import Resident, inline
from tests.ui.test_kiosk import shown
from ui.windows.kiosk import TALL, WIDE, KioskWindow
from ui.windows.kiosk_rating import ScanPage
from ui.windows.rating_pages import RatePage

Key = Qt.Key


def code(office: Office, number: str) -> str:
    return office.see("tickets.slip", actor="kiosk", number=number).code


def rated(office: Office, number: str) -> bool:
    with office.store.read() as session:
        marks = select(Ticket.number).join(RatedTicket, RatedTicket.ticket_id == Ticket.id)
        return number in session.scalars(marks).all()


@pytest.fixture(params=[TALL, WIDE], ids=["tall", "wide"])
def resident(request: pytest.FixtureRequest, app: QApplication, qtbot: Any, office: Office) -> Resident:
    """Somebody in front of a kiosk, tall or wide, whose tasks answer at once."""
    size: QSize = request.param
    window = KioskWindow(inline(office, "kiosk", app))
    someone = shown(window, qtbot, size)
    qtbot.waitUntil(lambda: someone.page() == "home")
    return someone


def typed(resident: Resident, text: str) -> None:
    page = resident.window.page
    assert isinstance(page, ScanPage)
    page.field.setText(text)
    QTest.keyClick(page.field, Key.Key_Return)


def test_a_slip_that_is_scanned_asks_for_the_grade(resident: Resident, office: Office) -> None:
    number = finished(office)
    resident.window.scanned(code(office, number))
    assert (resident.page(), f"评价 {number} 的服务" in resident.sees()) == ("rate", True)


def test_a_visit_is_rated_by_its_slip(resident: Resident, office: Office) -> None:
    number = finished(office)
    resident.window.scanned(code(office, number))
    for name in ("grade 2", "reason rl_slow", "send"):
        page = resident.window.page
        assert isinstance(page, RatePage)
        page._settle = 0  # the press is meant
        resident.touch(name)
    assert (resident.page(), rated(office, number)) == ("thanks", True)
    (row,) = office.see("ratings.follow_ups", actor="supervisor")
    assert (row.grade, [reason.code for reason in row.reasons]) == (2, ["rl_slow"])


def test_the_code_may_be_typed(resident: Resident, office: Office) -> None:
    number = finished(office)
    resident.touch("rate")
    typed(resident, code(office, number).lower())
    assert resident.page() == "rate"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (lambda office: "A001", "认不出这个码"),
        (lambda office: code(office, issued(office)), "还没有办结"),
        (lambda office: code(office, finished(office)).replace(":CH:", ":XX:"), "这是别的大厅"),
    ],
)
def test_why_it_cannot_be_rated_is_said(resident: Resident, office: Office, text: Any, says: str) -> None:
    resident.touch("rate")
    typed(resident, text(office))
    assert (resident.page(), any(says in line for line in resident.sees())) == ("scan", True)


def test_a_slip_is_rated_once(resident: Resident, office: Office) -> None:
    number = finished(office)
    office.do("ratings.rate", actor="kiosk", number=number, grade=5)
    resident.window.scanned(code(office, number))
    assert any("已经评价过了" in line for line in resident.sees())


def test_the_way_back_leaves_nothing(resident: Resident, office: Office) -> None:
    number = finished(office)
    resident.window.scanned(code(office, number))
    resident.press(Key.Key_Escape)
    assert resident.page() == "home"
    office.do("ratings.rate", actor="kiosk", number=number, grade=5)


def test_the_button_back_rates_nothing(resident: Resident, office: Office) -> None:
    number = finished(office)
    resident.window.scanned(code(office, number))
    assert isinstance(resident.window.page, RatePage)
    resident.window.page.choose(1)
    resident.touch("back")
    assert (resident.page(), rated(office, number)) == ("home", False)


def test_a_grade_that_was_chosen_counts_when_the_resident_leaves(resident: Resident, office: Office) -> None:
    number = finished(office)
    resident.window.scanned(code(office, number))
    assert isinstance(resident.window.page, RatePage)
    resident.window.page.choose(4)
    resident.window.next_resident()
    assert (resident.page(), rated(office, number)) == ("home", True)


def test_a_code_scanned_while_a_number_is_shown_does_nothing(resident: Resident, office: Office) -> None:
    number = finished(office)
    resident.touch("queue A")
    resident.window.scanned(code(office, number))
    assert resident.page() == "number"

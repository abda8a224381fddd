"""The table: Qt's own checks of its model, and what stays over a reload."""

from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from ui.kit.table import Column, RowsModel, Table


@dataclass(frozen=True, slots=True)
class Row:
    number: str
    minutes: int


COLUMNS = (
    Column(
        "Number", lambda row: row.number, 90, strong=True, tag=lambda row: ("old", "amber") if row.minutes > 9 else None
    ),
    Column("Minutes", lambda row: str(row.minutes), right=True, muted=True),
)
ROWS = tuple(Row(f"A{n:03d}", n) for n in range(1, 60))


@pytest.fixture
def table(app: QApplication, qtbot: Any) -> Table:
    made = Table(COLUMNS, key=lambda row: row.number, name="numbers", empty="nothing yet")
    qtbot.addWidget(made)
    made.resize(300, 300)
    made.show()
    return made


def test_the_model_keeps_qt_s_rules(app: QApplication) -> None:
    model = RowsModel(COLUMNS, lambda row: row.number)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for rows in (ROWS, ROWS[5:], (), ROWS[:1]):
        model.set_rows(rows)
        model.refresh()
    assert tester.model() is model


def test_cells_and_heads(app: QApplication) -> None:
    model = RowsModel(COLUMNS, lambda row: row.number)
    model.set_rows(ROWS)
    assert model.index(11, 0).data() == "A012"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Minutes"
    assert model.index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight


def test_selection_and_scroll_stay_over_a_reload(table: Table) -> None:
    table.show_rows(ROWS)
    table.selectRow(30)
    table.verticalScrollBar().setValue(25)
    table.show_rows(ROWS[1:])
    assert table.selected() == ROWS[30]
    assert table.verticalScrollBar().value() == 25


def test_when_the_selected_row_goes_its_neighbour_is_selected(table: Table) -> None:
    table.show_rows(ROWS)
    table.selectRow(3)
    table.show_rows(ROWS[:3] + ROWS[4:])
    assert table.selected() == ROWS[4]


def test_loading_keeps_the_old_rows_in_sight(table: Table) -> None:
    table.show_rows(ROWS)
    table.show_loading()
    assert table.property("loading")
    assert table.rows() == ROWS
    table.show_rows(ROWS[:2])
    assert not table.property("loading")


def test_enter_chooses_the_selected_row(table: Table, qtbot: Any) -> None:
    table.show_rows(ROWS)
    table.selectRow(2)
    with qtbot.waitSignal(table.chosen) as chosen:
        QApplication.sendEvent(
            table, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
        )
    assert chosen.args == [ROWS[2]]


def test_the_focus_selects_the_first_row(table: Table) -> None:
    table.activateWindow()
    table.setFocus()
    table.show_rows(ROWS)
    assert table.selected() == ROWS[0]


def test_an_empty_table_says_what_would_be_here(table: Table) -> None:
    before = table.grab().toImage()
    table.show_rows(ROWS)
    assert table.grab().toImage() != before

"""号票 (slip): the number a resident takes, where to wait, what happens when a call is missed, and a code."""

from typing import TYPE_CHECKING

from printing.page import ROLLS, Code, Gap, Layout, Row, Rule, Tags, Text, Words, lay_out

if TYPE_CHECKING:
    from desk.tickets import TicketSlip


def build(view: "TicketSlip", *, width_mm: int = 80) -> bytes:
    """The slip as PDF, 80 or 58 mm wide, as long as it needs. DeskError: glyph_missing."""
    from printing import pdf

    return pdf.draw(_layout(view, width_mm), title=f"号票 {view.number}")


def escpos(view: "TicketSlip", *, width_mm: int = 80) -> bytes:
    """The slip for a thermal printer with 80 or 58 mm paper. DeskError: glyph_missing."""
    from printing import escpos

    return escpos.draw(_layout(view, width_mm))


def _layout(view: "TicketSlip", width_mm: int) -> Layout:
    return lay_out(rows(view), ROLLS[width_mm])


def rows(view: "TicketSlip") -> list[Row]:
    """What is on the slip, from top to bottom."""
    return [Gap(12), *_marks(view), *_head(view), *_waiting(view), *_foot(view), Gap(10)]


def _marks(view: "TicketSlip") -> list[Row]:
    marks = ["演示"] if view.demo else []
    if view.reprint:
        marks.append(f"补打 第 {view.reprint} 次")
    return [Tags(tuple(marks)), Gap(6)] if marks else []


def _head(view: "TicketSlip") -> list[Row]:
    head: list[Row] = [
        Text((Words(view.hall_name, bold=True),), 12, least=10),
        Text((Words(view.number, bold=True),), 48, least=24, leading=1.1),
        Text((Words(view.queue_name, bold=True),), 13.5, least=11),
    ]
    if view.priority_name:
        kind, bracket, note = view.priority_name.partition("（")
        head.append(Text((Words(f"优先　{kind}"), Words(bracket + note)), 10.5, least=9))
    return [*head, Gap(6)]


def _waiting(view: "TicketSlip") -> list[Row]:
    ahead = Words("前面还有 "), Words(str(view.ahead), bold=True), Words(" 人"), *wait(view)
    area = (Words("请到 "), Words(view.area, bold=True), Words(" 等候")) if view.area else (Words("请在大厅等候"),)
    when = Words(f"{view.issued_at:%Y-%m-%d %H:%M:%S}"), Words(f"　{view.site_name}")
    return [
        Rule(),
        Gap(6),
        Text(ahead, 10.5, least=9, leading=1.7),
        Text(area, 10.5, least=9, leading=1.7),
        Text(when, 9, least=8, leading=1.7),
        Text(policy(view), 7.5, least=7.2, leading=1.6),
        Gap(6),
        Rule(),
    ]


def wait(view: "TicketSlip") -> tuple[Words, ...]:
    """How long it will be, in whole minutes; nothing where nothing is known."""
    if view.estimate is None:
        return ()
    low, high = view.estimate.minutes
    if high <= 1 and not view.ahead:
        return (Words("　无需等候"),)
    if low == 0:
        return Words("　约 "), Words(str(high), bold=True), Words(" 分钟" if high <= 1 else " 分钟内")
    return Words("　约 "), Words(f"{low}–{high}", bold=True), Words(" 分钟")


def policy(view: "TicketSlip") -> tuple[Words, ...]:
    """What happens to somebody who is not there when called, in one sentence."""
    again = f"叫号后重呼最多 {view.recalls} 次；" if view.recalls else "叫号后不重呼；"
    place = f"排在 {view.requeue_after} 人之后" if view.requeue_after else "重排后下一个叫到"
    return Words(again), Words("过号请到任一窗口重排，"), Words(place)


def _foot(view: "TicketSlip") -> list[Row]:
    return [Code(view.code), Text((Words("凭此码在取号机或窗口查询"),), 9, least=8)]

"""The slip: what it says, how big it is, that its code can be read, and that it is the same to the byte every time.

The golden sums are in golden.json. After a wanted change: look at the pictures (pdftoppm makes them), then
run these tests once with DESK_GOLDEN=write.
"""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from desk.errors import DeskError
from desk.estimates import Span
from desk.tickets import TicketSlip
from printing import qr
from printing.documents import slip
from printing.page import MM, ROLLS
from printing.samples import SAMPLES
from tests.printing.paper import dots, inflated, picture, text

GOLDEN = Path(__file__).with_name("golden.json")
PLAIN: TicketSlip = SAMPLES["slip"]["plain"]
WIDTHS = tuple(ROLLS)
every_sample = pytest.mark.parametrize("name", SAMPLES["slip"])
every_width = pytest.mark.parametrize("width", WIDTHS)


def words(view: TicketSlip, width: int = 80) -> str:
    """The slip's text without the spaces that only set it apart."""
    return re.sub(r"\s", "", text(slip.build(view, width_mm=width)))


@every_width
def test_says_number_queue_place_time_and_policy(width: int) -> None:
    for part in (
        "春晖社区一站式服务大厅",
        "A023",
        "户籍与居住",
        "前面还有5人约10–14分钟",
        "请到户籍区等候",
        "2026-11-2210:17:32",
        "叫号后重呼最多3次；过号请到任一窗口重排，排在3人之后",
        "凭此码在取号机或窗口查询",
    ):
        assert part in words(PLAIN, width)


def test_says_why_somebody_comes_first_and_what_is_not_an_ordinary_slip() -> None:
    everything = words(SAMPLES["slip"]["everything"])
    assert "优先持优待证的退役军人和优抚对象" in everything
    assert "演示" in everything
    assert "补打第11次" in everything
    for mark in ("优先", "演示", "补打"):
        assert mark not in words(PLAIN)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("first", "前面还有0人无需等候"),
        ("soon", "前面还有1人约5分钟内"),
        ("unknown", "前面还有5人请到"),
        ("everything", "前面还有128人约120–180分钟"),
    ],
)
def test_says_how_long_it_will_be_where_that_is_known(name: str, line: str) -> None:
    assert line in words(SAMPLES["slip"][name])


def test_one_who_is_called_next_is_told_a_minute() -> None:
    assert "前面还有1人约1分钟" in words(replace(PLAIN, ahead=1, estimate=Span(0, 60)))


def test_policy_fits_other_settings_of_the_hall() -> None:
    strict = words(replace(PLAIN, recalls=0, requeue_after=0))
    assert "叫号后不重呼；过号请到任一窗口重排，重排后下一个叫到" in strict


def test_a_queue_without_an_area_waits_in_the_hall() -> None:
    assert "请在大厅等候" in words(replace(PLAIN, area=""))


@every_sample
@every_width
def test_all_text_of_the_slip_is_copied_out_equal(name: str, width: int) -> None:
    view = SAMPLES["slip"][name]
    copied = words(view, width)
    for part in (view.hall_name, view.number, view.queue_name, view.area, view.site_name, view.priority_name or ""):
        assert part in copied


@every_width
def test_paper_is_as_wide_as_the_roll_and_as_long_as_needed(width: int) -> None:
    def size(view: TicketSlip) -> tuple[float, float]:
        box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", slip.build(view, width_mm=width))
        assert box
        return float(box[1]), float(box[2])

    wide, long = size(PLAIN)
    assert wide == pytest.approx(width * MM, abs=0.01)
    assert 95 * MM < long < 125 * MM
    assert size(SAMPLES["slip"]["everything"])[1] > long


@every_width
def test_dots_fit_the_thermal_head(width: int) -> None:
    assert dots(slip.escpos(PLAIN, width_mm=width)).width == {80: 576, 58: 384}[width]


@every_sample
@every_width
def test_code_is_read_back_from_the_page_at_150_dpi(name: str, width: int) -> None:
    view = SAMPLES["slip"][name]
    assert qr.read_image(picture(slip.build(view, width_mm=width), dpi=150)) == view.code


@every_sample
@every_width
def test_code_is_read_back_from_the_dots(name: str, width: int) -> None:
    view = SAMPLES["slip"][name]
    assert qr.read_image(dots(slip.escpos(view, width_mm=width))) == view.code


def test_thermal_job_is_one_picture_then_a_cut() -> None:
    job = slip.escpos(PLAIN)
    assert job.startswith(b"\x1b@\x1dv0")
    assert job.endswith(b"\x1dV\x00")


@every_width
def test_no_picture_reaches_over_the_edge(width: int) -> None:
    for view in SAMPLES["slip"].values():
        page = picture(slip.build(view, width_mm=width)).convert("L")
        margin = int((width - ROLLS[width].printable_mm) / 2 / 25.4 * 150) - 2
        for strip in ((0, 0, margin, page.height), (page.width - margin, 0, page.width, page.height)):
            assert page.crop(strip).getextrema() == (255, 255)


def test_a_name_that_cannot_be_printed_stops_the_slip() -> None:
    view = replace(PLAIN, hall_name="\U000e0fff")
    for build in (slip.build, slip.escpos):
        with pytest.raises(DeskError, match="glyph_missing"):
            build(view)


def test_pdf_names_no_font_that_it_does_not_carry() -> None:
    listed = subprocess.run(["pdffonts", "-"], input=slip.build(PLAIN), capture_output=True, check=True).stdout.decode()
    rows = listed.splitlines()[2:]
    assert rows
    assert all("NotoSansSC" in row and row.split()[-5] == "yes" for row in rows)


@every_width
def test_same_slip_has_the_same_bytes_in_another_process(width: int) -> None:
    program = (
        "from hashlib import sha256\nfrom printing.documents import slip\nfrom printing.samples import SAMPLES\n"
        "view = SAMPLES['slip']['rare']\n"
        f"for build in (slip.build, slip.escpos): print(sha256(build(view, width_mm={width})).hexdigest())"
    )
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout.split()
    view = SAMPLES["slip"]["rare"]
    assert other == [sha256(build(view, width_mm=width)).hexdigest() for build in (slip.build, slip.escpos)]


def test_slips_are_golden_to_the_byte() -> None:
    found: dict[str, str] = {}
    for name, view in SAMPLES["slip"].items():
        for width in WIDTHS:
            found[f"{name} {width} pdf"] = sha256(inflated(slip.build(view, width_mm=width))).hexdigest()
            found[f"{name} {width} escpos"] = sha256(slip.escpos(view, width_mm=width)).hexdigest()
    if os.environ.get("DESK_GOLDEN") == "write":
        GOLDEN.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(GOLDEN.read_text(encoding="utf-8"))

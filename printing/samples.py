"""Examples of every paper, for previews and tests: the plain one and the awkward ones. All of it is invented."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from desk.estimates import Span
from desk.tickets import TicketSlip

_SLIP = TicketSlip(
    hall="CH",
    hall_name="春晖社区一站式服务大厅",
    site_name="主厅",
    number="A023",
    day=date(2026, 11, 22),
    queue_name="户籍与居住",
    area="户籍区",
    ahead=5,
    priority=None,
    priority_name=None,
    issued_at=datetime(2026, 11, 22, 10, 17, 32, tzinfo=ZoneInfo("Asia/Shanghai")),
    recalls=3,
    requeue_after=3,
    no_show_min_recalls=3,
    code="HD1:CH:T:20261122-A023:K7F3Q2XW",
    demo=False,
    reprint=0,
    estimate=Span(612, 811),
)

SAMPLES: dict[str, dict[str, Any]] = {
    "slip": {
        "plain": _SLIP,
        "priority": replace(_SLIP, priority="pr_elder", priority_name="老年人（默认70周岁及以上）"),
        "first": replace(_SLIP, number="A001", ahead=0, estimate=Span(0, 60)),
        "soon": replace(_SLIP, number="A002", ahead=1, estimate=Span(35, 270)),
        "unknown": replace(_SLIP, estimate=None),
        "reprint": replace(_SLIP, reprint=2),
        "demo": replace(_SLIP, demo=True),
        "rare": replace(_SLIP, hall_name="张𠮷王𬱖赵䶮𫖯𪩘李𰻝服务大厅", area="㛃𬭼区"),
        "everything": replace(
            _SLIP,
            hall_name="锦绣山河经济技术开发区春晖街道春晖社区党群服务中心一站式服务大厅",
            site_name="锦园小区北门便民服务站",
            number="A1023",
            queue_name="卫健、退役军人与住房保障综合受理",
            area="一层东侧综合受理等候区",
            ahead=128,
            priority="pr_veteran",
            priority_name="持优待证的退役军人和优抚对象",
            recalls=0,
            requeue_after=0,
            code="HD1:CHJSKFQ8:T:20261122-A1023:K7F3Q2XW",
            demo=True,
            reprint=11,
            estimate=Span(7_230, 10_790),
        ),
    },
}

"""A month of invented ratings for the demonstration hall, most of them good, the low ones followed up."""

import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from desk.context import Context
from desk.ratings.scale import all_grades, low_grades
from models import Base, FollowUp, FollowUpState, FollowUpStep, RatedTicket, Rating

SHARE = 0.55  # of the finished visits are rated
FRESH = timedelta(days=3)  # what is older has been closed
_OFTEN = {5: 70, 4: 20, 3: 7, 2: 2, 1: 1}
_WRITTEN = "rl_other"
_NOTES = {
    "contact": "电话联系，居民说明了情况",
    "answer": "已说明办理时限，补做材料清单一次告知",
    "close": "居民认可答复",
}
Rows = dict[type[Base], list[dict[str, Any]]]


def rows(ctx: Context, chance: random.Random, tickets: list[dict[str, Any]]) -> Rows:
    """Ratings of these tickets (their columns), and what was done about the low grades; the latest ones are open."""
    found: Rows = {entity: [] for entity in (RatedTicket, Rating, FollowUp, FollowUpStep)}
    rated = [ticket for ticket in tickets if ticket["state"] == "finished" and chance.random() < SHARE]
    low: list[dict[str, Any]] = []
    for ticket in rated:
        grade = chance.choices(list(_OFTEN), list(_OFTEN.values()))[0]
        rating = _rating(ctx, chance, ticket, grade)
        found[RatedTicket].append({"hall_id": ctx.hall, "ticket_id": ticket["id"], "way": "second_screen"})
        found[Rating].append(rating)
        if grade in low_grades():
            low.append(ticket | {"rating": rating["id"]})
    for age, ticket in enumerate(sorted(low, key=lambda each: each["state_since"], reverse=True)):
        fresh = ctx.today - ticket["day"] <= FRESH
        follow_up, steps = _follow_up(ctx, chance, ticket, done=min(age, 3) if fresh else 3)
        found[FollowUp].append(follow_up)
        found[FollowUpStep].extend(steps)
    return found


def _rating(ctx: Context, chance: random.Random, ticket: dict[str, Any], grade: int) -> dict[str, Any]:
    offered = next(each.reasons for each in all_grades() if each.grade == grade)
    codes = [each.code for each in offered if each.code != _WRITTEN]
    return {
        "hall_id": ctx.hall,
        "id": str(UUID(int=chance.getrandbits(128), version=4)),
        "day": ticket["day"],
        "queue": ticket["queue"],
        "counter": ticket["counter"],
        "staff": ticket["staff"],
        "grade": grade,
        "reasons": sorted(chance.sample(codes, chance.choice((0, 1, 1, 2)))),
        "note": "",
    }


def _follow_up(
    ctx: Context, chance: random.Random, ticket: dict[str, Any], *, done: int
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A follow-up of which the first `done` of three steps have been taken."""
    opened: datetime = ticket["state_since"]
    times = [opened + timedelta(minutes=minutes) for minutes in (chance.randrange(10, 55), 300, 360)]
    mine = {"hall_id": ctx.hall, "ticket_id": ticket["id"]}
    steps = [
        mine | {"seq": seq, "action": action, "at": at, "actor": "supervisor", "note": _NOTES[action]}
        for seq, (action, at) in enumerate(zip(_NOTES, times[:done], strict=False), 1)
    ]
    follow_up = mine | {
        "day": ticket["day"],
        "rating": ticket["rating"],
        "state": list(FollowUpState)[done],
        "opened_at": opened,
        "contact_due": opened + timedelta(hours=1),
        "answer_due": opened + timedelta(hours=24),
        "contacted_at": times[0] if done > 0 else None,
        "answered_at": times[1] if done > 1 else None,
        "seq": done,
    }
    return follow_up, steps

"""A million tickets of the days before: finished, with their periods and events, written in bulk."""

from datetime import date, timedelta

from sqlalchemy import text

from desk.store import Store

A_DAY = 2000
_STEPS = (("waiting", "issue", 0), ("called", "call", 600), ("serving", "start", 620), ("finished", "finish", 1200))

_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)"


def fill(store: Store, hall: str, today: date, count: int) -> None:
    """`count` finished tickets of queue A lie in the past, `A_DAY` on each day, with three periods and four events."""
    for first in range(0, count, A_DAY):
        day = today - timedelta(days=1 + first // A_DAY)
        _fill_day(store, hall, day, min(A_DAY, count - first))
    with store.write() as session:
        session.execute(text("ANALYZE"))
        session.commit()


def _fill_day(store: Store, hall: str, day: date, count: int) -> None:
    at = (day - date(1970, 1, 1)).days * 86_400_000_000 + 3_600_000_000
    row = {"hall": hall, "day": day.isoformat(), "at": at, "count": count, "stem": f"{day:%y%m%d}"}
    same = "CAST(:stem AS TEXT) || '-' || i"
    since = "CAST(:at AS BIGINT) + i * 10000000"
    with store.write() as session:
        session.execute(
            text(
                "INSERT INTO ticket (hall_id, id, day, prefix, no, number, queue, state, state_since, channel,"
                " waiting_since, rank, why, counter, staff, recalls, called_at, requeues, seq)"
                f" {_NUMBERS} SELECT :hall, {same}, :day, 'A', i, 'A' || i, 'A', 'finished', {since} + 1200000000,"
                f" 'kiosk', {since}, {since}, 'first_come', 2, 'clerk', 0, {since} + 600000000, 0, 4 FROM n"
            ),
            row,
        )
        for seq, (state, action, begins) in enumerate(_STEPS, 1):
            session.execute(
                text(
                    "INSERT INTO ticket_event"
                    ' (hall_id, ticket_id, seq, action, at, actor, counter, to_state, why, "before")'
                    f" {_NUMBERS} SELECT :hall, {same}, :seq, :action, {since} + :begins, 'clerk', 2, :state,"
                    " 'first_come', '{}' FROM n"
                ),
                row | {"seq": seq, "action": action, "begins": begins * 1_000_000, "state": state},
            )
        for seq, (state, _, begins) in enumerate(_STEPS[:-1], 1):
            session.execute(
                text(
                    "INSERT INTO ticket_period (hall_id, ticket_id, seq, state, queue, counter, staff, started_at,"
                    f" ended_at, inaccurate) {_NUMBERS} SELECT :hall, {same}, :seq, :state, 'A', 2, 'clerk',"
                    f" {since} + :begins, {since} + :ends, :no FROM n"
                ),
                row | {"seq": seq, "state": state, "begins": begins * 1_000_000, "ends": _STEPS[seq][2] * 1_000_000,
                       "no": False},
            )  # fmt: skip
        series = "INSERT INTO number_series (hall_id, series, period, last) VALUES (:hall, 'ticket:A', :day, :count)"
        session.execute(text(series), row)
        session.commit()

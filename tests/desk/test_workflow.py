"""The table of states and steps, walked: each state, each action, each role."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select, update

from desk import workflow
from desk.errors import DeskError
from desk.office import Office
from models import LIVE, Ticket, TicketPeriod, TicketState
from tests.desk.copies import Copies
from tests.factories import MORNING, SIGNED_IN, Clock, called

ACTIONS = [action for action in workflow.ACTIONS if action != "close_day"]
MAY = ("clerk", "supervisor")
HOME = {"clerk": 2, "supervisor": 3}
"""The counter at which each has a ticket."""
ARGS: dict[str, dict[str, Any]] = {"hand_over": {"to_queue": "B"}}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, copies: Copies) -> Iterator[tuple[Office, dict[str, str]]]:
    """A hall with a ticket for each who may, and a free counter for each (5 and 6)."""
    with copies.opened(request.param, Clock()) as office:
        tickets = {actor: called(office, counter=HOME[actor], actor=actor) for actor in MAY}
        for actor, counter in (("clerk", 5), ("supervisor", 6)):
            office.do("counters.open", actor=actor, counter=counter)
            office.do("counters.set_queues", actor="supervisor", counter=counter, queues=("A",))
        yield office, tickets


def put(office: Office, number: str, state: TicketState, counter: int) -> None:
    """The ticket, which was called once, is in this state, whatever happened to it before."""
    at = counter if state in (*workflow.AT_COUNTER, TicketState.ON_HOLD) else None
    with office.store.write() as session:
        ticket = session.scalars(select(Ticket).where(Ticket.number == number)).one()
        ticket.state, ticket.counter, ticket.recalls, ticket.requeues = state, at, 0, 0
        ticket.queue, ticket.called_at = "A", MORNING.replace(hour=8)
        mine = TicketPeriod.ticket_id == ticket.id
        last = session.scalar(select(func.max(TicketPeriod.seq)).where(mine))
        ended = None if state in LIVE else MORNING
        session.execute(update(TicketPeriod).where(mine).values(ended_at=MORNING))
        session.execute(update(TicketPeriod).where(mine, TicketPeriod.seq == last).values(state=state, ended_at=ended))
        session.commit()


def outcome(office: Office, action: str, number: str, actor: str) -> str:
    """The state the ticket came to, or the code of the refusal."""
    args = ARGS.get(action, {}) | ({"counter": {"clerk": 5}.get(actor, 6)} if action == "call" else {})
    try:
        office.do(f"tickets.{action}", actor=actor, number=number, **args)
    except DeskError as error:
        return error.code
    return office.see("tickets.history", actor="clerk", number=number).state


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("state", TicketState)
def test_every_role_gets_from_every_state_where_the_table_says(hall: Any, state: TicketState, action: str) -> None:
    office, tickets = hall
    for actor, number in tickets.items():
        put(office, number, state, HOME[actor])
    others = {role: outcome(office, action, tickets["clerk"], role) for role in SIGNED_IN if role not in MAY}
    theirs = {actor: outcome(office, action, number, actor) for actor, number in tickets.items()}
    assert set(others.values()) == {"not_permitted"}
    assert set(theirs.values()) == {workflow.TICKET.get((state, action), "wrong_state")}


def test_every_live_state_can_be_left() -> None:
    assert {state for state, _ in workflow.TICKET} == set(LIVE)


def test_no_state_is_left_once_it_is_an_end() -> None:
    assert not {state for state, _ in workflow.TICKET} & workflow.ENDED


def test_every_live_state_ends_with_the_day() -> None:
    assert {state for state, action in workflow.TICKET if action == "close_day"} == set(LIVE)


def test_a_wrong_step_says_what_is_wrong(hall: Any) -> None:
    office, tickets = hall
    put(office, tickets["clerk"], TicketState.FINISHED, 2)
    with pytest.raises(DeskError) as caught:
        office.do("tickets.start", actor="clerk", number=tickets["clerk"])
    facts = {"number": tickets["clerk"], "state": "finished", "action": "start"}
    assert (caught.value.code, caught.value.facts) == ("wrong_state", facts)

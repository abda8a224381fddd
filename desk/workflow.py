"""States and steps as tables: what may happen to a ticket or a follow-up, and where it goes (queue rules §1, §7)."""

from collections.abc import Mapping

from models import FollowUpState as F
from models import TicketState as S

TICKET: Mapping[tuple[S, str], S] = {
    (S.WAITING, "call"): S.CALLED,
    (S.WAITING, "abandon"): S.ABANDONED,
    (S.CALLED, "recall"): S.CALLED,
    (S.CALLED, "put_back"): S.WAITING,
    (S.CALLED, "no_show"): S.NO_SHOW,
    (S.CALLED, "start"): S.SERVING,
    (S.SERVING, "hold"): S.ON_HOLD,
    (S.SERVING, "hand_over"): S.WAITING,
    (S.SERVING, "finish"): S.FINISHED,
    (S.ON_HOLD, "resume"): S.SERVING,
    (S.NO_SHOW, "requeue"): S.WAITING,
    # the day close ends what is still open: a forgotten service counts as finished, the rest as abandoned
    (S.WAITING, "close_day"): S.ABANDONED,
    (S.CALLED, "close_day"): S.ABANDONED,
    (S.SERVING, "close_day"): S.FINISHED,
    (S.ON_HOLD, "close_day"): S.ABANDONED,
    (S.NO_SHOW, "close_day"): S.ABANDONED,
}

ACTIONS = tuple(dict.fromkeys(action for _, action in TICKET))

# what a take back may undo; the rest is a decision of its own
UNDOABLE = frozenset(ACTIONS) - {"close_day"}

ENDED = frozenset({S.FINISHED, S.ABANDONED, S.CANCELLED})
AT_COUNTER = frozenset({S.CALLED, S.SERVING})

# a low grade is called back, answered, and only then closed
FOLLOW_UP: Mapping[tuple[F, str], F] = {
    (F.OPEN, "contact"): F.CONTACTED,
    (F.CONTACTED, "answer"): F.ANSWERED,
    (F.ANSWERED, "close"): F.CLOSED,
}

"""What the voice of a lobby says: the wording of a call, and which calls are current.

Words are the units of which clips are recorded; who speaks them, and when, is not known here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select

from desk import halls, settings, workflow
from desk.catalogue import view
from desk.changes import HallSession
from desk.context import Context
from models import Queue, Ticket
from models import TicketState as S

_JUST_CALLED = timedelta(minutes=1)  # so long a call is spoken even when the resident is already being served

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
         "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words of one language ("zh" or "en"), in order."""

    language: str
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        return joined(self.words)


@dataclass(frozen=True, slots=True)
class Call:
    """A ticket that is to come to a counter. `times` is 1 and one more for each recall; number and `at` identify it."""

    number: str
    counter: int
    at: datetime
    times: int
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class VoiceRules:
    """How calls are spoken now: `rate` and `volume` in percent; a volume of 0 is silence."""

    on: bool
    chime: bool
    repeat: int
    rate: int
    volume: int


@dataclass(frozen=True, slots=True)
class Announcements:
    """The current calls of a site, the earliest first, and the hall's rules for its voice."""

    rules: VoiceRules
    calls: tuple[Call, ...]


@view
def current(session: HallSession, ctx: Context, *, site: str | None = None) -> Announcements:
    """Which calls of a site (the main hall when None) somebody may still be expected to follow. Raises bad_argument."""
    place = halls.site(session, ctx, site)
    now = settings.values(session, ctx.hall)
    awaited = or_(Ticket.state == S.CALLED, Ticket.called_at > ctx.now - _JUST_CALLED)
    here = (Ticket.hall_id == ctx.hall, Ticket.day == ctx.today, Ticket.state.in_(workflow.AT_COUNTER), awaited)
    line = and_(Queue.hall_id == Ticket.hall_id, Queue.prefix == Ticket.queue, Queue.site == place.code)
    query = select(Ticket.number, Ticket.counter, Ticket.called_at, Ticket.recalls).join(Queue, line).where(*here)
    rows = session.execute(query.order_by(Ticket.called_at, Ticket.number))
    calls = (_call(now, row.number, row.counter, ctx.local(row.called_at), row.recalls + 1) for row in rows)
    return Announcements(_rules(ctx, now), tuple(calls))


@view
def sample(session: HallSession, ctx: Context, *, number: str = "A023", counter: int = 3) -> Announcements:
    """How a call of this ticket to this counter would be spoken now, whether or not there are such."""
    now = settings.values(session, ctx.hall)
    return Announcements(_rules(ctx, now), (_call(now, number, counter, ctx.now, 1),))


def _rules(ctx: Context, now: Mapping[str, Any]) -> VoiceRules:
    volume = settings.by_hour(now["voice.volume"])[ctx.now.hour]
    return VoiceRules(now["voice.on"], now["voice.chime"], now["voice.repeat"], now["voice.rate"], volume)


def _call(now: Mapping[str, Any], number: str, counter: int, at: datetime, times: int) -> Call:
    sentences = [Sentence("zh", wording(number, counter, yao=now["voice.yao"]))]
    if now["voice.english"]:
        sentences.append(Sentence("en", english_wording(number, counter)))
    return Call(number, counter, at, times, tuple(sentences))


def wording(number: str, counter: int, *, yao: bool) -> tuple[str, ...]:
    """请 A 零 二 三 号 到 三 号窗口: the ticket's letters and digits one by one, the counter as a number.

    With `yao` the digit 1 of the ticket is 幺; the counter's never is.
    """
    one = "幺" if yao else "一"
    ticket = (one if sign == "1" else _DIGITS[int(sign)] if sign in "0123456789" else sign for sign in number)
    return ("请", *ticket, "号", "到", numeral(counter), "号窗口")


def english_wording(number: str, counter: int) -> tuple[str, ...]:
    """As `wording`: ticket A zero two three please go to counter three."""
    ticket = (_ONES[int(sign)] if sign in "0123456789" else sign for sign in number)
    return ("ticket", *ticket, "please go to counter", english_numeral(counter))


def joined(words: tuple[str, ...]) -> str:
    """The words as one text, for a voice that reads: 请 A 零 二 三 号 到 三 号窗口."""
    return " ".join(words)


def numeral(number: int) -> str:
    """十二, 二十, 一百零五; from 10000 on the digits one by one."""
    digits = str(number)
    if len(digits) > len(_UNITS):
        return "".join(_DIGITS[int(digit)] for digit in digits)
    places = zip(digits, reversed(_UNITS[: len(digits)]), strict=True)
    spoken = "".join(_DIGITS[int(digit)] + (unit if digit != "0" else "") for digit, unit in places)
    spoken = re.sub("零+", "零", spoken).rstrip("零") or "零"
    return spoken.removeprefix("一") if spoken.startswith("一十") else spoken


def english_numeral(number: int) -> str:
    """Twelve, twenty one, one hundred five; from 1000 on the digits one by one."""
    if number >= 1000:
        return " ".join(_ONES[int(digit)] for digit in str(number))
    hundreds, rest = divmod(number, 100)
    words = [_ONES[hundreds], "hundred"] if hundreds else []
    if rest >= 20:
        words.append(_TENS[rest // 10])
        rest %= 10
        words += [_ONES[rest]] if rest else []
    elif rest or not hundreds:
        words.append(_ONES[rest])
    return " ".join(words)

"""Ratings (好差评, GB/T 39735): given by residents, followed up by supervisors, counted for everybody else.

Nobody can see who gave which grade; only a follow-up shows its ticket, to the supervisor who must call back.
"""

from desk.ratings.counting import FollowUpFigures, RatingFigures, RatingRow, figures
from desk.ratings.following import FollowUpNow, FollowUpRow, FollowUpStepRow, answer, close, contact, follow_ups, lamp
from desk.ratings.giving import RateableTicket, RatedNow, by_code, rate
from desk.ratings.scale import Grade, grades
from desk.ratings.second import SecondScreen, at_counter

__all__ = [
    "FollowUpFigures",
    "FollowUpNow",
    "FollowUpRow",
    "FollowUpStepRow",
    "Grade",
    "RateableTicket",
    "RatedNow",
    "RatingFigures",
    "RatingRow",
    "SecondScreen",
    "answer",
    "at_counter",
    "by_code",
    "close",
    "contact",
    "figures",
    "follow_ups",
    "grades",
    "lamp",
    "rate",
]

"""Whatever a use case or view answers is the same after its way through JSON, as keys and the command line need it."""

import dataclasses
import inspect
import json
import types
import typing
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.catalogue import Marked, everything, returned
from desk.jsonable import canonical, plain
from tests.factories import ZONE

texts = st.text(st.characters(codec="utf-8"), max_size=8)
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    Any: json_values,
    None: st.none(),
    types.NoneType: st.none(),
    bool: st.booleans(),
    int: st.integers(-(2**31), 2**31 - 1),
    str: texts,
    date: st.dates(),
    time: st.times(),
    # instants of the hall's zone; before 2000 some were shown twice by its clocks
    datetime: st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(ZONE)),  # noqa: DTZ001 # the bounds have no zone
}


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Any value that the annotation allows."""
    if kind in SIMPLE:
        return SIMPLE[kind]
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return st.builds(kind, **{field.name: values(hints[field.name]) for field in dataclasses.fields(kind)})
    arguments = typing.get_args(kind)
    if typing.get_origin(kind) is tuple:
        return st.lists(values(arguments[0]), max_size=3).map(tuple)
    return st.one_of([values(argument) for argument in arguments])


def answer_of(function: Marked) -> Any:
    return inspect.signature(function, eval_str=True).return_annotation


@pytest.mark.parametrize("function", everything(), ids=lambda function: function.desk_mark.name)
def test_every_answer_is_the_same_after_its_way_through_json(function: Marked) -> None:
    @settings(max_examples=15, deadline=None)
    @given(values(answer_of(function)))
    def there_and_back(answer: Any) -> None:
        assert returned(function, json.loads(json.dumps(plain(answer)))) == answer

    there_and_back()


@pytest.mark.parametrize("function", everything(), ids=lambda function: function.desk_mark.name)
def test_every_answer_is_a_frozen_read_model(function: Marked) -> None:
    models = [kind for kind in parts(answer_of(function)) if isinstance(kind, type) and kind.__module__[:5] == "desk."]
    assert all(kind.__dataclass_params__.frozen and "__slots__" in vars(kind) for kind in models)


def parts(kind: Any) -> list[Any]:
    """The annotation taken apart to its types."""
    arguments = [argument for argument in typing.get_args(kind) if argument is not ...]
    return [part for argument in arguments for part in parts(argument)] or [kind]


@given(json_values)
def test_the_canonical_text_says_the_same_and_is_the_only_one(value: Any) -> None:
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text

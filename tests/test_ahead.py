"""What is made ahead is the same as what is made in turn."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.ahead import ahead


@given(st.lists(st.one_of(st.none(), st.integers(), st.binary(max_size=3))))
def test_every_item_comes_once_and_in_order(items: list[object]) -> None:
    assert list(ahead(items)) == items


def test_an_error_comes_after_the_items_before_it() -> None:
    def broken() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("the third")

    one_by_one = ahead(broken())
    assert [next(one_by_one), next(one_by_one)] == [1, 2]
    with pytest.raises(ValueError, match="the third"):
        next(one_by_one)


def test_at_most_one_item_waits() -> None:
    made: list[int] = []

    def counted() -> Iterator[int]:
        for number in range(10):
            made.append(number)
            yield number

    for number in ahead(counted()):
        assert len(made) <= number + 2


def test_no_thread_is_left_when_the_items_end_or_are_no_longer_wanted() -> None:
    before = threading.active_count()
    assert len(list(ahead(range(3)))) == 3
    unfinished = ahead(iter(range(10)))
    next(unfinished)
    unfinished.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before

"""What any filter can be relied on for, whatever it filters: what a choice leaves, counts and offers."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.filters import NOT_RECORDED, Choice, Filter, FilterTable, FilterValue, Option, facet_of

COLOURS = [FilterValue("colour", slug, slug.title()) for slug in ("red", "green", "blue")]
SIZES = [FilterValue("size", slug, slug.title(), rank=place) for place, slug in enumerate(("small", "middle", "big"))]
COLOUR, SIZE = Filter("colour", "Colour"), Filter("size", "Size")

things_of_all_kinds = st.lists(
    st.tuples(st.sets(st.sampled_from(COLOURS)), st.sets(st.sampled_from(SIZES))), max_size=80
)
choices = st.fixed_dictionaries({
    "colour": st.lists(st.sampled_from(["red", "green", "blue", "pink"]), unique=True),
    "size": st.lists(st.sampled_from(["small", "middle", "big"]), unique=True),
})  # fmt: skip
Things = list[tuple[set[FilterValue], set[FilterValue]]]


def choice_of(things: Things, chosen: dict[str, list[str]]) -> Choice:
    return FilterTable.of(([*colours, *sizes] for colours, sizes in things), [*COLOURS, *SIZES]).chosen(chosen)


def found_by(things: Things, chosen: dict[str, list[str]]) -> list[int]:
    """The numbers of the things with one of the chosen colours and one of the chosen sizes."""
    return [
        number
        for number, thing in enumerate(things)
        if all(not chosen[facet] or {value.slug for value in its} & set(chosen[facet])
               for facet, its in zip(("colour", "size"), thing, strict=True))
    ]  # fmt: skip


def options(choice: Choice, asked: Filter) -> dict[str, tuple[int, bool]]:
    return {each.value: (each.count, each.checked) for each in facet_of(choice, asked).options}


@settings(deadline=None)
@given(things_of_all_kinds, choices)
def test_a_choice_leaves_what_has_a_chosen_value_of_every_filter_in_use(
    things: Things, chosen: dict[str, list[str]]
) -> None:
    choice = choice_of(things, chosen)
    assert list(choice.numbers()) == found_by(things, chosen)
    assert choice.total() == len(found_by(things, chosen))


@settings(deadline=None)
@given(things_of_all_kinds, choices)
def test_a_count_is_what_the_value_would_show_while_the_other_filters_hold(
    things: Things, chosen: dict[str, list[str]]
) -> None:
    choice = choice_of(things, chosen)
    expected = {
        slug: (len(found_by(things, {**chosen, "colour": [slug]})), slug in chosen["colour"])
        for slug in ("red", "green", "blue", "pink")
    }
    assert options(choice, COLOUR) == {slug: told for slug, told in expected.items() if any(told)}


def test_what_was_chosen_stays_in_its_filter_when_nothing_has_it() -> None:
    choice = FilterTable.of([[COLOURS[0], SIZES[0]]], COLOURS).chosen({"colour": ["blue", "pink"], "size": ["small"]})
    facet = facet_of(choice, COLOUR)
    assert [(each.value, each.count, each.checked, each.unknown) for each in facet.options] == [
        ("pink", 0, True, True), ("red", 1, False, False), ("blue", 0, True, False),
    ]  # fmt: skip
    assert facet.chosen == 2


def test_a_value_given_twice_or_empty_is_one_choice_or_none() -> None:
    facet = facet_of(FilterTable.of([[COLOURS[0]]]).chosen({"colour": ["red", "red", ""]}), COLOUR)
    assert (facet.chosen, [each.value for each in facet.options]) == (1, ["red"])


def test_options_come_by_their_rank_else_most_first_and_what_is_not_recorded_last() -> None:
    unknown = FilterValue("colour", NOT_RECORDED, "Not recorded")
    things = [[SIZES[2], COLOURS[1]], [SIZES[2], COLOURS[1], COLOURS[0]], [SIZES[0], unknown], [COLOURS[2], unknown],
              [unknown]]  # fmt: skip
    choice = FilterTable.of(things).chosen({})
    assert list(options(choice, SIZE)) == ["small", "big"]
    assert list(options(choice, COLOUR)) == ["green", "blue", "red", NOT_RECORDED]


def tree(choice: Choice, most: int | None = None) -> tuple[Option, ...]:
    return facet_of(choice, Filter("place", "Place"), most).options


def test_narrower_values_stand_under_the_broader_one_which_opens_when_they_are_chosen() -> None:
    europe, france = FilterValue("place", "europe", "Europe"), FilterValue("place", "france", "France", "europe")
    nice = FilterValue("place", "nice", "Nice", "france")
    table = FilterTable.of([[europe, france, nice], [europe, france]])
    (top,) = tree(table.chosen({"place": ["nice"]}))
    assert [each.value for each in (top, *top.children, *top.children[0].children)] == ["europe", "france", "nice"]
    assert (top.open, top.children[0].open, top.children[0].children[0].open) == (True, True, False)
    assert not tree(table.chosen({"place": ["europe"]}))[0].open


def test_values_that_are_broader_than_each_other_do_not_end_in_a_circle() -> None:
    first, second = FilterValue("place", "a", "A"), FilterValue("place", "b", "B", "c")
    table = FilterTable.of([[first, second, FilterValue("place", "c", "C", "b")]])
    assert [each.value for each in tree(table.chosen({}))] == ["a"]


def test_of_many_options_the_first_are_shown_and_those_chosen_and_the_rest_is_counted() -> None:
    table = FilterTable.of([[FilterValue("place", f"p{number}", "", rank=number)] for number in range(9)])
    facet = facet_of(table.chosen({"place": ["p7"]}), Filter("place", "Place"), 3)
    assert [each.value for each in facet.options] == ["p0", "p1", "p2", "p7"]
    assert facet.more == 5


def test_a_value_that_is_not_known_keeps_its_place_in_a_query_so_that_it_finds_nothing() -> None:
    table = FilterTable.of([[FilterValue("colour", "red", "Red", iri="urn:red")]])
    assert table.value_iris("colour", ["red", "no such > colour"]) == [
        "urn:red", "urn:openplaza:unknown:no%20such%20%3E%20colour",
    ]  # fmt: skip


def test_a_table_of_nothing_offers_nothing() -> None:
    choice = FilterTable.of([]).chosen({})
    assert (choice.total(), list(choice.numbers()), facet_of(choice, COLOUR).options) == (0, [], ())

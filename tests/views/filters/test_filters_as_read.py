"""What people can rely on in the filters of every list: counts that are true, and choices that can be taken away."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.reading import Part, page

LISTS = {
    "/practices": ("theme", "country"),
    "/laws": ("type", "jurisdiction"),
    "/organisations": ("kind", "role"),
    "/cities": ("country",),
    "/search?q=lighting": ("kind",),
}


def address(path: str, *choice: str) -> str:
    return "&".join([f"{path}{'' if '?' in path else '?'}", *choice])


def counts(shown: Part, name: str) -> dict[str, int]:
    """The values that a filter offers, with their numbers."""
    found = {}
    for each in shown.all(f'.facets input[name="{name}"]'):
        (number,) = shown.all(f'label[for="{each.tag["id"]}"] .count')
        found[str(each.tag["value"])] = int(re.sub(r"\D", "", number.text))
    return found


def total(shown: Part) -> int:
    (status,) = shown.all("#results [role=status]")
    return int(re.sub(r"\D", "", status.text.split()[0]))


@pytest.mark.parametrize("path", LISTS)
def test_each_number_is_what_choosing_the_value_shows_while_the_other_filters_hold(
    client: FlaskClient, path: str
) -> None:
    first, *rest = LISTS[path]
    held = [f"{rest[0]}={next(iter(counts(page(client, path), rest[0])))}"] if rest else []
    offered = counts(page(client, address(path, *held)), first)
    assert offered
    for value in list(offered)[:4]:
        assert total(page(client, address(path, *held, f"{first}={value}"))) == offered[value], value


@pytest.mark.parametrize("path", [each for each in LISTS if "search" not in each])
def test_a_value_that_nothing_has_is_shown_so_that_it_can_be_taken_away(client: FlaskClient, path: str) -> None:
    name = LISTS[path][0]
    shown = page(client, address(path, f"{name}=atlantis"))
    assert total(shown) == 0 and counts(shown, name)["atlantis"] == 0
    (chosen,) = shown.all(f'.facets input[name="{name}"][checked]')
    assert chosen.tag["value"] == "atlantis"
    assert shown.all(f"#facet-{name}[open] summary")[0].text.endswith("1 chosen")

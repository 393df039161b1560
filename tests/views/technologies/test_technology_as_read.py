"""A technology and the list of technologies, as a person reads them."""

from __future__ import annotations

from collections import Counter

from flask.testing import FlaskClient

from tests.reading import page
from tests.views.facts import rows_of


def test_technologies_that_none_is_broader_than_stand_by_name(client: FlaskClient) -> None:
    names = [each.all("h2")[0].text.casefold() for each in page(client, "/technologies").all("section.panel")]
    assert len(names) > 1
    assert names == sorted(names)


def test_every_technology_is_named_and_says_how_many_practices_use_it(client: FlaskClient) -> None:
    entries = [each for each in page(client, "/technologies").all("section.panel li") if each.links]
    names = {row["id"]: row["label"] for row in rows_of("concepts.csv") if "label" in row}
    used = [row["technologies_concepts"].split(";") for row in rows_of("practices.csv")]
    assert entries
    for entry in entries:
        name = entry.links[0].path.rpartition("/")[2]
        number = sum(name in each for each in used)
        assert entry.links[0].text == names.get(name, entry.links[0].text)
        assert f"{number} practice" in entry.all("span.note")[0].text


def test_the_legal_outcomes_of_its_practices_are_counted_the_most_frequent_first(client: FlaskClient) -> None:
    shown = page(client, "/technologies/facial-recognition")
    practices = shown.table("Practices that use")
    outcomes = [(row["Legal outcome"].badges, row["Practices"].text) for row in shown.table("How its legal outcomes")]
    wanted = Counter(row["Legal outcome"].text for row in practices)
    titles = {row["title"]: row for row in rows_of("practices.csv")}
    assert len(wanted) > 2 and all(row["Practice"].text in titles for row in practices)
    assert {badges[0]: int(count) for badges, count in outcomes} == wanted
    assert [int(count) for _, count in outcomes] == sorted(wanted.values(), reverse=True)
    assert all(row["Status"].badges == [titles[row["Practice"].text]["status"].replace("-", " ").capitalize()]
               for row in practices)  # fmt: skip

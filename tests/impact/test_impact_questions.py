"""Who is touched by what: answers worked out from the tables alone, and asked of the link network."""

from __future__ import annotations

import pytest

from graph.errors import NotFound
from graph.impact import Impact, impact
from graph.links.network import Network
from graph.store import EmbeddedStore
from tests.impact import impact_reading as read

TODAY = "2026-11-22"
AI_ACT, OMNIBUS = "32024R1689", "32026R1744"


def ids(found: Impact, kind: str, most: int = 9) -> set[str]:
    """What is touched of a kind by a path of at most `most` hops."""
    return {each.place.id for each in found.of_kind(kind) if each.path.length <= most}


def law(found: Impact, *kinds: str) -> set[str]:
    """The acts at the other end of links of some kinds, from it or to it."""
    paths = [*found.does, *found.undergoes]
    acts = [hop for path in paths if any(each.kind in kinds for each in path.hops) for hop in path.hops[-1:]]
    return {hop.target.id for hop in acts}


@pytest.mark.parametrize(
    ("name", "on"),
    [
        (f"{AI_ACT}/art_5/par_1/pnt_h", TODAY),
        (f"{AI_ACT}/art_5/par_1/pnt_h", "2025-02-01"),
        (f"{AI_ACT}/art_5/par_1/pnt_h", "2025-02-02"),
        (f"{AI_ACT}/art_5/par_1/pnt_f", TODAY),
        ("32016L0680", TODAY),
        ("32016L0680", "2016-05-06"),
        ("32016R0679", TODAY),
        ("32016R0679/art_9", TODAY),
        ("31995L0046", "2018-05-24"),
        ("31995L0046", "2018-05-25"),
        ("it-dl-139-2021", TODAY),
        ("it-dl-139-2021", "2022-06-01"),
        ("fr-law-2023-380", TODAY),
        ("fr-law-2023-380", "2024-08-01"),
        ("fr-law-2026-201", TODAY),
        ("fr-csi", TODAY),
        (AI_ACT, TODAY),
        (AI_ACT, "2028-01-01"),
    ],
)
def test_a_law_touches_directly_the_practices_that_the_tables_link_with_it(
    network: Network, store: EmbeddedStore, name: str, on: str
) -> None:
    found = impact(network, name, on)
    assert ids(found, "practice", 1) == read.practices(store, name, on)
    assert ids(found, "city", 2) == read.cities(read.practices(store, name, on))


def test_the_prohibition_of_live_face_recognition_starts_on_its_day(network: Network, store: EmbeddedStore) -> None:
    name = f"laws/{AI_ACT}/art_5/par_1/pnt_h"
    before, after = impact(network, name, "2025-02-01"), impact(network, name, "2025-02-02")
    assert {each.path.group for each in before.of_kind("practice")} <= {"other"}
    banned = {each.place.id for each in after.of_kind("practice") if each.path.group == "prohibited"}
    rules = list(read.rules(store, name.removeprefix("laws/"), "2025-02-02"))
    assert banned == {each.practice for each in rules if each.prohibits} and banned
    assert {each.place.id for each in before.coming if each.path.first == "2025-02-02"} >= banned
    assert all(each.path.start == "2025-02-02" for each in before.coming if each.path.group == "prohibited")


def test_the_strongest_effect_is_that_of_the_strongest_rule_that_holds(network: Network, store: EmbeddedStore) -> None:
    found = impact(network, "GDPR", TODAY)
    prohibited = {each.practice for each in read.rules(store, "32016R0679", TODAY) if each.prohibits}
    shown = {each.place.id for each in found.of_kind("practice") if each.path.group == "prohibited"}
    assert shown & ids(found, "practice", 1) == prohibited and prohibited


def test_the_end_of_the_data_protection_directive_is_told_by_the_act_that_repealed_it(network: Network) -> None:
    found = impact(network, "31995L0046", TODAY)
    assert found.touched == () and found.source.state == "ended 2018-05-24"
    assert law(found, "repeals") == {"32016R0679"}
    assert ids(impact(network, "31995L0046", "2018-05-24"), "practice")


@pytest.mark.parametrize(
    "name", ["62012CJ0293", "62015CJ0203", "62017CJ0623", "62018CJ0511", "62021CJ0470", "62013CJ0212"]
)
def test_a_judgment_acts_on_what_it_interprets_and_only_from_its_day(network: Network, name: str) -> None:
    found = impact(network, name, TODAY)
    assert law(found, "interprets", "invalidates") == read.objects(name, "interprets", "invalidates")
    day_before = str(int(read.by_id("acts")[name]["date_document"][:4]) - 1) + "-12-31"
    early = impact(network, name, day_before)
    assert (early.touched, early.does, early.undergoes) == ((), (), ())


def test_the_digital_omnibus_on_ai_touches_whom_the_acts_it_changed_touch(
    network: Network, store: EmbeddedStore
) -> None:
    found = impact(network, OMNIBUS, TODAY)
    changed = read.objects(OMNIBUS, "amends")
    assert AI_ACT in changed and law(found, "amends") >= changed
    assert ids(found, "practice") >= {name for act in changed for name in read.practices(store, act, TODAY)}
    moved = {name for name, row in read.by_id("provisions").items()
             if row["act"] == AI_ACT and row["application_date"] == "2027-12-02"}  # fmt: skip
    later = {each.place.id for each in found.coming if each.path.first == "2027-12-02"}
    assert later and later <= {
        each.practice for each in read.rules(store, AI_ACT, "2027-12-02") if each.provision in moved
    }


def test_its_proposal_has_become_that_act(network: Network) -> None:
    found = impact(network, "52025PC0836", TODAY)
    assert law(found, "proposes") == {OMNIBUS} and not found.conditional


def test_an_open_proposal_touches_only_on_condition(network: Network, store: EmbeddedStore) -> None:
    found = impact(network, "52025PC0837", TODAY)
    changed = read.objects("52025PC0837", "proposes_amendment_of", "proposes_repeal_of")
    assert law(found, "proposes-amendment-of", "proposes-repeal-of") == changed
    assert found.conditional
    assert all(each.conditional for each in found.of_kind("practice"))
    assert ids(found, "practice") == {name for act in changed for name in read.practices(store, act, TODAY)}
    assert not any(impact(network, "52025PC0837", "2025-11-18").touched)


def test_a_withdrawn_proposal_touches_nobody(network: Network) -> None:
    found = impact(network, "52017PC0010", TODAY)
    assert found.of_kind("practice") == () and law(found, "withdraws") == {"oj-c-2025-5423"}


@pytest.mark.parametrize("name", ["cctv-fixed", "drone-camera", "anpr", "video-surveillance", "body-worn-camera"])
def test_a_technology_reaches_everyone_who_uses_it_or_a_narrower_one(network: Network, name: str) -> None:
    found = impact(network, f"technologies/{name}", TODAY)
    assert ids(found, "practice") == read.users(name)
    assert ids(found, "city") == read.cities(read.users(name))


def test_a_city_reaches_its_practices_and_the_cities_that_share_them(network: Network) -> None:
    found = impact(network, "cities/nice", TODAY)
    own = {row["id"] for row in read.table("practices") if "nice" in read.parts(row["cities"])}
    assert ids(found, "practice") == own
    assert ids(found, "city") == read.cities(own) - {"nice"}


def test_guidance_is_marked_where_its_links_are_from_memory(network: Network) -> None:
    found = impact(network, "edpb-guidelines-3-2019", TODAY)
    assert found.of_kind("practice")
    memory = {row["object_provision"] or row["object"] for row in read.table("act_relations")
              if row["subject"] == "edpb-guidelines-3-2019" and row["basis"] == "general-knowledge"}  # fmt: skip
    for each in found.of_kind("practice"):
        first = each.path.hops[0].target.id
        assert ("from memory" in each.path.hops[0].weak) == (first in memory)


def test_an_action_is_reached_by_a_shared_subject_only_and_says_so(network: Network) -> None:
    actions = impact(network, "32016R0679/art_9", TODAY).of_kind("action")
    assert actions
    for each in actions:
        assert "shares a subject only" in each.weak


def test_an_unknown_name_is_told(network: Network) -> None:
    with pytest.raises(NotFound, match="nothing named 'no-such-law'"):
        impact(network, "no-such-law", TODAY)


@pytest.mark.parametrize("name", ["LED", "laws/32016L0680", "/laws/32016L0680?on=2020-01-01"])
def test_every_way_to_name_a_law_gives_the_same_answer(network: Network, name: str) -> None:
    assert impact(network, name, "2017-01-01") == impact(network, "32016L0680", "2017-01-01")


def test_a_national_act_that_carries_out_the_gdpr_touches_nobody_abroad(network: Network) -> None:
    carrying = {
        row["subject"]
        for row in read.table("act_relations")
        if row["predicate"] in ("implements", "transposes") and row["object"] == "32016R0679"
    }
    assert carrying
    for name in carrying:
        here = read.by_id("acts")[name]["jurisdiction"]
        for each in impact(network, name, TODAY).of_kind("practice"):
            countries = read.parts(read.by_id("practices")[each.place.id]["country"])
            assert each.path.length > 1 or here in {read.by_id("countries")[one]["jurisdiction"] for one in countries}
            assert not any(hop.kind == "implements" and hop.forward for hop in each.path.hops)


def test_a_law_does_not_touch_whom_only_its_special_law_or_its_changer_governs(
    network: Network, store: EmbeddedStore
) -> None:
    only = read.practices(store, "32016L0680", TODAY) - read.practices(store, "32016R0679", TODAY)
    assert only and not only & ids(impact(network, "GDPR", TODAY), "practice", 1)
    # The AI Act amends the basic regulation on aviation safety; who is under the AI Act is not under that one.
    aviation = impact(network, "32018R1139", TODAY)
    assert aviation.of_kind("practice")
    assert not any(hop.kind == "amends" and not hop.forward for each in aviation.touched for hop in each.path.hops)

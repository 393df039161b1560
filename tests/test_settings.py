"""Settings: what an operator can rely on."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from graph.errors import BadSetting
from graph.setting_forms import Setting
from graph.settings import ROOT, SETTINGS, Settings, load_settings

NUMBERS = [setting for setting in SETTINGS if setting.type in (int, float)]


def documented() -> dict[str, list[str]]:
    rows = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip().strip("`") for cell in row.strip("|").split("|")] for row in rows if row.startswith("| `")]
    return {row[0]: row[1:] for row in cells}


def shown(limit: float | None) -> str:
    return "" if limit is None else f"{limit:,}"


def test_the_documentation_lists_every_setting_and_no_other() -> None:
    assert list(documented()) == [setting.variable for setting in SETTINGS]


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_the_documentation_says_the_default_the_unit_and_the_limits(setting: Setting) -> None:
    expected = [str(setting.default), setting.unit, shown(setting.minimum), shown(setting.maximum), setting.help]
    assert documented()[setting.variable] == expected


def test_without_any_variable_the_defaults_hold_and_say_so() -> None:
    settings = load_settings({"PATH": "/bin", "OPENPLAZA": "not ours"})
    assert settings == Settings()
    assert {settings.source(setting.name) for setting in SETTINGS} == {"default"}


def test_a_variable_sets_its_setting_and_is_named_as_the_source() -> None:
    settings = load_settings({"OPENPLAZA_PAGE_ROWS": " 75 ", "OPENPLAZA_QUERY_TIMEOUT_S": "2.5"})
    assert (settings.page_rows, settings.query_timeout_s) == (75, 2.5)
    assert settings.source("page_rows") == "OPENPLAZA_PAGE_ROWS"
    assert settings.source("port") == "default"


def test_a_relative_path_starts_at_the_project_and_an_absolute_path_is_kept(tmp_path: Path) -> None:
    settings = load_settings({"OPENPLAZA_FACTS_DIR": "other", "OPENPLAZA_REVISIONS_DIR": str(tmp_path)})
    assert settings.facts_dir == ROOT / "other"
    assert settings.revisions_dir == tmp_path


def test_a_mistyped_name_is_refused_with_the_nearest_known_name() -> None:
    with pytest.raises(BadSetting, match=r"OPENPLAZA_PAGE_ROW is not a setting\. Did you mean OPENPLAZA_PAGE_ROWS\?"):
        load_settings({"OPENPLAZA_PAGE_ROW": "50"})


def test_a_name_like_no_other_is_refused_with_the_way_to_list_them() -> None:
    with pytest.raises(BadSetting, match="openplaza settings"):
        load_settings({"OPENPLAZA_XYZZY": "1"})


@pytest.mark.parametrize("setting", NUMBERS, ids=lambda setting: setting.name)
@pytest.mark.parametrize("text", ["many", "", "1e9999", "-1", "nan", "0x10"])
def test_a_number_that_is_none_or_out_of_range_is_refused_by_name(setting: Setting, text: str) -> None:
    with pytest.raises(BadSetting, match=setting.variable):
        load_settings({setting.variable: text})


@pytest.mark.parametrize("setting", NUMBERS, ids=lambda setting: setting.name)
def test_every_number_has_limits_that_are_accepted_themselves_and_not_one_more(setting: Setting) -> None:
    assert setting.minimum is not None and setting.maximum is not None
    for limit in (setting.minimum, setting.maximum):
        assert getattr(load_settings({setting.variable: str(limit)}), setting.name) == limit
    with pytest.raises(BadSetting, match=setting.variable):
        load_settings({setting.variable: str(setting.maximum + 1)})


@pytest.mark.parametrize(
    "text", ["plaza", "ftp://example.org/", "https://example.org", "https://a b/", "https://a/<b>/"]
)
def test_a_base_that_cannot_begin_an_address_is_refused(text: str) -> None:
    with pytest.raises(BadSetting, match="OPENPLAZA_BASE_IRI"):
        load_settings({"OPENPLAZA_BASE_IRI": text})


@pytest.mark.parametrize(
    "text", ["plaza.example.org", "ftp://a.b/", "https://u:p@a.b/", "https://a.b/?x=1", "https://a.b/#x", "https://a.b//x",
             "https://a.b/a%20b/", "https://a.b:0/", "https://[::1]/"]
)  # fmt: skip
def test_a_public_address_that_readers_could_not_come_to_is_refused(text: str) -> None:
    with pytest.raises(BadSetting, match="OPENPLAZA_PUBLIC_URL"):
        load_settings({"OPENPLAZA_PUBLIC_URL": text})


@pytest.mark.parametrize("name, text", [("LOG", "xml"), ("SECURITY_CONTACT", "me@example.org"), ("METRICS", "yes")])
def test_a_setting_of_few_forms_takes_no_other(name: str, text: str) -> None:
    with pytest.raises(BadSetting, match=f"OPENPLAZA_{name} must be"):
        load_settings({f"OPENPLAZA_{name}": text})


def test_home_is_where_relative_paths_start_and_revisions_lie(tmp_path: Path) -> None:
    settings = load_settings({"OPENPLAZA_HOME": str(tmp_path), "OPENPLAZA_FACTS_DIR": "facts"})
    assert (settings.home, settings.facts_dir) == (tmp_path, tmp_path / "facts")
    assert settings.revisions_dir == tmp_path / "var" / "revisions"
    assert load_settings({"OPENPLAZA_HOME": str(tmp_path)}).facts_dir == ROOT / "data"


def test_settings_travel_to_another_process_unchanged() -> None:
    settings = load_settings({"OPENPLAZA_PORT": "9000"})
    travelled = pickle.loads(pickle.dumps(settings))
    assert travelled == settings and travelled.source("port") == "OPENPLAZA_PORT"

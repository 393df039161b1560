"""The public address: what begins every address that is written, and what of a path is ours."""

from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from graph.revision import Revision
from graph.settings import Settings
from server import create_app
from tests.budget import examples
from views.door.public_address import PublicAddress

PATHS = st.text("abc/%.-é", max_size=12).map(lambda text: f"/{text}")
PREFIXES = st.lists(st.text("abz-", min_size=1, max_size=4), min_size=1, max_size=3).map(lambda parts: "/".join(parts))


@given(PREFIXES, PATHS)
@tried(max_examples=examples(200))
def test_below_the_public_path_a_path_is_the_same_as_without_it(prefix: str, path: str) -> None:
    public = PublicAddress.of(f"https://plaza.example.org/{prefix}/")
    assert public.inside(f"/{prefix}{path}") == path
    if not path.startswith(f"/{prefix}"):
        assert public.inside(path) == path


@given(PATHS)
@tried(max_examples=examples(100))
def test_without_a_public_path_every_path_is_ours_as_it_is(path: str) -> None:
    for url in ("", "https://plaza.example.org", "https://plaza.example.org/"):
        assert PublicAddress.of(url).inside(path) == path


def test_a_name_that_only_begins_like_the_public_path_is_another() -> None:
    assert PublicAddress.of("https://a.example/plaza").inside("/plazas/x") == "/plazas/x"


def test_the_public_address_is_read_with_its_port_and_its_host_in_small_letters() -> None:
    public = PublicAddress.of("https://Plaza.Example.org:8443/open/plaza/")
    assert (public.scheme, public.host, public.path) == ("https", "plaza.example.org:8443", "/open/plaza")
    assert (public.host_name, public.home) == ("plaza.example.org", "https://plaza.example.org:8443/open/plaza/")
    assert PublicAddress.of("").home == "/"


def test_another_server_that_loads_the_application_writes_the_same_addresses(
    settings: Settings, revision: Revision
) -> None:
    client = create_app(dataclasses.replace(settings, public_url="https://a.example/plaza")).test_client()
    for path in ("/actions", "/plaza/actions"):
        page = client.get(path, headers={"Accept": "text/html", "Host": "a.example"}).text
        assert 'href="/plaza/actions/action-1"' in page and 'href="https://a.example/plaza/actions"' in page
    absent = client.get("/plaza/nothing", headers={"Accept": "application/json"}).get_json()
    assert (absent["type"], absent["detail"]) == (
        "https://a.example/plaza/about#problem-not-found", "There is no page at /plaza/nothing.",
    )  # fmt: skip

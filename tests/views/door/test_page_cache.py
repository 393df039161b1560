"""What a client can rely on when a finished answer is repeated from memory."""

from __future__ import annotations

import gzip
import threading

import pytest
import zstandard

from views.door.page_cache import LARGEST_PART, NOTICE_PLACE, KeptReply, PageCache
from views.door.thread_lanes import ThreadLane

PAGE = b"<main>" + NOTICE_PLACE + b"<h1>Cities</h1></main>"


def reply(body: bytes = b"body", status: int = 200, **headers: str) -> KeptReply:
    named = {"etag": 'W/"a"', "content_type": "text/csv", "content_length": str(len(body)), **headers}
    return KeptReply(status, [(name.replace("_", "-"), value) for name, value in named.items()], body)


@pytest.mark.parametrize("known", ['W/"a"', '"a"', '"b", W/"a"', "*"])
def test_a_client_that_has_the_representation_gets_304_and_no_body(known: str) -> None:
    told = reply(vary="Accept").unless_known(known)
    assert (told.status, told.body, told.header("etag"), told.header("vary")) == (304, b"", 'W/"a"', "Accept")
    assert told.header("content-length") is None


@pytest.mark.parametrize("known", [None, "", '"b"', 'W/"A"'])
def test_a_client_that_has_another_representation_gets_this_one(known: str | None) -> None:
    assert reply().unless_known(known).status == 200


def test_a_reply_is_fresh_for_the_version_it_was_made_from_and_no_other() -> None:
    held = PageCache(1 << 20)
    held.keep("key", 1, reply(b"one"))
    assert held.fresh("key", 2) is None
    found, last = held.fresh("key", 1), held.last("key")
    assert found is not None and last is not None and found.body == last.body == b"one"


@pytest.mark.parametrize("one", [reply(status=404), KeptReply(200, [], b""), reply(bytes((1 << 20) // LARGEST_PART))])
def test_failures_untagged_answers_and_very_large_ones_are_not_kept(one: KeptReply) -> None:
    held = PageCache(1 << 20)
    held.keep("key", 1, one)
    assert held.last("key") is None


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [(PAGE, None), (gzip.compress(PAGE, mtime=0), "gzip"), (zstandard.ZstdCompressor().compress(PAGE), "zstd")],
    ids=["plain", "gzip", "zstd"],
)
def test_a_stale_page_says_so_to_people_and_programs_however_it_was_packed(packed: bytes, encoding: str | None) -> None:
    more = {"content_encoding": encoding} if encoding else {}
    told = reply(packed, content_type="text/html; charset=utf-8", cache_control="public, no-cache", **more).stale()
    assert b"may be out of date" in told.body and b"<h1>Cities</h1>" in told.body
    assert told.header("stale") == "?1"
    assert told.header("cache-control") == "no-store"
    assert told.header("content-encoding") is told.header("etag") is None
    assert told.header("content-length") == str(len(told.body))


def test_stale_data_is_marked_in_the_headers_and_its_bytes_stay() -> None:
    told = reply(b"a,b\r\n").stale()
    assert (told.body, told.header("stale")) == (b"a,b\r\n", "?1")


def test_a_lane_takes_no_more_jobs_than_it_may_and_does_every_one_it_took() -> None:
    lane, go, done = ThreadLane("test", 2, 3), threading.Event(), threading.Semaphore(0)

    def job() -> None:
        go.wait(10)
        done.release()

    assert [lane.put(job) for _ in range(4)] == [True, True, True, False]
    go.set()
    assert all(done.acquire(timeout=10) for _ in range(3))

"""The tables as they stand while this request is answered, and what forms are held against."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from graph.build import ONTOLOGY
from graph.contribute.standing import standing
from graph.forms.faults import Judge
from graph.forms.standing import StandingTables, standing_tables
from graph.forms.vocabularies import CodedValues, coded_values
from graph.search import TextIndex, index_of
from views.web.service import asked, service

Seen = tuple[tuple[str, int, int], ...]


def tables() -> StandingTables:
    """The tables with every accepted change set; read again only when a file has changed."""
    settings = service().settings
    facts, contributions = Path(settings.facts_dir), Path(settings.contributions_dir)
    return _read(facts, contributions, (*seen(facts), *seen(contributions)))


def coded() -> CodedValues:
    """The values of the vocabularies."""
    return coded_values(ONTOLOGY / "vocabularies")


def text_index() -> TextIndex:
    """What the search box looks in."""
    opened = asked()
    return index_of(opened.revision, lambda: opened.store)


def judge() -> Judge:
    """What forms are held against."""
    return Judge(tables(), coded(), text_index())


@lru_cache(maxsize=2)
def _read(facts: Path, contributions: Path, _seen_then: Seen) -> StandingTables:
    return standing_tables(standing(facts, contributions))


def seen(folder: Path) -> Seen:
    """The files of a folder with their times and sizes, which differ when one was written."""
    if not folder.is_dir():
        return ()
    told = ((path.name, path.stat()) for path in sorted(folder.iterdir()) if path.is_file())
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in told)

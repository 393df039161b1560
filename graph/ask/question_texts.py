"""What a catalogue of messages takes from a question, its words for readers: `views/translations/babel.cfg` asks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from io import BytesIO

from graph.ask.catalogue import read_question

Found = tuple[int, None, str, list[str]]


def gathered(
    file: BytesIO, keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, str]
) -> Iterator[Found]:
    """The summary of a question, and the title of one that people ask; raises BadQuestion.

    Called by pybabel, which wants a line, a function, a message and comments each.
    """
    question = read_question("question", file.read().decode("utf-8"))
    # Titles of the questions behind the pages stand in one list for researchers alone.
    texts = (question.summary,) if question.group == "view" else (question.title, question.summary)
    yield from ((1, None, str(each), []) for each in dict.fromkeys(texts))

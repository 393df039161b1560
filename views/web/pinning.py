"""What makes a page a paper to take along: an address that shows the same later, and a word when it is not today's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, request

from graph.ask.answer import Answer
from graph.errors import BadParameter
from graph.text.messages import N_, joined
from views.web.here import whole_address
from views.web.service import asked, service
from views.web.words import long_date

ON, REVISION = "on", "revision"
# Where every page takes a notice; see views/templates/base.html.
NOTICE_PLACE = "<!-- notice -->"


def must_be_pinned(answers: Mapping[str, Answer]) -> None:
    """A page that was asked for one revision tells nothing of another. Raises BadParameter when it would."""
    if not request.args.get(REVISION, "").strip():
        return
    number = asked().revision.number
    if any(each.revision != number for each in answers.values()):
        raise BadParameter(REVISION, N_("This page tells the current revision only. Ask it without revision."))


def pinned(on: object) -> dict[str, Any]:
    """What templates need to name a page for good: `permanent`, its address with the law date and the revision.

    `on` is the law date that the page shows, YYYY-MM-DD, or None for a page without one. `pinned_facts` are words
    about the data for the head of a print.
    """
    here = asked()
    number, made = str(here.revision.number), long_date(str(here.revision.manifest.created)[:10])
    words = [
        N_("Data revision %(revision)s of %(day)s", revision=number, day=made),
        N_("law as it stands on %(day)s", day=long_date(on)) if on else "",
    ]
    more = {ON: str(on)} if on else {}
    return {
        "permanent": whole_address({**more, REVISION: number}),
        "pinned_facts": joined(words, ", "),
        "revision_number": here.revision.number,
    }


def with_notice(html: str, facts: str, banner: bool) -> str:
    """The page with `facts` for the head of a print and, with `banner`, a notice when it shows an older revision."""
    here, now = asked().revision.number, service().revision.number
    current = whole_address({REVISION: ""}) if banner and here != now else None
    notice = render_template("web/pinned_notice.html", facts=facts, number=here, now=now, current=current)
    return html.replace(NOTICE_PLACE, NOTICE_PLACE + notice, 1)

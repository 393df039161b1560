"""The words of reasons: names of languages, how a thing is called, and what a document is to the one that is held."""

from __future__ import annotations

from graph.text.messages import N_

LANGUAGES = {
    "fr": N_("French"),
    "de": N_("German"),
    "it": N_("Italian"),
    "es": N_("Spanish"),
    "nl": N_("Dutch"),
    "pt": N_("Portuguese"),
    "pl": N_("Polish"),
    "sv": N_("Swedish"),
    "da": N_("Danish"),
    "fi": N_("Finnish"),
    "hu": N_("Hungarian"),
    "ro": N_("Romanian"),
}
CALLED = {"name": N_("Name"), "other": N_("Also called"), "title": N_("Official title")}
NAMED = (CALLED["name"], CALLED["other"])
# By what a document is to the one that is held, as graph/law/documents.py says it.
NEAR = {
    "a part": N_("%(document)s is a part of it"),
    "a corrigendum": N_("%(document)s is a corrigendum of it"),
    "a consolidated version": N_("%(document)s is a consolidated version of it"),
    "a national measure": N_("%(document)s is a national measure of it"),
    "a document in the same matter": N_("%(document)s is a document in the same matter of it"),
    "an article": N_("%(document)s is an article of it"),
    "another version": N_("%(document)s is another version of it"),
    "that article in another version": N_("%(document)s is that article in another version"),
    "the version of a day": N_("%(document)s is the version of a day"),
    "in the same issue": N_("%(document)s is in the same issue"),
}
EXACTLY = N_("Has exactly this name")

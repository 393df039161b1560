"""Why a thing was found, in words and with the words marked. Segments are plain text: pages decide how a mark looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graph.law.citation import citation_in_act
from graph.search.finding import SearchResult
from graph.search.index import cited, covering
from graph.search.kinds import RELATIONS, SENTENCES, TOLD_BY_LINKS
from graph.search.meaning import Meaning
from graph.search.reason_words import CALLED, EXACTLY, LANGUAGES, NAMED, NEAR
from graph.search.things import IndexedThing, Name, ThingLink
from graph.search.understanding import Candidate, ParsedSearch
from graph.text.folding import plain, spellings, tokens, words
from graph.text.messages import N_, capital, joined, within
from graph.text.stems import stems

SNIPPET, BEFORE = 200, 60
MOST_LINKS = 2
Matches = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text, marked when it is what was asked."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its kind, what it says, and a text with the found words marked (may be empty), with its language."""

    kind: str
    says: str
    segments: tuple[Segment, ...] = ()
    lang: str = ""

    @property
    def told(self) -> str:
        """The reason as one plain text."""
        text = "".join(each.text for each in self.segments)
        return joined((self.says, text), ": ")


def reasons(thing: IndexedThing, found: SearchResult) -> list[Reason]:
    """Every reason why `found` holds `thing`, the strongest first; never empty."""
    whole = plain(found.asked.text)
    named = _by_whole_name(thing, whole)
    key = _by_key(thing, found)
    # Many identifiers are names with other letters; then the name says more.
    if key is not None and not (named is not None and named.kind == "name"):
        return [key]
    if named is not None and named.says == EXACTLY:
        return [named]
    begun = _by_begun(thing, found)
    if begun is not None:
        return [begun]
    if named is not None:
        return [named]
    said, left = _by_words(thing, found)
    meant = _by_meaning(thing, found, left)
    return [*said, *meant, *_by_links(thing, found, left)] or [Reason("text", N_("Text that goes with it"))]


def _by_key(thing: IndexedThing, found: SearchResult) -> Reason | None:
    held = frozenset(thing.keys)
    candidate = next((each for each in found.asked.candidates if each.key in held), None)
    return None if candidate is None else Reason("identifier", _key_told(candidate, thing))


def _by_begun(thing: IndexedThing, found: SearchResult) -> Reason | None:
    """That the identifier or the citation of `thing` begins as it was written."""
    for each in found.begun:
        held = cited(thing.keys) if each.field == "cited" else thing.keys
        key = next((key for key in held if key.startswith(each.start)), None)
        if key is not None:
            return Reason("identifier", _begun_told(key, thing))
    return None


def _begun_told(key: str, thing: IndexedThing) -> str:
    if thing.part_of:
        return citation_in_act(thing.part_of, thing.id)
    name = key.rpartition(":")[2]
    if key.startswith("num:"):
        return N_("Number %(number)s", number=name)
    if key.startswith("case:"):
        return N_("Case %(number)s", number=name.upper())
    return N_("Identifier %(identifier)s", identifier=thing.id or name)


def _key_told(candidate: Candidate, thing: IndexedThing) -> str:
    read_as = candidate.read_as
    named = ", ".join(filter(None, (thing.part_of, read_as)))
    if candidate.how == "place":
        return N_("Also called %(name)s (GeoNames)", name=read_as)
    if candidate.how == "near":
        told, _, what = read_as.partition("\n")
        return N_(NEAR[what], document=told)
    if candidate.how == "act":
        return N_("The act that was named")
    if candidate.how == "wider":
        return N_("Holds %(part)s", part=named)
    if candidate.how == "within":
        return N_("Part of %(whole)s", whole=named)
    if "#" in candidate.key:
        return citation_in_act(thing.part_of, thing.id) if thing.part_of else read_as
    own = read_as if candidate.key[:3] != "id:" else _own_identifier(candidate, thing)
    return N_("Identifier %(identifier)s", identifier=own)


def _own_identifier(candidate: Candidate, thing: IndexedThing) -> str:
    """The identifier as the tables write it, when it is the thing's own."""
    return thing.id if thing.id.casefold() == candidate.key[3:] else candidate.read_as


def _by_whole_name(thing: IndexedThing, whole: str) -> Reason | None:
    exact = next((name for name in thing.names if whole in spellings(name.text)), None)
    if exact is not None:
        if exact.role == "name":
            return Reason("name", EXACTLY)
        return Reason("name", _called(exact), (Segment(exact.text, True),), exact.lang)
    begun = (name for name in thing.names if plain(name.text).startswith(whole))
    begins = min(begun, key=lambda name: name.lang not in ("", "en"), default=None)
    is_label = begins is not None and begins.text == thing.label
    if begins is None or (not is_label and begins.lang not in ("", "en") and _has_words(thing.label, whole)):
        return None
    return Reason("beginning", _called(begins), _beginning(begins, whole), begins.lang)


def _has_words(label: str, whole: str) -> bool:
    """Whether all words stand in the label itself, which says more than the beginning of a name in another language."""
    return set(whole.split()) <= {token.word for token in tokens(label)}


def _called(name: Name) -> str:
    return _also_called(name.lang) if name.role == "other" else CALLED[name.role]


def _also_called(lang: str) -> str:
    language = LANGUAGES.get(lang, "")
    return N_("Also called in %(language)s", language=language) if language else CALLED["other"]


def _beginning(name: Name, whole: str) -> tuple[Segment, ...]:
    """The name, its first letters marked as far as they say `whole`."""
    end = next((end for end in range(1, len(name.text) + 1) if plain(name.text[:end]) == whole), len(name.text))
    return _joined([Segment(name.text[:end], True), Segment(name.text[end:])])


def _by_words(thing: IndexedThing, found: SearchResult) -> tuple[list[Reason], list[str]]:
    """Reasons by the words of names and texts, and the words that stand in none of them."""
    told = thing.languages_of_texts()
    left = list(dict.fromkeys(found.asked.meant))
    last = found.asked.words[-1] if found.asked.unfinished else ""
    said: list[Reason] = []
    named = thing.kind not in SENTENCES
    places = [(_called(name), name.text, name.lang, thing.languages_of(name)) for name in thing.names]
    places += [(N_("Text"), text, "", told) for text in thing.texts]
    named_after = ((N_("Part of"), thing.part_of), (N_("Identifier"), thing.id))
    places += [(says, text, "", thing.languages_of_place()) for says, text in named_after if text]
    while left:
        standing = [[word for word in left if _stands(word, text, spoken, found.asked, last)]
                    for _, text, _, spoken in places]  # fmt: skip
        place = max(range(len(places)), key=lambda each: (len(standing[each]), -each), default=0)
        if not standing or not standing[place]:
            break
        (says, text, lang, spoken), hit = places[place], standing[place]
        matches = _matcher(hit, spoken, found.asked, last)
        said.append(
            Reason("words" if says.startswith(NAMED) and named else "text", says, _snippet(text, matches), lang)
        )
        left = [word for word in left if word not in hit]
    return said, left


def _stands(word: str, text: str, languages: Sequence[str], asked: ParsedSearch, last: str) -> bool:
    matches = _matcher([word], tuple(languages), asked, last)
    return any(matches(token.word) for token in tokens(text))


def _matcher(sought: Sequence[str], languages: tuple[str, ...], asked: ParsedSearch, last: str) -> Matches:
    exact = frozenset(sought) - asked.foreign
    spelled = frozenset(each for word in sought for each in asked.stems_of(word))

    def matches(word: str) -> bool:
        if word in exact or (last in exact and last and word.startswith(last)):
            return True
        return any(each in spelled for each in stems(word, languages))

    return matches


def _snippet(text: str, matches: Matches) -> tuple[Segment, ...]:
    """`text`, or what stands around the first marked word of a long one, in segments."""
    listed = tokens(text)
    first = next((token.start for token in listed if matches(token.word)), 0)
    start = 0 if len(text) <= SNIPPET else max(0, first - BEFORE)
    if start:
        start = next((token.start for token in listed if token.start >= start), start)
    end = min(len(text), start + SNIPPET)
    if end < len(text):
        end = max((token.end for token in listed if token.end <= end), default=end)
    found: list[Segment] = [Segment("… ")] if start else []
    place = start
    for token in listed:
        if start <= token.start and token.end <= end and matches(token.word):
            found += [Segment(text[place : token.start]), Segment(text[token.start : token.end], True)]
            place = token.end
    found += [Segment(text[place:end]), Segment(" …" if end < len(text) else "")]
    return _joined(found)


def _by_links(thing: IndexedThing, found: SearchResult, left: Sequence[str]) -> list[Reason]:
    """Reasons by the names of what the thing leads to, for words that no meaning explains."""
    explained = {word for meaning in found.meanings if _reaches(meaning, thing) for word in meaning.words}
    unsaid = [word for word in left if word not in explained]
    if not unsaid or thing.kind not in TOLD_BY_LINKS:
        return []
    said: list[Reason] = []
    for link in thing.links:
        for text, lang in ((link.label, "en"), *link.others):
            matches = _matcher(unsaid, (lang or "en",), found.asked, "")
            if any(matches(token.word) for token in tokens(text)):
                said.append(_link_told(link, text, lang, matches))
                break
    return said[:MOST_LINKS]


def _link_told(link: ThingLink, text: str, lang: str, matches: Matches) -> Reason:
    """What the thing leads to, by its label, or by another name of it and the language of that name."""
    says = RELATIONS[link.role]
    if text == link.label:
        return Reason("text", capital(says), _snippet(text, matches))
    leads = capital(joined((says, link.label), " "))
    return Reason("text", joined((leads, within(_also_called(lang))), ", "), _snippet(text, matches), lang)


def _reaches(meaning: Meaning, thing: IndexedThing) -> bool:
    return thing.iri in meaning.reached or any(link.iri in meaning.reached for link in thing.links)


def _joined(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    return tuple(segment for segment in segments if segment.text)


def _name_told(meaning: Meaning) -> str:
    """What words of a search name: its label, and beside it the name that was meant, with its language."""
    label = meaning.thing.label
    if plain(label) == " ".join(meaning.words):
        return label
    named = _name_meant(meaning)
    if named is None or named.text == label:
        return f"{label} (“{' '.join(meaning.words)}”)"
    language = LANGUAGES.get(named.lang, "")
    if not language:
        return f"{label} (“{named.text}”)"
    return N_("%(label)s (“%(name)s” in %(language)s)", label=label, name=named.text, language=language)


def _name_meant(meaning: Meaning) -> Name | None:
    """The name that the words are, letter by letter or else by the stems of its language."""
    exact = next((name for name in meaning.thing.names if plain(name.text) == " ".join(meaning.words)), None)
    return exact or next((name for name in meaning.thing.names if _is_inflected(name, meaning.words)), None)


def _is_inflected(name: Name, sought: Sequence[str]) -> bool:
    language = name.lang or "en"
    return covering(words(name.text), language) == covering(sought, language)


def _by_meaning(thing: IndexedThing, found: SearchResult, left: Sequence[str]) -> list[Reason]:
    """Reasons by what the words that are left over name."""
    said: dict[str, Reason] = {}
    for meaning in found.meanings:
        if not set(meaning.words) & set(left):
            continue
        name = _name_told(meaning)
        if thing.iri in meaning.reached:
            says = N_("Has this meaning") if thing.iri == meaning.thing.iri else N_("A kind of %(thing)s", thing=name)
            said.setdefault(says, Reason("meaning", says))
        for link in [link for link in thing.links if link.iri in meaning.reached][:MOST_LINKS]:
            led = (
                name
                if link.iri == meaning.thing.iri
                else N_("%(one)s, a kind of %(thing)s", one=link.label, thing=name)
            )
            leads = capital(joined((RELATIONS[link.role], led), " "))
            said.setdefault(f"{link.role} {link.iri}", Reason("meaning", leads))
    return list(said.values())[: MOST_LINKS + 1]

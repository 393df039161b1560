"""Every setting, in one place: its name, default, unit and limits.

The environment variable OPENPLAZA_PAGE_ROWS gives the setting `page_rows`. docs/settings.md lists them for operators.
"""

from __future__ import annotations

import difflib
import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from graph.errors import BadSetting

# Where the packages lie: the checkout, or the place that packages are installed to.
CODE = Path(__file__).resolve().parents[1]
_SHIPPED = CODE / "graph" / "shipped"
# What the code reads (ontology/, queries/, data/) lies beside it in a checkout, and inside it when it is installed.
ROOT = _SHIPPED if _SHIPPED.is_dir() else CODE
# Where data is made and relative paths start, unless OPENPLAZA_HOME says otherwise.
WORK = CODE if ROOT == CODE else Path.cwd()
PREFIX = "OPENPLAZA_"
FROM_DEFAULT = "default"
SERVICE_ROOM = 16 << 20
DEFAULT_BASE = "https://w3id.org/openplaza/"

_URL = re.compile(r"https?://[^\s<>\"{}|\\^`#@/]+(?:/[^\s<>\"{}|\\^`#]*)?")
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`#?]+/")
_PUBLIC = re.compile(r"https?://[A-Za-z0-9.-]+(?::[1-9][0-9]{0,4})?(?:/[A-Za-z0-9._~-]+)*/?")
_CONTACT = re.compile(r"(?:mailto:[^\s<>@]+@|https://|tel:\+)[^\s<>]+")

# The forms that a text of some unit must have, and how they are called.
_FORMS = {
    "IRI": (_IRI, "an http or https address that ends with /"),
    "public address": (_PUBLIC, "an http or https address with at most a host, a port and a plain path"),
    "contact": (_CONTACT, "mailto:, https:// or tel:+ and the rest of an address"),
    "form": (re.compile("text|json"), "text or json"),
}

Value = str | int | float | Path


def _about(help: str, unit: str = "", minimum: float | None = None, maximum: float | None = None) -> dict[str, object]:
    return {"help": help, "unit": unit, "minimum": minimum, "maximum": maximum}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one running process; `sources` says where each value came from."""

    base_iri: str = field(
        default=DEFAULT_BASE,
        metadata=_about("Where the addresses of things and graphs begin; ends with a slash", "IRI"),
    )
    home: Path = field(
        default=WORK,
        metadata=_about("Where relative paths start and `var/` lies; the folder one works in when installed", "folder"),
    )
    facts_dir: Path = field(default=ROOT / "data", metadata=_about("The tables that people maintain", "folder"))
    revisions_dir: Path = field(
        default=WORK / "var" / "revisions", metadata=_about("Where revisions are published", "folder")
    )
    host: str = field(default="127.0.0.1", metadata=_about("The address the server listens on", "address"))
    port: int = field(default=8000, metadata=_about("The port the server listens on", "port", 1, 65_535))
    public_url: str = field(
        default="",
        metadata=_about(
            "Where readers find this server behind a proxy, with its path if it has one; every address it writes "
            "begins so",
            "public address",
        ),
    )
    security_contact: str = field(
        default="",
        metadata=_about("Whom to tell of a weakness of this server, for /.well-known/security.txt", "contact"),
    )
    contact: str = field(
        default="",
        metadata=_about("Whom readers write to about a fact or an address on these pages, shown on them", "contact"),
    )
    log: str = field(
        default="text",
        metadata=_about("How the log is written: `text`, or `json` with a line for every request", "form"),
    )
    metrics: int = field(
        default=0, metadata=_about("1 answers /metrics in the form of Prometheus, 0 does not", "switch", 0, 1)
    )
    workers: int = field(default=2, metadata=_about("Web processes", "processes", 1, 64))
    max_memory_quads: int = field(
        default=1_000_000,
        metadata=_about("Larger revisions are read from disk instead of memory", "quads", 0, 100_000_000),
    )
    query_timeout_s: float = field(
        default=10.0, metadata=_about("A user's query is stopped after this time", "seconds", 0.1, 60)
    )
    query_memory_mb: int = field(default=512, metadata=_about("Memory a user's query may add", "megabytes", 32, 65_536))
    query_workers: int = field(
        default=2, metadata=_about("Users' queries evaluated at once, in each web process", "processes", 1, 64)
    )
    query_queue: int = field(
        default=16,
        metadata=_about("Users' queries that may wait for their turn, in each web process", "queries", 0, 256),
    )
    query_wait_s: float = field(
        default=2.0, metadata=_about("The longest a user's query waits for its turn", "seconds", 0.1, 60)
    )
    max_query_kb: int = field(default=256, metadata=_about("The longest query text", "kilobytes", 1, 1_024))
    max_rows: int = field(
        default=100_000,
        metadata=_about("Rows in one answer; more are cut off, and the answer says so", "rows", 1, 1_000_000),
    )
    max_result_mb: int = field(default=64, metadata=_about("The largest answer", "megabytes", 1, 1_024))
    cache_mb: int = field(
        default=64, metadata=_about("Answers kept in memory, in each web process; 0 keeps none", "megabytes", 0, 65_536)
    )
    open_revisions: int = field(
        default=2, metadata=_about("Older revisions kept open after a query asked for one", "revisions", 1, 64)
    )
    trusted_hosts: str = field(
        default="",
        metadata=_about(
            "Host names this server answers to, divided by spaces; a leading dot takes every subdomain. "
            "`localhost` and OPENPLAZA_HOST always count",
            "names",
        ),
    )
    service_endpoints: str = field(
        default="",
        metadata=_about("SPARQL endpoints that a query may call with SERVICE, divided by spaces", "addresses"),
    )
    store: str = field(
        default="",
        metadata=_about("A SPARQL endpoint to read from, in place of the store in this process", "address"),
    )
    store_update: str = field(default="", metadata=_about("Where that store takes updates, if elsewhere", "address"))
    store_user: str = field(default="", metadata=_about("The name to sign in to that store with", "name"))
    store_password: str = field(default="", metadata=_about("The password to sign in to that store with", "secret"))
    store_timeout_s: float = field(
        default=30.0, metadata=_about("The longest that store may take for one answer", "seconds", 0.1, 600)
    )
    keep_revisions: int = field(default=20, metadata=_about("Revisions that pruning keeps", "revisions", 1, 100_000))
    page_rows: int = field(default=50, metadata=_about("Rows of a table on one page", "rows", 1, 500))
    page_cards: int = field(default=15, metadata=_about("Practices or acts on one page of a list", "cards", 1, 500))
    sources: Mapping[str, str] = field(default_factory=dict, compare=False, hash=False)

    @property
    def longest_query_bytes(self) -> int:
        """The longest text that is evaluated: a user's query, and room for the rows of SERVICE where it is on."""
        return self.max_query_kb * 1024 + (SERVICE_ROOM if self.service_endpoints else 0)

    @property
    def has_default_base(self) -> bool:
        """Whether identifiers begin with the address that every fresh installation has."""
        return self.base_iri == DEFAULT_BASE

    def source(self, name: str) -> str:
        """The environment variable that gave `name` its value, or "default"."""
        return self.sources.get(name, FROM_DEFAULT)


@dataclass(frozen=True, slots=True)
class Setting:
    """What an operator needs to know about one setting; `maximum` is None where there is no limit."""

    name: str
    type: type[Value]
    default: Value
    unit: str
    help: str
    maximum: float | None
    minimum: float | None

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return PREFIX + self.name.upper()


def _setting(name: str, default: Value, about: Mapping[str, object]) -> Setting:
    kind = Path if isinstance(default, Path) else type(default)
    shown = _below(default) if isinstance(default, Path) else default
    minimum, maximum = about["minimum"], about["maximum"]
    return Setting(
        name=name,
        type=kind,
        default=shown,
        unit=str(about["unit"]),
        help=str(about["help"]),
        maximum=maximum if isinstance(maximum, (int, float)) else None,
        minimum=minimum if isinstance(minimum, (int, float)) else None,
    )


def _below(folder: Path) -> Path:
    """A folder as it is written in a setting."""
    return next((folder.relative_to(start) for start in (WORK, ROOT) if folder.is_relative_to(start)), folder)


SETTINGS: tuple[Setting, ...] = tuple(
    _setting(f.name, f.default, f.metadata) for f in fields(Settings) if f.metadata and isinstance(f.default, Value)
)


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings given by OPENPLAZA_* in `environ`, defaults elsewhere.

    Raises BadSetting for an unknown name (with the nearest known one), a value of the wrong form, or one out of range.
    """
    known = {setting.variable: setting for setting in SETTINGS}
    home = WORK / Path(environ.get(f"{PREFIX}HOME", "").strip()).expanduser()
    values: dict[str, Value] = {"revisions_dir": home / "var" / "revisions"}
    sources: dict[str, str] = {}
    for variable in sorted(name for name in environ if name.startswith(PREFIX)):
        if variable not in known:
            raise BadSetting(_unknown(variable, known))
        setting = known[variable]
        values[setting.name] = _parse(setting, environ[variable].strip(), home)
        sources[setting.name] = variable
    # Each value was read by its own setting, so its type is right; the checker sees only the union.
    return Settings(**values, sources=sources)  # type: ignore[arg-type]


def _unknown(variable: str, known: Mapping[str, Setting]) -> str:
    names = [name.removeprefix(PREFIX) for name in known]
    nearest = difflib.get_close_matches(variable.removeprefix(PREFIX), names, n=1, cutoff=0.6)
    hint = f" Did you mean {PREFIX}{nearest[0]}?" if nearest else " `openplaza settings` lists the known ones."
    return f"{variable} is not a setting.{hint}"


def _parse(setting: Setting, text: str, home: Path) -> Value:
    if not text:
        raise BadSetting(f"{setting.variable} is empty. Leave it out to use {setting.default}.")
    if setting.type is Path:
        return home / Path(text).expanduser()
    if setting.type is str:
        return _checked_text(setting, text)
    return _checked_number(setting, text)


def _checked_text(setting: Setting, text: str) -> str:
    if setting.unit.startswith("address") and setting.name != "host":
        for part in text.split() if setting.unit == "addresses" else [text]:
            if not _URL.fullmatch(part):
                raise BadSetting(
                    f"{setting.variable} must be an http or https address, without a password, not {part!r}."
                )
    if setting.unit in _FORMS and not _FORMS[setting.unit][0].fullmatch(text):
        raise BadSetting(f"{setting.variable} must be {_FORMS[setting.unit][1]}, not {text!r}.")
    return text


def _checked_number(setting: Setting, text: str) -> int | float:
    try:
        number = int(text) if setting.type is int else float(text)
    except ValueError:
        kind = "a whole number" if setting.type is int else "a number"
        raise BadSetting(f"{setting.variable} must be {kind} ({setting.unit}), not {text!r}.") from None
    low = setting.minimum if setting.minimum is not None else -math.inf
    high = setting.maximum if setting.maximum is not None else math.inf
    if not low <= number <= high:
        raise BadSetting(f"{setting.variable} must be from {low:,g} to {high:,.0f} ({setting.unit}), not {text}.")
    return number

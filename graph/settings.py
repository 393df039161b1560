"""Every setting, in one place: its name, default, unit and limits.

The environment variable OPENPLAZA_PAGE_ROWS gives the setting `page_rows`. docs/settings.md lists them for operators.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from graph.errors import BadSetting
from graph.setting_forms import PREFIX, Setting, Value, parse, unknown
from graph.setting_forms import about as _about

# Where the packages lie: the checkout, or the place that packages are installed to.
CODE = Path(__file__).resolve().parents[1]
_SHIPPED = CODE / "graph" / "shipped"
# What the code reads (ontology/, queries/, data/) lies beside it in a checkout, and inside it when it is installed.
ROOT = _SHIPPED if _SHIPPED.is_dir() else CODE
# Where data is made and relative paths start, unless OPENPLAZA_HOME says otherwise.
WORK = CODE if ROOT == CODE else Path.cwd()
FROM_DEFAULT = "default"
SERVICE_ROOM = 16 << 20
DEFAULT_BASE = "https://w3id.org/openplaza/"
SOFTWARE = "OpenPlaza"
"""What the program is called, and a site that has no name of its own."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one running process; `sources` says where each value came from."""

    base_iri: str = field(
        default=DEFAULT_BASE,
        metadata=_about("Where the addresses of things and graphs begin; ends with a slash", "IRI"),
    )
    site_name: str = field(
        default=SOFTWARE, metadata=_about("What this site calls itself, on pages, in feeds and to programs", "line")
    )
    site_intro: str = field(
        default="", metadata=_about("One or two sentences on what this site is for, in place of our own", "line")
    )
    site_language: str = field(
        default="en", metadata=_about("The language of the name and of the introduction", "language")
    )
    site_logo: str = field(
        default="", metadata=_about("A drawing for the head of pages, SVG or PNG, at most 200 kB", "picture")
    )
    operator: str = field(default="", metadata=_about("Who runs this site, as people call it", "line"))
    home: Path = field(
        default=WORK,
        metadata=_about("Where relative paths start and `var/` lies; the folder one works in when installed", "folder"),
    )
    facts_dir: Path = field(default=ROOT / "data", metadata=_about("The tables that people maintain", "folder"))
    contributions_dir: Path = field(
        default=WORK / "contributions",
        metadata=_about("The accepted change sets, one file each; nothing is there before the first", "folder"),
    )
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
    results: str = field(
        default="anybody", metadata=_about("Who may keep an answer: `anybody`, `accounts` or nobody (`off`)", "keepers")
    )
    dumps_dir: Path = field(default=WORK / "var" / "dumps", metadata=_about("Dumps that pages offer", "folder"))
    results_dir: Path = field(default=WORK / "var" / "results", metadata=_about("Where kept answers lie", "folder"))
    results_mb: int = field(default=1_024, metadata=_about("What kept answers may take", "megabytes", 1, 10_000_000))
    results_largest_mb: int = field(default=8, metadata=_about("The largest kept answer", "megabytes", 1, 1_024))
    results_when_full: str = field(
        default="refuse", metadata=_about("Then: the bytes of the `oldest` go, or no more are kept (`refuse`)", "room")
    )
    contributions: str = field(
        default="reports",
        metadata=_about(
            "Who may contribute: nobody (`off`), anybody by reporting a mistake (`reports`), also people with an "
            "invitation (`invited`), also people of an OpenID provider (`oidc`)",
            "who",
        ),
    )
    database: str = field(
        default="",
        metadata=_about(
            "The PostgreSQL database of people and of what they work on; without it, `var/contributions.db` is used",
            "database",
        ),
    )
    reviewers_needed: int = field(
        default=1, metadata=_about("People who must accept a contribution before it is published", "people", 1, 2)
    )
    preview_timeout_s: float = field(
        default=300.0, metadata=_about("The longest that the preview of a contribution may take", "seconds", 1, 3_600)
    )
    preview_memory_mb: int = field(
        default=2_048, metadata=_about("Memory that a preview may take", "megabytes", 256, 262_144)
    )
    session_hours: float = field(
        default=12.0, metadata=_about("The longest that somebody stays signed in", "hours", 0.1, 720)
    )
    invitation_hours: float = field(
        default=168.0, metadata=_about("How long the link of an invitation works", "hours", 0.1, 8_760)
    )
    proxies: int = field(
        default=0,
        metadata=_about(
            "Servers before this one that add the address of the visitor to X-Forwarded-For, for the limits of tries",
            "servers", 0, 5,
        ),
    )  # fmt: skip
    smtp_host: str = field(
        default="", metadata=_about("The server that sends mail; without one no mail is sent", "name")
    )
    smtp_port: int = field(default=587, metadata=_about("Its port", "port", 1, 65_535))
    smtp_security: str = field(
        default="starttls",
        metadata=_about("Whether mail goes to it by `starttls`, by `tls` or in the open (`none`)", "security"),
    )
    smtp_user: str = field(default="", metadata=_about("The name to sign in to it with", "name"))
    smtp_password: str = field(default="", metadata=_about("The password to sign in to it with", "secret"))
    smtp_from: str = field(default="", metadata=_about("The address that mail comes from", "e-mail"))
    oidc_issuer: str = field(
        default="", metadata=_about("The OpenID provider that people sign in with, by its issuer", "address")
    )
    oidc_client_id: str = field(default="", metadata=_about("What that provider calls this server", "name"))
    oidc_client_secret: str = field(default="", metadata=_about("The secret that provider gave this server", "secret"))
    sources: Mapping[str, str] = field(default_factory=dict, compare=False, hash=False)

    @property
    def longest_query_bytes(self) -> int:
        """The longest text that is evaluated: a user's query, and room for the rows of SERVICE where it is on."""
        return self.max_query_kb * 1024 + (SERVICE_ROOM if self.service_endpoints else 0)

    @property
    def publisher(self) -> str:
        """Who answers for the site: its operator, else the site itself."""
        return self.operator or self.site_name

    @property
    def has_default_base(self) -> bool:
        """Whether identifiers begin with the address that every fresh installation has."""
        return self.base_iri == DEFAULT_BASE

    @property
    def database_url(self) -> str:
        """The SQLAlchemy address of the database of people and of what they work on."""
        return self.database or f"sqlite:///{self.home / 'var' / 'contributions.db'}"

    @property
    def has_accounts(self) -> bool:
        """Whether anybody can sign in."""
        return self.contributions in ("invited", "oidc")

    def source(self, name: str) -> str:
        """The environment variable that gave `name` its value, or "default"."""
        return self.sources.get(name, FROM_DEFAULT)


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
    values: dict[str, Value] = {
        "contributions_dir": home / "contributions",
        "revisions_dir": home / "var" / "revisions",
        "dumps_dir": home / "var" / "dumps",
        "results_dir": home / "var" / "results",
    }
    sources: dict[str, str] = {}
    for variable in sorted(name for name in environ if name.startswith(PREFIX)):
        if variable not in known:
            raise BadSetting(unknown(variable, known))
        setting = known[variable]
        values[setting.name] = parse(setting, environ[variable].strip(), home)
        sources[setting.name] = variable
    # Each value was read by its own setting, so its type is right; the checker sees only the union.
    found = Settings(**values, sources=sources)  # type: ignore[arg-type]
    _check_together(found)
    return found


def _check_together(found: Settings) -> None:
    """Raises BadSetting for a setting that needs another one, which is missing."""
    needs: tuple[tuple[str, object, tuple[str, ...]], ...] = (
        ("SMTP_HOST", found.smtp_host, ("smtp_from",)),
        ("CONTRIBUTIONS=oidc", found.contributions == "oidc", ("oidc_issuer", "oidc_client_id", "oidc_client_secret")),
    )
    for setting, is_set, others in needs:
        missing = [f"{PREFIX}{name.upper()}" for name in others if is_set and not getattr(found, name)]
        if missing:
            raise BadSetting(f"{PREFIX}{setting} needs {' and '.join(missing)}.")

"""A folder that is ready for a repository such as Zenodo: facts, graph, words, questions, and what describes them."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from graph.citation.cited import DATASET, Cited, csl, datacite, in_words
from graph.contribute.standing import Standing, standing
from graph.errors import Refused
from graph.export.codebook import codebook
from graph.export.descriptions import citation_file, data_package, research_object
from graph.revision import Revision, digest_of, read_quads, verify
from graph.revision.reading import sha256_file
from graph.settings import ROOT, Settings

METADATA = "csv-metadata.json"
CHECKSUMS = "SHA256SUMS"
ABOUT = "What cities practise for security in public spaces, and what EU law allows, by article and as of a day."


def deposit(revision: Revision, settings: Settings, target: Path) -> Cited:
    """Writes the deposit of a revision to the new folder `target`, whole or not at all; says how it is cited.

    Raises Refused when `target` exists, or when the tables are not those that the revision was made from.
    """
    if target.exists():
        raise Refused(f"{target} exists already. Name a new folder.")
    verify(revision)
    held = standing(Path(settings.facts_dir), Path(settings.contributions_dir))
    must_be_of(revision, settings, held)
    target.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        cited = cited_revision(revision, settings)
        _write_data(building, revision, settings, held.applied.tables)
        _write_descriptions(building, cited, revision)
        building.chmod(0o755)
        os.rename(building, target)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return cited


def cited_revision(revision: Revision, settings: Settings) -> Cited:
    """How a revision is cited outside a running service."""
    digest, made = digest_of(revision), revision.manifest.created[:10]
    home = (settings.public_url or settings.base_iri).rstrip("/")
    version, about = f"Data revision {revision.number}", settings.site_intro or ABOUT
    return Cited(DATASET, settings.site_name, settings.publisher, "", made, version, digest,
                 f"{home}/revisions/{digest}", description=about)  # fmt: skip


def must_be_of(revision: Revision, settings: Settings, held: Standing) -> None:
    """Raises Refused naming the first table that the revision was not made from."""
    folder, known = Path(settings.facts_dir), revision.manifest.sources
    now = {f"data/{name}": sha256_file(folder / name) for name in (*held.applied.tables, METADATA)}
    for name, digest in {**now, **held.ledger.sources}.items():
        if known.get(name) not in (None, digest) or (name in held.ledger.sources and name not in known):
            raise Refused(
                f"{name} is not what revision {revision.number} was made from. Run `openplaza build`, then export."
            )


def _write_data(target: Path, revision: Revision, settings: Settings, tables: Mapping[str, bytes]) -> None:
    (target / "csv").mkdir()
    for name, data in tables.items():
        (target / "csv" / name).write_bytes(data)
    described = json.loads((Path(settings.facts_dir) / METADATA).read_text(encoding="utf-8"))
    described["tables"] = [each for each in described["tables"] if each["url"] in tables]
    (target / "csv" / METADATA).write_bytes(_json(described))
    (target / "graph").mkdir()
    # Without a name and a time, so that the same facts give the same bytes.
    with (target / "graph" / "quads.nq.gz").open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.writelines(read_quads(revision))
    for folder in ("ontology", "queries"):
        shutil.copytree(ROOT / folder, target / folder, ignore=shutil.ignore_patterns("__pycache__", ".*"))


def _write_descriptions(target: Path, cited: Cited, revision: Revision) -> None:
    described = json.loads((target / "csv" / METADATA).read_text(encoding="utf-8"))
    texts = {
        "README.md": _readme(cited, revision),
        "CODEBOOK.md": codebook(described, target / "ontology" / "vocabularies" / "basis.ttl"),
        "CITATION.cff": citation_file(cited),
    }
    for name, text in texts.items():
        (target / name).write_text(text, encoding="utf-8")
    (target / "datacite.json").write_bytes(_json(datacite(cited)))
    (target / "csl.json").write_bytes(_json([csl(cited)]))
    (target / "datapackage.json").write_bytes(_json(data_package(described, cited, _headings(target / "csv"))))
    files = [each.relative_to(target).as_posix() for each in sorted(target.rglob("*")) if each.is_file()]
    (target / "ro-crate-metadata.json").write_bytes(_json(research_object(cited, files)))
    listed = [*files, "ro-crate-metadata.json"]
    sums = "".join(f"{_sha256(target / name)}  {name}\n" for name in sorted(listed))
    (target / CHECKSUMS).write_text(sums, encoding="utf-8")


def _headings(folder: Path) -> dict[str, list[str]]:
    found = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.name] = next(csv.reader(file))
    return found


def _readme(cited: Cited, revision: Revision) -> str:
    return f"""# {cited.title}, {cited.version.lower()}

{cited.description}

{in_words(cited)}

| | |
|---|---|
| `graph/quads.nq.gz` | {revision.manifest.quads:,} statements as sorted N-Quads; unpacked: {cited.digest} |
| `csv/` | the tables that it was made from, with `csv-metadata.json` (CSV on the Web) |
| `datapackage.json` | the same tables as a Frictionless Data Package |
| `ontology/`, `queries/` | what the words mean, and the questions with their SPARQL |
| `CODEBOOK.md` | how practices were found, what is selective, what each column and basis means |
| `ro-crate-metadata.json`, `datacite.json` | descriptions for repositories |
| `CITATION.cff`, `csl.json` | how to cite this, for programs |
| `{CHECKSUMS}` | `sha256sum -c {CHECKSUMS}` says whether each file is what was exported |

Information, not legal advice. Licence of the data: CC BY 4.0.
"""


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()

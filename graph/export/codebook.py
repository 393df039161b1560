"""What whoever counts the rows must know: how they came here, what is selective, what each column and basis means."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rdflib import Graph
from rdflib.namespace import SKOS

from graph.export.descriptions import heading

DESCRIPTION = "dc:description"
HOW = """# Codebook

## How practices were found

Practices come from a seed document, from pages that were read, and from what cities and operators report through the
site. Nobody drew a sample: a practice is here because somebody wrote about it, and was read.

## What is selective

- A city without a practice is a city of which none was read. Its absence says nothing about what the city does.
- Practices that authorities or courts dealt with are written about more than others, so shares of outcomes are shares
  of what was read and no estimate for cities as a whole.
- National law is selective: an empty cell of a transposition is “not recorded”, never “none”.
- A date may be a year or a month. The graph has the first and the last day that it can mean (`op:earliest`,
  `op:latest`); whoever compares days with `op:date` alone leaves such rows out.
- What was inferred stands in graphs of rules (`…/graph/…`), apart from what rows state. What a machine
  translated is marked.

## What each basis means

"""


def codebook(metadata: dict[str, Any], bases: Path) -> str:
    """The codebook of tables that CSV on the Web metadata describes, with the bases of a vocabulary."""
    return HOW + "".join(_bases(bases)) + "\n## Tables and columns\n" + "".join(map(_table, metadata["tables"]))


def _bases(path: Path) -> Iterator[str]:
    words = Graph().parse(path, format="turtle")
    for concept, notation in sorted(words.subject_objects(SKOS.notation), key=lambda pair: str(pair[1])):
        yield f"- `{notation}`, {words.value(concept, SKOS.prefLabel)}: {words.value(concept, SKOS.definition)}\n"


def _table(table: dict[str, Any]) -> str:
    columns = [each for each in table["tableSchema"]["columns"] if not each.get("virtual")]
    return f"\n### {table['url']}\n\n| column | meaning | property |\n|---|---|---|\n" + "".join(map(_column, columns))


def _column(column: dict[str, Any]) -> str:
    titles = column.get("titles", [])
    label = titles if isinstance(titles, str) else (titles or [""])[-1]
    meaning = " ".join(filter(None, [f"{label}." if label != column["name"] else "", column.get(DESCRIPTION, "")]))
    several = f" Several, divided by `{column['separator']}`." if "separator" in column else ""
    needed = " Never empty." if column.get("required") else ""
    return f"| `{heading(column)}` | {(meaning + several + needed).strip()} | {column.get('propertyUrl', '')} |\n"

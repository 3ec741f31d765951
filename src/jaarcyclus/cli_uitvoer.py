"""How the command line answers: JSON for a machine, Dutch lines for a person, one of four exit codes."""

import json
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import typer

from jaarcyclus.bevindingen import Bevinding

GOED, BEVINDINGEN, GEBRUIK, SYSTEEMFOUT = 0, 1, 2, 3
AlsJson = Annotated[bool, typer.Option("--json", help="Schrijf JSON, voor een machine die meeleest.")]


def print_json(value: Any) -> None:
    """Print any value as readable JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_findings(findings: Iterable[Bevinding]) -> None:
    """Print each finding with its place, what stands there, what was expected and what to do."""
    for item in findings:
        print(f"{item.ernst:<12} {item.code} {_place(item)}".rstrip())
        if item.waarde:
            print(f"  Er staat: {item.waarde}")
        expected = f" Verwacht: {item.verwacht}." if item.verwacht else ""
        print(f"  {item.melding}{expected}\n  {item.herstel}")


def _place(item: Bevinding) -> str:
    """Return sheet and cell; the `cel` of a profile's finding begins with its file and needs no `blad`."""
    return item.cel if item.cel.startswith(item.blad) else f"{item.blad} {item.cel}".strip()


def print_table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows in columns under their headings."""
    widths = [max(len(row[i]) for row in (headings, *rows)) for i in range(len(headings))]
    for row in (headings, *rows):
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())

"""How the command line answers and how it stops: JSON or Dutch lines, one of four exit codes, always what to do.

Do not catch a failure anywhere else in the command line.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jaarcyclus.cli.language import UsageError, describe_usage_error
from jaarcyclus.errors import (
    Geweigerd,
    JaarcyclusError,
    OnbekendeSleutel,
    OngeldigeInstelling,
    OngeldigeInzendingen,
    OngeldigProfiel,
    Programmafout,
    PublicatieGeweigerd,
    name_fault,
)
from jaarcyclus.terms.findings import Bevinding

if TYPE_CHECKING:  # a profile costs pydantic, and most commands read none
    from jaarcyclus.profile.checks.fault import ProfileFault

GOED, BEVINDINGEN, GEBRUIK, SYSTEEMFOUT = 0, 1, 2, 3
AlsJson = Annotated[bool, typer.Option("--json", help="Schrijf JSON, voor een machine die meeleest.")]


def print_json(value: Any) -> None:
    """Print any value as readable JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_findings(findings: "Iterable[Bevinding | ProfileFault]") -> None:
    """Print each finding with its place, what stands there, what was expected and what to do."""
    for item in findings:
        print(f"{item.ernst:<12} {item.code} {item.place}".rstrip())
        if item.waarde:
            print(f"  Er staat: {item.waarde}")
        expected = f" Verwacht: {item.verwacht}." if item.verwacht else ""
        print(f"  {item.melding}{expected}\n  {item.herstel}")


def print_table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows in columns under their headings."""
    widths = [max(len(row[i]) for row in (headings, *rows)) for i in range(len(headings))]
    for row in (headings, *rows):
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


STOPS = (KeyboardInterrupt, Exception)
"""What a command may end with: also a fault of ours is no finding, and must not leave with the code of one."""


def explain(fault: BaseException) -> tuple[int, str]:
    """Return the exit code and the Dutch text for one of STOPS."""
    match fault:
        case UsageError():
            return GEBRUIK, describe_usage_error(fault)
        case OnbekendeSleutel() | OngeldigeInstelling() | OngeldigeInzendingen():
            return GEBRUIK, str(fault)
        case Geweigerd():
            return BEVINDINGEN, fault.melding
        case PublicatieGeweigerd() | OngeldigProfiel():
            return BEVINDINGEN, str(fault)
        case typer.Abort() | KeyboardInterrupt():
            return SYSTEEMFOUT, "Afgebroken."
        case JaarcyclusError() | OSError() if not isinstance(fault, Programmafout):
            return SYSTEEMFOUT, f"Dat lukte niet: {fault}\nZie wat er mis is met: jaarcyclus doctor"
        case MemoryError():
            return SYSTEEMFOUT, "Er is te weinig geheugen; sluit andere programma's, of neem een kleiner bestand."
    return SYSTEEMFOUT, _report(fault)


def _report(fault: BaseException) -> str:
    where = [f"{Path(step.filename).name}:{step.lineno}" for step in extract_tb(fault.__traceback__)[-3:]]
    named = f"{name_fault(fault)}: {fault} ({', '.join(where)})"
    return f"Dit is een fout in het programma. Meld hem met deze tekst: {named}"

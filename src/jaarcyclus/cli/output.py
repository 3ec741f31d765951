"""How the command line answers and how it stops: JSON or Dutch lines, one of five exit codes, always what to do.

Do not catch a failure anywhere else in the command line.
"""

import json
import os
import sys
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jaarcyclus import disk
from jaarcyclus.cli.language import UsageError, describe_usage_error
from jaarcyclus.errors import (
    InvalidAnchors,
    InvalidDestination,
    InvalidInzendingen,
    InvalidProfile,
    InvalidSetting,
    JaarcyclusError,
    ProgramError,
    PublicationRefused,
    Refused,
    UnknownKey,
    UnreadPackage,
    name_fault,
)
from jaarcyclus.terms.findings import Bevinding

if TYPE_CHECKING:  # a profile costs pydantic, and most commands read none
    from jaarcyclus.profile.checks.fault import ProfileFault

OK, FOUND, USAGE, SYSTEM_ERROR, UNCHECKED = 0, 1, 2, 3, 4
AsJson = Annotated[bool, typer.Option("--json", help="Schrijf JSON, voor een machine die meeleest.")]


def print_json(value: Any) -> None:
    """Print any value as readable JSON."""
    print(json.dumps(value, ensure_ascii=not _writes_all(), indent=2))


def write_whatever_comes() -> None:
    """Let no sign stop a command: a terminal or pipe that cannot write it gets its code, `\\u2013`.

    A stream that was shut (`>&-`) takes what is written nowhere; else the first file that is opened would get it.
    """
    for number in (0, 1, 2):
        _require_open(number)
    sys.stdout = sys.stdout or Path(os.devnull).open("w")  # noqa: SIM115 - it stays open as long as the command runs
    sys.stderr = sys.stderr or Path(os.devnull).open("w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _require_open(number: int) -> None:
    try:
        os.fstat(number)
    except OSError:
        # It gets the lowest free number: this one, since those below are open; and so have it the processes we start.
        os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


def _writes_all() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


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


_WRONG_USE = (UnknownKey, InvalidSetting, InvalidInzendingen, InvalidAnchors, InvalidDestination, UnreadPackage)
STOPS = (KeyboardInterrupt, Exception)
"""What a command may end with: also a fault of ours is no finding, and must not leave with the code of one."""


def explain(fault: BaseException) -> tuple[int, str]:
    """Return the exit code and the Dutch text for one of STOPS."""
    match fault:
        case UsageError():
            return USAGE, describe_usage_error(fault)
        case JaarcyclusError() if isinstance(fault, _WRONG_USE):
            return USAGE, str(fault)
        case Refused():
            return FOUND, fault.message
        case PublicationRefused() | InvalidProfile():
            return FOUND, str(fault)
        case typer.Abort() | KeyboardInterrupt():
            return SYSTEM_ERROR, "Afgebroken."
        case JaarcyclusError() | OSError() if not isinstance(fault, ProgramError):
            return SYSTEM_ERROR, f"Dat lukte niet: {_cause(fault)}"
        case MemoryError():
            return SYSTEM_ERROR, "Er is te weinig geheugen; sluit andere programma's, of neem een kleiner bestand."
    return SYSTEM_ERROR, _report(fault)


def _cause(fault: BaseException) -> str:
    """Return what went wrong and where to look; of a disk its own sentence says it, whichever disk it was."""
    if isinstance(fault, OSError) and disk.is_of_the_disk(fault):
        if _is_of_screen(fault):
            return _NO_SCREEN
        return disk.explain(fault.filename or _SOMEWHERE, fault)
    return f"{fault}\nZie wat er mis is met: jaarcyclus doctor"


_SOMEWHERE = "de map waar het bestand moest komen"
_NO_SCREEN = (
    "de uitvoer van deze opdracht kon niet worden geschreven: waar zij heen gaat, is vol of neemt niets aan. Wat de "
    "opdracht zelf bewaarde, staat er. Stuur de uitvoer ergens anders heen en kijk het na."
)
_PRINTING = ("cli", "demo", "click", "_click")


def let_go_of_output() -> None:
    """Drop what the screen does not take: Python would try it again as it ends, in English and with its own code."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _is_of_screen(fault: OSError) -> bool:
    """Return whether it was printing that failed: of a file of ours the name is known, or it is a StoreFailed."""
    steps = extract_tb(fault.__traceback__)
    return fault.filename is None and bool(steps) and Path(steps[-1].filename).parent.name in _PRINTING


def _report(fault: BaseException) -> str:
    where = [f"{Path(step.filename).name}:{step.lineno}" for step in extract_tb(fault.__traceback__)[-3:]]
    named = f"{name_fault(fault)}: {fault} ({', '.join(where)})"
    return f"Dit is een fout in het programma. Meld hem met deze tekst: {named}"

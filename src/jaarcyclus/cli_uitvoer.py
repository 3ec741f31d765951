"""How the command line answers: JSON for a machine, Dutch lines for a person, one of four exit codes."""

import json
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import typer
from typer import rich_utils

from jaarcyclus.bevindingen import Bevinding

GOED, BEVINDINGEN, GEBRUIK, SYSTEEMFOUT = 0, 1, 2, 3
AlsJson = Annotated[bool, typer.Option("--json", help="Schrijf JSON, voor een machine die meeleest.")]

# Typer keeps the root of its usage errors to itself; BadParameter, which it exports, stands right below it.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]

_HEADINGS = {
    "ARGUMENTS_PANEL_TITLE": "Argumenten",
    "OPTIONS_PANEL_TITLE": "Opties",
    "COMMANDS_PANEL_TITLE": "Opdrachten",
    "ERRORS_PANEL_TITLE": "Fout",
    "DEFAULT_STRING": "[anders: {}]",
    "REQUIRED_LONG_STRING": "[verplicht]",
}
_REMARKS = {
    "MissingParameter": "'{parameter}' ontbreekt.",
    "NoSuchOption": "de optie '{option_name}' bestaat niet.",
    "BadOptionUsage": "de optie '{option_name}' is niet goed ingevuld.",
    "BadArgumentUsage": "te veel of te weinig argumenten.",
    "NoArgsIsHelpError": "kies een opdracht.",
}


def print_json(value: Any) -> None:
    """Print any value as readable JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_findings(findings: Iterable[Bevinding]) -> None:
    """Print each finding with its place and what to do."""
    for item in findings:
        place = " ".join(part for part in (item.blad, item.cel) if part)
        print(f"{item.ernst:<12} {item.code} {place}\n  {item.melding} {item.herstel}".rstrip())


def print_table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows in columns under their headings."""
    widths = [max(len(row[i]) for row in (headings, *rows)) for i in range(len(headings))]
    for row in (headings, *rows):
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


def speak_dutch() -> None:
    """Set the headings of typer's help, for which it ships no Dutch; call before the first help is shown."""
    for name, text in _HEADINGS.items():
        setattr(rich_utils, name, text)


def describe_usage_error(fault: Exception) -> str:
    """Return in Dutch what was wrong with the command line."""
    parameter = getattr(getattr(fault, "param", None), "name", "") or ""
    template = _REMARKS.get(type(fault).__name__)
    if template is not None:
        return template.format(parameter=parameter, option_name=getattr(fault, "option_name", ""))
    if isinstance(fault, typer.BadParameter) and parameter:
        return f"de waarde van '{parameter}' is hier niet mogelijk."
    return "deze opdracht of waarde bestaat hier niet."

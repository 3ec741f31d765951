"""Dutch for what typer says by itself: the headings of its help and its remarks on wrong use.

Typer looks these words up with gettext, for which it ships no Dutch; setting them here is the documented way for
the headings and keeps the rest in one place.
"""

import typer
from typer import rich_utils

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


def speak_dutch() -> None:
    """Set the headings of the help; call before the first help is shown."""
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

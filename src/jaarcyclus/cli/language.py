"""The language of the command line: help and usage errors in Dutch, for which typer ships no translation.

Typer translates a handful of words and no sentence, so its own hook is used: an app names the classes of its groups
and commands, and those write the help. Its errors are recognised by their English; one that is not still is told in
Dutch, only with less detail. Nothing else of the project knows what typer says.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

F = TypeVar("F", bound=Callable[..., Any])

# Typer keeps the root of its usage errors to itself; BadParameter, which it exports, stands right below it.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]

_TYPES = {
    "<bool>": "",
    "<str>": "TEKST",
    "<int range>": "GETAL",
    "<path>": "PAD",
    "<file>": "BESTAND",
    "<list[Path]>": "PAD",
    "<list[str]>": "TEKST",
}
_SENTENCES = (
    (r"No such command '(.*)'\. Did you mean (.*)\?", "de opdracht '{0}' bestaat niet; bedoelde u {1}?"),
    (r"No such command '(.*)'\.", "de opdracht '{0}' bestaat niet; kies er een uit de hulp."),
    (r"Got unexpected extra argument\(s\) \((.*)\)", "'{0}' is hier te veel; laat het weg."),
    (r"No such option: (.*)", "de optie '{0}' bestaat niet; kies er een uit de hulp."),
    (r"Option '(.*)' does not take a value\.", "bij de optie '{0}' hoort geen waarde; laat die weg."),
    (r"Option '(.*)' requires an argument\.", "bij de optie '{0}' hoort een waarde; zet die erachter."),
    (r"Value error, '(.*)' is not one of (.*)\.", "'{0}' is hier geen mogelijkheid; kies uit {1}."),
    (r"Input should be greater than or equal to (.*)", "dit getal is te klein; het minste is {0}."),
    (r"Input should be less than or equal to (.*)", "dit getal is te groot; het meeste is {0}."),
    (r"Input should be a valid integer.*", "dit is geen heel getal; schrijf het in cijfers."),
    (r"(?:file|path) '(.*)' does not exist\.", "'{0}' bestaat niet; controleer de naam en de map."),
    (r"(?:file|path) '(.*)' is a directory\.", "'{0}' is een map; geef een bestand."),
    (r"path '(.*)' is no regular file\.", "'{0}' is geen gewoon bestand; geef een bestand dat is bewaard."),
    (r"(?:file|path) '(.*)' is not readable\.", "'{0}' is niet te lezen; controleer de rechten van het bestand."),
)


class App(typer.Typer):
    """A typer app whose commands and groups write their help in Dutch."""

    def __init__(self, help: str) -> None:  # noqa: A002 - typer's own name for it
        super().__init__(
            cls=Group,
            help=help,
            no_args_is_help=True,
            add_completion=False,
            options_metavar="[OPTIES]",
            subcommand_metavar="OPDRACHT …",
            context_settings={"help_option_names": ["--help", "-h"]},
            rich_markup_mode=None,  # its panels take no other words than typer's
            pretty_exceptions_enable=False,
        )

    def command(self, *args: Any, **settings: Any) -> Callable[[F], F]:
        return super().command(*args, cls=Command, options_metavar="[OPTIES]", **settings)


class Command(TyperCommand):
    """A command that writes its help in Dutch."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        _write_usage(self, ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        _write_parameters(self, ctx, formatter)


class Group(TyperGroup):
    """A group of commands that writes its help in Dutch."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        _write_usage(self, ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        _write_parameters(self, ctx, formatter)
        _write_list("Opdrachten", [(name, command.help or "") for name, command in self.commands.items()], formatter)


def _write_usage(command: Any, ctx: Any, formatter: Any) -> None:
    formatter.write_usage(ctx.command_path, " ".join(command.collect_usage_pieces(ctx)), prefix="Gebruik: ")


def _write_parameters(command: Any, ctx: Any, formatter: Any) -> None:
    records = [(param.param_type_name, *_describe(param, ctx)) for param in command.get_params(ctx)]
    for kind, heading in (("argument", "Argumenten"), ("option", "Opties")):
        _write_list(heading, [(name, text) for found, name, text in records if found == kind], formatter)


def _write_list(heading: str, rows: list[tuple[str, str]], formatter: Any) -> None:
    if rows:
        with formatter.section(heading):
            formatter.write_dl(rows)


def _describe(param: Any, ctx: Any) -> tuple[str, str]:
    """Return the name with what must be filled in, and the help with its bounds."""
    shown = param.display_type(ctx)
    name = f"{', '.join(sorted(param.opts))} {_TYPES.get(shown, shown)}".strip()
    if "--help" in param.opts:
        return name, "Toon deze hulp."
    return name, " ".join([param.help, *(f"[{bound}]" for bound in _bounds(param, ctx))])


def _bounds(param: Any, ctx: Any) -> Iterator[str]:
    if param.min is not None:
        yield f"{param.min} tot en met {param.max}"
    default = param.get_default(ctx, call=False)
    if param.required:
        yield "verplicht"
    elif default not in (None, False):
        yield f"anders: {default}"


def describe_usage_error(fault: Exception) -> str:
    """Return in Dutch what was wrong with the command line, and where its help is."""
    context = getattr(fault, "ctx", None)
    if type(fault).__name__ == "NoArgsIsHelpError":
        return f"{context.get_help() if context else ''}\nVerkeerd gebruik: kies een opdracht."
    path = context.command_path if context else "jaarcyclus"
    return f"Verkeerd gebruik: {_remark(fault)}\nHulp: {path} --help"


def _remark(fault: Exception) -> str:
    param = getattr(fault, "param", None)
    subject = param.get_error_hint() if param is not None else ""
    if type(fault).__name__ == "MissingParameter":
        return f"{subject} ontbreekt; vul het in."
    message = str(getattr(fault, "message", ""))
    for pattern, sentence in _SENTENCES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return f"{subject}: {sentence.format(*found.groups())}".removeprefix(": ")
    return f"{subject or 'deze opdracht of waarde'} kan hier zo niet; kijk in de hulp hoe het wel moet."

"""Whatever the command line says about itself is Dutch: the help of every command, and every usage error."""

import re
from collections.abc import Iterator

import pytest
from typer.main import get_command

from jaarcyclus.cli import app
from jaarcyclus.cli.language import UsageError, describe_usage_error

ENGLISH = re.compile(
    r"\b(Usage|OPTIONS|COMMAND|ARGS|Options|Commands|Show|this|and|for|default|required|int|str|bool|path|file|range|"
    r"list|Error|Missing|No such|Try|Invalid|Value|Choose|from|does|not|Input|should|be|Got|unexpected|requires)\b"
)


def walk(command, path=()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield every command and group with the words that lead to it."""
    yield path, command
    for name, sub in getattr(command, "commands", {}).items():
        yield from walk(sub, (*path, name))


COMMANDS = dict(walk(get_command(app.app)))
LEAVES = [path for path, command in COMMANDS.items() if not hasattr(command, "commands")]


@pytest.fixture
def run(run):
    """Run a command; return exit code and all that was printed."""

    def command(*arguments: str) -> tuple[int, str]:
        code, out, err = run(*arguments)
        return code, out + err

    return command


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_the_help_of_every_command_is_dutch(run, path):
    code, text = run(*path, "--help")

    assert (code, text.startswith(f"Gebruik: {' '.join(('jaarcyclus', *path))} [OPTIES]")) == (0, True)
    assert ENGLISH.findall(text) == []


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_every_command_names_an_option_it_does_not_have_and_its_own_help(run, path):
    code, text = run(*path, "--onbekend")

    assert (code, "de optie '--onbekend' bestaat niet" in text) == (2, True)
    assert text.endswith(f"Hulp: jaarcyclus {' '.join(path)} --help\n")
    assert ENGLISH.findall(text) == []


@pytest.mark.parametrize(
    "path", [path for path in LEAVES if any(p.required for p in COMMANDS[path].params)], ids=" ".join
)
def test_every_command_says_what_it_misses(run, path):
    code, text = run(*path)

    assert (code, "ontbreekt; vul het in." in text) == (2, True)
    assert ENGLISH.findall(text) == []


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        ("", "kies een opdracht"),
        ("werkboek", "kies een opdracht"),
        ("begin", "de opdracht 'begin' bestaat niet; kies er een uit de hulp"),
        ("statu", "bedoelde u 'status'"),
        ("status nu", "'nu' is hier te veel"),
        ("status --json=ja", "bij de optie '--json' hoort geen waarde"),
        ("werkboek maak begroting --boekjaar", "bij de optie '--boekjaar' hoort een waarde"),
        ("werkboek maak jaarplan --boekjaar 2027", "'jaarplan' is hier geen mogelijkheid; kies uit 'kaderbrief'"),
        ("werkboek maak begroting --boekjaar 1815", "'--boekjaar': dit getal is te klein; het minste is 2000"),
        ("start --poort 65536", "'--poort': dit getal is te groot; het meeste is 65535"),
        ("start --poort http", "'--poort': dit is geen heel getal"),
        ("inzending controleer nergens.xlsx", "'nergens.xlsx' bestaat niet; controleer de naam en de map"),
        ("product maak nergens.xlsx", "'nergens.xlsx' bestaat niet"),
        ("dossier verifieer /", "'/' is een map; geef een bestand"),
    ],
)
def test_a_usage_error_is_told_in_dutch_with_what_to_do(run, order, sentence):
    code, text = run(*order.split())

    assert (code, sentence in text) == (2, True), text
    assert ENGLISH.findall(text) == []


def test_an_error_that_a_later_typer_words_otherwise_is_still_told_in_dutch():
    told = describe_usage_error(UsageError("Please reconsider."))

    assert told == (
        "Verkeerd gebruik: deze opdracht of waarde kan hier zo niet; kijk in de hulp hoe het wel moet.\n"
        "Hulp: jaarcyclus --help"
    )

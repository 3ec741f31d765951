"""What a person reads of a finding: where, what stands there, what was expected, what to do; and of a failure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from builders.profile import changed, findings
from jaarcyclus import errors
from jaarcyclus.cli.app import main
from jaarcyclus.cli.output import explain, print_findings, print_table
from jaarcyclus.terms.findings import bevinding


def test_a_finding_in_a_cell_names_sheet_cell_value_and_expectation(capsys):
    item = bevinding("BLAD_ONTBREEKT", blad="Lasten", cel="C12", waarde="Lasten (2)", verwacht="Lasten")

    print_findings([item])

    assert capsys.readouterr().out.splitlines() == [
        "fout         BLAD_ONTBREEKT Lasten C12",
        "  Er staat: Lasten (2)",
        "  Het blad ontbreekt of heeft een andere naam. Verwacht: het blad 'Lasten'.",
        f"  {item.herstel}",
    ]


def test_a_finding_about_the_whole_file_has_no_place_and_no_value(capsys):
    print_findings([bevinding("BESTAND_LEEG")])

    first, sentence, _ = capsys.readouterr().out.splitlines()
    assert (first, sentence) == (
        "fout         BESTAND_LEEG",
        "  Het bestand is leeg. Verwacht: een ingevuld werkboek.",
    )


def test_a_finding_in_a_profile_names_its_file_once(capsys):
    item = findings(changed(("controller: ", "controller: niemand #")))[0]

    print_findings([item])

    assert capsys.readouterr().out.splitlines()[0] == f"fout         {item.code} {item.place}"
    assert item.place.count(item.file) == 1


def test_a_table_stands_in_columns(capsys):
    print_table(("onderdeel", "toestand"), [("scheduler", "gestopt")])

    assert capsys.readouterr().out.splitlines() == ["onderdeel  toestand", "scheduler  gestopt"]


# Why a command stops decides its exit code, and the text says what to do.


@pytest.mark.parametrize(
    ("fault", "code", "text"),
    [
        (typer.BadParameter("Input should be a valid integer"), 2, "Verkeerd gebruik: dit is geen heel getal"),
        (errors.UnknownKey("'foo' staat er niet; kies uit: ict"), 2, "'foo' staat er niet; kies uit: ict"),
        (errors.InvalidSetting("De instelling X"), 2, "De instelling X"),
        (errors.Refused("AL_GESTEMD", "U hoeft niets te doen."), 1, "U hoeft niets te doen."),
        (errors.PublicationRefused("De besluitroute is niet voltooid."), 1, "De besluitroute is niet voltooid."),
        (errors.InvalidProfile(("a.yaml:1 x", "a.yaml:2 y")), 1, "a.yaml:1 x\na.yaml:2 y"),
        (errors.NotCanonical("no"), 3, "Dit is een fout in het programma. Meld hem met deze tekst: NietCanoniek: no"),
        (errors.LedgerError("Weg."), 3, "Dat lukte niet: Weg.\nZie wat er mis is met: jaarcyclus doctor"),
        (KeyboardInterrupt(), 3, "Afgebroken."),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_a_failure_has_its_code_and_its_text(fault, code, text):
    actual, told = explain(fault)

    assert (actual, told.startswith(text)) == (code, True)


@pytest.mark.parametrize(
    ("number", "told"), [(28, "is vol; er is niets bewaard"), (30, "Maak de schijf beschrijfbaar")]
)
def test_a_disk_that_takes_nothing_is_told_as_such(number: int, told: str) -> None:
    """Not with the doctor of this machine: the file may have been for any disk."""
    code, text = explain(OSError(number, "English words", "/elders/dossier.zip"))

    assert (code, told in text, "doctor" in text, "Errno" in text) == (3, True, False, False)


@pytest.mark.parametrize("shut", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_was_shut_is_no_fault_of_the_program(shut, tmp_path, monkeypatch):
    """What has nowhere to go is not written; the exit code still tells."""
    workbook = tmp_path / "leeg.xlsx"
    workbook.write_bytes(b"")
    command = f'"{sys.executable}" -m jaarcyclus inzending controleer "{workbook}" --json'

    monkeypatch.setenv("JAARCYCLUS_VAR", str(tmp_path / "var"))

    done = subprocess.run(["sh", "-c", f"{command} {shut}"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["in blocks", "at once"])
@pytest.mark.parametrize("command", [["profiel", "controleer", "dowr"], ["stop"], ["--help"]], ids=" ".join)
def test_a_screen_that_takes_nothing_is_not_a_folder(command: list[str], unbuffered: str, tmp_path: Path) -> None:
    """Piped to a disk that is full: what the command kept is kept, and Python has nothing to add in English."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "jaarcyclus", *command],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "JAARCYCLUS_VAR": str(tmp_path), "PYTHONUNBUFFERED": unbuffered},
            check=False,
        )

    assert done.returncode == 3
    assert done.stderr.startswith("Dat lukte niet: de uitvoer van deze opdracht kon niet worden geschreven")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("extra", [[], ["--ankers", "/dev/zero"], ["--postbus", "/dev/zero"]])
def test_what_has_no_end_is_not_read(extra: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["dossier", "verifieer", *(["/dev/zero"] if not extra else [__file__, *extra])])

    assert stopped.value.code == 2
    assert "'/dev/zero' is geen gewoon bestand" in capsys.readouterr().err

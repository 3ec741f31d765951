"""A dossier that an earlier version exported is the same dossier in this one: shown, exported and proven alike."""

import hashlib
import re
from pathlib import Path

import pytest

from upgrade.outside import DATA, PRODUCTS, replay, run, transcripts


def named(subject: str) -> pytest.MarkDecorator:
    """Ask for every transcript of a subject."""
    return pytest.mark.parametrize("transcript", transcripts(subject), ids=lambda path: path.stem)


@named("verifieer")
def test_an_old_export_gets_the_same_report(bureau: Path, transcript: Path) -> None:
    """With and without its head, with the wrong head, as JSON, and of a file that is no dossier."""
    actual, expected = replay(bureau, transcript, warm=True)

    assert without_here(actual) == expected


@named("documenten")
def test_of_the_documents_of_an_old_export_it_says_with_what_they_were_made(bureau: Path, transcript: Path) -> None:
    """They have the first layout, which this release does not print: nobody looked, and nothing is called false."""
    actual, expected = replay(bureau, transcript, warm=True)

    assert without_here(actual) == expected


def without_here(report: str) -> str:
    """Leave out what this machine has: a lock that is renewed changes it."""
    return re.sub(r"hier staat .*?\. Of zij", "hier staat …. Of zij", report)


@named("toon")
def test_an_old_ledger_is_shown_the_same(bureau: Path, transcript: Path) -> None:
    actual, expected = replay(bureau, transcript)

    assert actual == expected


@pytest.mark.parametrize("product", PRODUCTS)
def test_an_old_ledger_exports_the_same_bytes(bureau: Path, tmp_path: Path, product: str) -> None:
    """Who exports again after the upgrade has the file that was exported before it."""
    again, before = tmp_path / "again.zip", bureau / f"dowr-2027-{product}.zip"
    done = run(bureau, "dossier", "exporteer", f"dowr-2027-{product}", "--naar", str(again))

    assert done.stderr == ""
    assert hashlib.sha256(again.read_bytes()).hexdigest() == hashlib.sha256(before.read_bytes()).hexdigest()


def test_a_workbook_that_a_release_of_rules_2_accepted_still_holds(tmp_path: Path) -> None:
    """Its conditional format hides an amount and its row is too low to read: that release saw neither."""
    done = run(tmp_path, "dossier", "verifieer", str(DATA / "regels_2" / "dowr-2027-begroting.zip"))

    assert done.returncode == 4, done.stdout
    assert "nu GETAL_ANDERS_GETOOND (Regels H9), RIJ_VERBORGEN (Regels A9)." in done.stdout
    assert done.stdout.endswith("Niet nagegaan: strenger geworden, ontvangsten, kop.\n")


def test_the_transcripts_are_all_there() -> None:
    """An empty folder would prove everything."""
    assert [len(transcripts(subject)) for subject in ("verifieer", "documenten", "toon")] == [7, 4, 10]

"""The same input gives the same bytes and the same verdict: workbooks that go out, come in, and become a product."""

import json
import shlex
from collections.abc import Mapping
from pathlib import Path

import pytest

from upgrade.outside import DATA, build, hashes, replay, run_warm, transcripts

WORKBOOKS = json.loads((DATA / "werkboek_maak.json").read_text())["made"]
PRODUCTS = json.loads((DATA / "product_maak.json").read_text())


def make(bureau: Path, command: str, folder: Path) -> Mapping[str, str]:
    """Give a command that makes files, and return their SHA-256 by name."""
    done = run_warm(bureau, *shlex.split(command)[1:], "--naar", str(folder))

    assert done.returncode == 0, done.stdout + done.stderr
    return hashes(folder)


@pytest.mark.parametrize("command", WORKBOOKS)
def test_the_same_workbooks_are_made(bureau: Path, tmp_path: Path, command: str) -> None:
    """For every product and cooperation, and for a first year."""
    assert make(bureau, command, tmp_path / "uit") == WORKBOOKS[command]


@pytest.mark.parametrize("transcript", transcripts("inzending"), ids=lambda path: path.stem)
def test_a_workbook_gets_the_same_verdict(bureau: Path, transcript: Path) -> None:
    """Accepted, refused, of another perceel, and made to do harm."""
    actual, expected = replay(bureau, transcript, warm=True)

    assert actual == expected


@pytest.mark.parametrize("command", PRODUCTS["made"], ids=lambda command: command.split("/")[1])
def test_the_same_documents_are_made_from_the_same_workbooks(bureau: Path, tmp_path: Path, command: str) -> None:
    """All names; the bytes too, with the layout and the libraries that they were made with."""
    made, expected = make(bureau, command, tmp_path / "uit"), PRODUCTS["made"][command]

    assert made.keys() == expected.keys()
    assert made == expected or build() != PRODUCTS["build"]


def test_the_expectations_are_all_there() -> None:
    """An empty file would prove everything."""
    assert [len(WORKBOOKS), len(PRODUCTS["made"]), len(transcripts("inzending"))] == [7, 3, 13]

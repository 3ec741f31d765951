"""A workbook of ours with faults put in, byte by byte and part by part: each is accepted or gives findings, soon.

The faults are the same in every run. What Python can raise, and what the child does, must never reach the sender: a
finding holds no tags of his file and no path of this machine.
"""

import random
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import monotonic
from zipfile import ZipFile

import pytest

from builders.workbook import SETTINGS, dowr, filled, judge_workbook
from builders.zip import packed
from jaarcyclus.intake.quarantine import inspect
from jaarcyclus.intake.reader import read_sheets
from jaarcyclus.intake.sheet_xml import Unreadable
from jaarcyclus.terms.findings import in_one_sentence

REAL = Path(__file__).resolve().parents[3] / "shared/data/xlsx"
RENAMED = sorted(path for path in REAL.rglob("*") if path.is_file() and path.suffix != ".xlsx")
BOUND_S = SETTINGS.max_lees_seconden
RAW = re.compile(r"</|/>|xmlns|/(?:tmp|home|root|usr)/|Traceback")
BATCHES, FAULTS_OF_BYTES, FAULTS_OF_PARTS = range(4), 75, 50


def judged_soundly(content: bytes) -> bool:
    """Return whether there is one outcome, in time, in words for a person."""
    begin = monotonic()
    verdict = judge_workbook(content, dowr(), SETTINGS)
    words = [f"{in_one_sentence(item)} {item.verwacht} {item.herstel}" for item in verdict.bevindingen]
    one = verdict.accepted or any(item.ernst == "fout" for item in verdict.bevindingen)
    return one and monotonic() - begin < BOUND_S and not any(map(RAW.search, words))


def answers(content: bytes) -> bool:
    """Return whether the file is refused as a file, or read, or told to be unreadable by a plain exception.

    As the child does it, but in this process, so that hundreds of files take seconds: what the child turns into a
    finding is any Exception; a crash of the process would end this test.
    """
    if inspect(content, SETTINGS.max_werkboek_bytes, SETTINGS.max_werkboek_cellen):
        return True
    try:
        sheets = list(read_sheets(content, most_cells=SETTINGS.max_werkboek_cellen))
    except (Unreadable, ValueError, KeyError, IndexError, OverflowError):
        return True
    return all(len(cell) == 5 for sheet in sheets for cell in sheet["cellen"])


@pytest.mark.parametrize("path", RENAMED or [REAL], ids=lambda path: path.name)
def test_a_file_of_another_format_under_our_extension_is_refused_in_words(path: Path, shared_data: Path) -> None:
    """A name decides nothing: what it holds does."""
    assert judged_soundly(path.read_bytes())


@pytest.mark.parametrize("batch", BATCHES)
def test_any_byte_may_be_wrong(batch: int) -> None:
    whole, chance = filled(), random.Random(batch)

    for _ in range(FAULTS_OF_BYTES):
        wrong = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            wrong[chance.randrange(len(wrong))] = chance.randrange(256)
        assert answers(bytes(wrong)), f"batch {batch}"


def _drop(part: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(part))
    return part[:start] + part[start + chance.randint(1, 200) :]


def _repeat(part: bytes, chance: random.Random) -> bytes:
    tags = list(re.finditer(rb"<[^<>]+>", part))
    tag = chance.choice(tags)
    return part[: tag.end()] + tag[0] * chance.randint(1, 3) + part[tag.end() :]


def _swap(part: bytes, chance: random.Random) -> bytes:
    first, second = (found[0] for found in chance.sample(list(re.finditer(rb"<[\w:]+", part)), 2))
    return part.replace(first, second, chance.randint(1, 50))


def _reword(part: bytes, chance: random.Random) -> bytes:
    told = list(re.finditer(rb'="([^"]*)"', part)) or [re.search(rb"", part)]
    found = chance.choice(told)
    assert found is not None
    odd = chance.choice([b"", b"-1", b"1E400", b"99999999999", b"\xff", "é".encode(), b"A0", b"#REF!", b"&#0;", b"NaN"])
    return part[: found.start()] + b'="' + odd + b'"' + part[found.end() :]


WRONGS: tuple[Callable[[bytes, random.Random], bytes], ...] = (_drop, _repeat, _swap, _reword)


@pytest.mark.parametrize("batch", BATCHES)
def test_any_part_may_be_built_otherwise(batch: int) -> None:
    """Elements gone, twice or under another name, attributes of nonsense, parts gone or in the place of another."""
    chance = random.Random(batch)
    with ZipFile(BytesIO(filled())) as archive:
        whole = {info.filename: archive.read(info) for info in archive.infolist()}

    for _ in range(FAULTS_OF_PARTS):
        parts = dict(whole)
        name, other = chance.sample(sorted(parts), 2)
        what = chance.randrange(len(WRONGS) + 2)
        if what < len(WRONGS):
            parts[name] = WRONGS[what](parts[name], chance)
        elif what == len(WRONGS):
            del parts[name]
        else:
            parts[name] = parts[other]
        assert answers(packed(parts)), f"batch {batch}: {name}"


@pytest.mark.parametrize("batch", BATCHES)
def test_what_the_sender_reads_of_a_fault_is_no_xml(batch: int) -> None:
    """A few of each kind, all the way through the child."""
    chance = random.Random(f"all {batch}")
    with ZipFile(BytesIO(filled())) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    for wrong in WRONGS:
        name = chance.choice(sorted(parts))
        assert judged_soundly(packed({**parts, name: wrong(parts[name], chance)})), name

"""Reads a received workbook into typed cells without trusting it: quarantine, then a child process under limits.

A hostile file costs one rejected submission and at most the limits of the settings. Nothing in this process ever
parses the file's XML.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jaarcyclus.errors import ReaderUnusable
from jaarcyclus.intake import quarantine, reader, sheet_xml
from jaarcyclus.intake.child_rights import MAX_OUTPUT_BYTES, NOT_STARTED, TOO_HEAVY
from jaarcyclus.settings import Settings
from jaarcyclus.terms.findings import Bevinding, bevinding

# Per code of the child: the reason, and the word that a finding has for it since the first one; None when the child
# says which kind of fault it was.
_REASONS: Mapping[str, tuple[str, str | None]] = {
    sheet_xml.TOO_MANY_CELLS: ("het heeft meer dan {cellen} ingevulde cellen", "OverflowError"),
    sheet_xml.AMBIGUOUS: ("een blad, rij of cel is op meer dan een manier te lezen", "Tweeduidig"),
    sheet_xml.INVALID: ("de inhoud is geen geldige werkmap", None),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as stored.

    `kind`: tekst, tekst_verhuld (a text of which the look shows something else), te_lang, getal, afgerond (a number
    shown with fewer digits), getal_als_deel (shown as it is, with a percent sign beside it), procent (a number shown
    times hundred), verhuld (a number of which the look shows something else), waar, datum, fout (#REF! …) or leeg (a
    formula without a result). `intake.round_rules` adds tekst_gestapeld (a text with piles of marks on a letter).
    """

    kind: str
    text: str
    formula: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether it is text of nothing but white space, which is nothing."""
        return self.kind == "tekst" and not self.text.strip()


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet: (row, column) -> cell, both from 1; only cells with content.

    `drawing`: there is a text box, picture or chart on it; `page_header`: the words of its page header and footer;
    `shows_formulas`: Excel shows them in the place of their results; `filtered`: a filter leaves rows out of sight.
    """

    name: str
    visible: bool
    cells: Mapping[tuple[int, int], Cell]
    comments: tuple[tuple[int, int], ...]
    merged: tuple[str, ...]
    hidden_rows: frozenset[int]
    hidden_columns: tuple[tuple[int, int], ...]
    drawing: bool
    page_header: str
    shows_formulas: bool = False
    filtered: bool = False

    def is_hidden_column(self, number: int) -> bool:
        return any(first <= number <= last for first, last in self.hidden_columns)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What intake gives: the sheets by name, or the findings that kept it from reading."""

    sheets: Mapping[str, Sheet]
    bevindingen: tuple[Bevinding, ...] = ()


GAVE_OUT = bevinding("WERKBOEK_TE_ZWAAR", reden="tijd of geheugen is op")
"""The child did not come back in time, or with the memory that it could get: a slower machine says it sooner."""


def read_workbook(content: bytes, settings: Settings) -> Reading:
    """Return the typed cells of an .xlsx, or why it is refused.

    Raises nothing for any bytes; ReaderUnusable when the child cannot start, which is no sender's fault.
    """
    found = quarantine.inspect(content, settings.max_werkboek_bytes, settings.max_werkboek_cellen)
    if found:
        return Reading(sheets={}, bevindingen=tuple(found))
    answer = _judge(*run_child(reader.__name__, content, settings, str(settings.max_werkboek_cellen)), settings)
    if isinstance(answer, Bevinding):
        return Reading(sheets={}, bevindingen=(answer,))
    return Reading(sheets=answer)


def run_child(module: str, given: bytes, settings: Settings, *limits_of_its_own: str) -> tuple[int, bytes]:
    """Return how a child that runs this module on these bytes ended, and what it wrote.

    Files instead of pipes: neither side can block the other, and the kernel bounds what the child may write.
    """
    limits = (str(settings.max_lees_seconden), str(settings.max_lees_geheugen_bytes), *limits_of_its_own)
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        source.write(given)
        source.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-I", "-m", module, *limits],
            stdin=source,
            stdout=target,
            stderr=subprocess.DEVNULL,
            env={},
            start_new_session=True,
        )
        try:
            status = child.wait(timeout=settings.max_lees_seconden)
        except subprocess.TimeoutExpired:
            status = -signal.SIGKILL
        finally:
            _kill_group(child)
        target.seek(0)
        return status, target.read(MAX_OUTPUT_BYTES + 1)


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):  # it and all it started are gone already
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _judge(status: int, output: bytes, settings: Settings) -> Mapping[str, Sheet] | Bevinding:
    if status in (TOO_HEAVY, -signal.SIGKILL, -signal.SIGXCPU, -signal.SIGXFSZ):
        return GAVE_OUT
    if status == NOT_STARTED:
        raise ReaderUnusable("het leesprogramma start niet; controleer de installatie en de geheugengrens")
    if status != 0:
        return bevinding("WERKBOEK_ONLEESBAAR", reden="het leesprogramma brak af")
    try:
        answer = json.loads(output)
        if "fault" in answer:
            reason, word = _REASONS[answer["fault"]]
            reason = reason.format(cellen=settings.max_werkboek_cellen)
            return bevinding("WERKBOEK_ONLEESBAAR", reden=reason, waarde=word or answer["kind"])
        made: dict[tuple[str, str, bool], Cell] = {}  # most cells of a long table are equal to another one
        return {sheet["naam"]: _sheet(sheet, made) for sheet in answer["bladen"]}
    except (ValueError, KeyError, TypeError, RecursionError):
        # The child read hostile bytes: believe its words no more than theirs.
        return bevinding("WERKBOEK_ONLEESBAAR", reden="het leesprogramma gaf een onbruikbaar antwoord")


def _sheet(sheet: dict[str, Any], made: dict[tuple[str, str, bool], Cell]) -> Sheet:
    def cell(*told: Any) -> Cell:
        return made.get(told) or made.setdefault(told, Cell(*told))

    return Sheet(
        name=sheet["naam"],
        visible=sheet["zichtbaar"],
        cells={(row, column): cell(kind, text, formula) for row, column, kind, text, formula in sheet["cellen"]},
        comments=tuple((row, column) for row, column in sheet["opmerkingen"]),
        merged=tuple(sheet["samengevoegd"]),
        hidden_rows=frozenset(sheet["verborgen_rijen"]),
        hidden_columns=tuple((first, last) for first, last in sheet["verborgen_kolommen"]),
        drawing=sheet["tekening"],
        page_header=sheet["koptekst"],
        shows_formulas=sheet["formules_getoond"],
        filtered=sheet["gefilterd"],
    )

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

from jaarcyclus.errors import LezerOnbruikbaar
from jaarcyclus.intake import quarantine, reader, sheet_xml
from jaarcyclus.settings import Settings
from jaarcyclus.terms.findings import Bevinding, bevinding

# Per code of the child: the reason, and the word that a finding has for it since the first one; None when the child
# says which kind of fault it was.
_REASONS: Mapping[str, tuple[str, str | None]] = {
    sheet_xml.TOO_MANY_CELLS: (f"het heeft meer dan {reader.MAX_CELLEN} ingevulde cellen", "OverflowError"),
    sheet_xml.AMBIGUOUS: ("een blad, rij of cel is op meer dan een manier te lezen", "Tweeduidig"),
    sheet_xml.INVALID: ("de inhoud is geen geldige werkmap", None),
}


@dataclass(frozen=True, slots=True)
class Cel:
    """One cell as stored.

    `soort`: tekst, te_lang, getal, procent (a number shown times hundred), waar, datum, fout (#REF! …) or leeg (a
    formula without a result).
    """

    soort: str
    tekst: str
    formule: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether it is text of nothing but white space, which is nothing."""
        return self.soort == "tekst" and not self.tekst.strip()


@dataclass(frozen=True, kw_only=True)
class Blad:
    """One sheet: (row, column) -> cell, both from 1; only cells with content.

    `tekening`: there is a text box, picture or chart on it; `koptekst`: the words of its page header and footer.
    """

    naam: str
    zichtbaar: bool
    cellen: Mapping[tuple[int, int], Cel]
    opmerkingen: tuple[tuple[int, int], ...]
    samengevoegd: tuple[str, ...]
    verborgen_rijen: frozenset[int]
    verborgen_kolommen: tuple[tuple[int, int], ...]
    tekening: bool
    koptekst: str

    def is_hidden_column(self, number: int) -> bool:
        return any(first <= number <= last for first, last in self.verborgen_kolommen)


@dataclass(frozen=True, kw_only=True)
class Gelezen:
    """What intake gives: the sheets by name, or the findings that kept it from reading."""

    bladen: Mapping[str, Blad]
    bevindingen: tuple[Bevinding, ...] = ()


def read_workbook(content: bytes, settings: Settings) -> Gelezen:
    """Return the typed cells of an .xlsx, or why it is refused.

    Raises nothing for any bytes; LezerOnbruikbaar when the child cannot start, which is no sender's fault.
    """
    found = quarantine.inspect(content, settings.max_werkboek_bytes)
    if found:
        return Gelezen(bladen={}, bevindingen=tuple(found))
    answer = _run_child(content, settings)
    if isinstance(answer, Bevinding):
        return Gelezen(bladen={}, bevindingen=(answer,))
    return Gelezen(bladen=answer)


def _run_child(content: bytes, settings: Settings) -> Mapping[str, Blad] | Bevinding:
    """Return the sheets, or the finding that the child did not come back with them.

    Files instead of pipes: neither side can block the other, and the kernel bounds what the child may write.
    """
    limits = (str(settings.max_lees_seconden), str(settings.max_lees_geheugen_bytes))
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        source.write(content)
        source.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-I", "-m", reader.__name__, *limits],
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
        return _judge(status, target.read(reader.MAX_UITVOER_BYTES + 1))


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):  # it and all it started are gone already
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _judge(status: int, output: bytes) -> Mapping[str, Blad] | Bevinding:
    if status in (reader.TE_ZWAAR, -signal.SIGKILL, -signal.SIGXCPU, -signal.SIGXFSZ):
        return bevinding("WERKBOEK_TE_ZWAAR", reden="tijd of geheugen is op")
    if status == reader.NIET_GESTART:
        raise LezerOnbruikbaar("het leesprogramma start niet; controleer de installatie en de geheugengrens")
    if status != 0:
        return bevinding("WERKBOEK_ONLEESBAAR", reden="het leesprogramma brak af")
    try:
        answer = json.loads(output)
        if "fault" in answer:
            reason, word = _REASONS[answer["fault"]]
            return bevinding("WERKBOEK_ONLEESBAAR", reden=reason, waarde=word or answer["kind"])
        return {sheet["naam"]: _sheet(sheet) for sheet in answer["bladen"]}
    except (ValueError, KeyError, TypeError, RecursionError):
        # The child read hostile bytes: believe its words no more than theirs.
        return bevinding("WERKBOEK_ONLEESBAAR", reden="het leesprogramma gaf een onbruikbaar antwoord")


def _sheet(sheet: dict[str, Any]) -> Blad:
    return Blad(
        naam=sheet["naam"],
        zichtbaar=sheet["zichtbaar"],
        cellen={(row, column): Cel(kind, text, formula) for row, column, kind, text, formula in sheet["cellen"]},
        opmerkingen=tuple((row, column) for row, column in sheet["opmerkingen"]),
        samengevoegd=tuple(sheet["samengevoegd"]),
        verborgen_rijen=frozenset(sheet["verborgen_rijen"]),
        verborgen_kolommen=tuple((first, last) for first, last in sheet["verborgen_kolommen"]),
        tekening=sheet["tekening"],
        koptekst=sheet["koptekst"],
    )

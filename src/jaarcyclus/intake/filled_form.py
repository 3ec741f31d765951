"""Reads the filled form: every cell of the workbook ends up as a value, a fixed text or a finding; none is skipped.

The form says where people may write (`workbook.form`, `workbook.tables`); whatever stands elsewhere would be lost in
silence, so it is a finding. Whether the values make sense is for `intake.expectations` and `intake.checks`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from jaarcyclus.intake.cells import read_cell
from jaarcyclus.intake.sandbox import Blad, Cel
from jaarcyclus.intake.sheets import judge_sheets, read_mark_texts
from jaarcyclus.profile.verantwoording import Verantwoording
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.workbook.form import (
    GEEN_PEILDATUM,
    KENMERKEN,
    MAX_TEKST_WERKBOEK,
    REGELS,
    SJABLOON,
    TOTAALRIJEN,
    VERSIE,
    Kenmerken,
    Plaats,
    Soort,
    Tabel,
    cel,
    vaste_cellen,
)
from jaarcyclus.workbook.rows import Rij, Waarde
from jaarcyclus.workbook.tables import KANTEN, tabellen


@dataclass(frozen=True, kw_only=True)
class Invulling:
    """What was filled in: rows per sheet, the totals as stored, and the findings on the way.

    `totalen`: (lasten, baten or saldo; column) -> cell, None when it is empty. `twijfel`: the (sheet, column) of
    which Excel's total means nothing, because a cell gave no value or is no number, or a line has no known side.
    """

    rijen: Mapping[str, tuple[Rij, ...]]
    totalen: Mapping[tuple[str, str], Cel | None]
    twijfel: frozenset[tuple[str, str]]
    bevindingen: tuple[Bevinding, ...]


def read_kenmerken(bladen: Mapping[str, Blad]) -> Kenmerken | Bevinding:
    """Return for whom and what the workbook was made, or why it is not one of ours."""
    if KENMERKEN not in bladen:
        return bevinding("SJABLOON_ONBEKEND", reden="de kenmerken ontbreken")
    texts = read_mark_texts(bladen[KENMERKEN])
    if texts.get("sjabloon") != SJABLOON:
        return bevinding("SJABLOON_ONBEKEND", reden="het heeft de kenmerken van een ander sjabloon")
    if texts.get("versie") != VERSIE:
        return bevinding("SJABLOON_VEROUDERD", waarde=texts.get("versie", ""), verwacht=VERSIE)
    if not _is_complete(texts):
        return bevinding("SJABLOON_ONBEKEND", reden="de kenmerken zijn gewijzigd")
    return Kenmerken(
        profiel=texts["profiel"],
        perceel=texts["perceel"],
        product=texts["product"],
        boekjaar=int(texts["boekjaar"]),
        eerste_jaar=texts["eerste_jaar"] == "ja",
        peildatum=_day(texts["peildatum"]),
    )


def _is_complete(texts: Mapping[str, str]) -> bool:
    boekjaar = texts.get("boekjaar", "")
    return (
        {"profiel", "perceel", "product", "boekjaar", "eerste_jaar", "peildatum"} <= texts.keys()
        and texts["product"] in PRODUCTS
        and texts["eerste_jaar"] in ("ja", "nee")
        and (texts["peildatum"] == GEEN_PEILDATUM or _day(texts["peildatum"]) is not None)
        and len(boekjaar) == 4
        and boekjaar.isascii()
        and boekjaar.isdigit()
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_form(bladen: Mapping[str, Blad], kenmerken: Kenmerken, verantwoording: Verantwoording) -> Invulling:
    """Return everything people filled in. Sheets that are absent have no rows and a finding."""
    tables = tabellen(kenmerken, verantwoording)
    found = list(judge_sheets(bladen))
    forms = [_Form(tabel, bladen[tabel.blad]) for tabel in tables if tabel.blad in bladen]
    rows: dict[str, tuple[Rij, ...]] = {tabel.blad: () for tabel in tables}
    totals: dict[tuple[str, str], Cel | None] = {}
    for form in forms:
        form.read()
        found += form.bevindingen
        rows[form.tabel.blad] = form.rows()
        totals |= {key: form.blad.cellen.get(place) for place, key in form.totals.items()}
    found += _judge_volume(rows, [form.tabel for form in forms])
    doubts = frozenset((form.tabel.blad, sleutel) for form in forms for sleutel in form.twijfel)
    return Invulling(rijen=rows, totalen=totals, twijfel=doubts, bevindingen=tuple(found))


def _judge_volume(rows: Mapping[str, Sequence[Rij]], forms: Iterable[Tabel]) -> Iterator[Bevinding]:
    """Yield a finding when all that people typed together is more than documents of ordinary size hold."""
    counts = {tabel.blad: sum(_count_text(row, tabel) for row in rows[tabel.blad]) for tabel in forms}
    total = sum(counts.values())
    if total > MAX_TEKST_WERKBOEK:
        most = max(counts, key=lambda name: counts[name])
        yield bevinding("WERKBOEK_TE_VEEL_TEKST", blad=most, waarde=total, aantal=total, grens=MAX_TEKST_WERKBOEK)


def _count_text(row: Rij, tabel: Tabel) -> int:
    typed = [row.waarden.get(kolom.sleutel) for kolom in tabel.kolommen if kolom.soort in (Soort.TEKST, Soort.WAARDE)]
    return sum(len(value) for value in typed if isinstance(value, str))


@dataclass
class _Form:
    """One table while it is being read."""

    tabel: Tabel
    blad: Blad
    waarden: dict[int, dict[str, Waarde]] = field(default_factory=dict)
    twijfel: set[str] = field(default_factory=set)
    bevindingen: list[Bevinding] = field(default_factory=list)

    @property
    def totals(self) -> dict[Plaats, tuple[str, str]]:
        """Where the totals stand: place -> (lasten, baten or saldo; column)."""
        if self.tabel.blad != REGELS:
            return {}
        amounts = [kolom for kolom in self.tabel.kolommen if kolom.soort == Soort.BEDRAG and not kolom.leeg]
        return {
            (row, self.tabel.kolomnummer(kolom.sleutel)): (name, kolom.sleutel)
            for name, row in TOTAALRIJEN.items()
            for kolom in amounts
        }

    def read(self) -> None:
        fixed, totals = vaste_cellen(self.tabel), self.totals
        for place, text in fixed.items():
            cell = self.blad.cellen.get(place)
            if cell is None or cell.tekst != text:
                self._find("CEL_GEWIJZIGD", place, verwacht=f"'{text}'")
        for place, cell in self.blad.cellen.items():
            if place not in fixed and place not in totals and not cell.is_blank:
                self._take(place, cell)
        for area in self.blad.samengevoegd:
            self.bevindingen.append(bevinding("CELLEN_SAMENGEVOEGD", blad=self.blad.naam, cel=area))
        self._judge_hidden()
        self._doubt_sides()

    def rows(self) -> tuple[Rij, ...]:
        if self.tabel.elke_rij:
            for row in range(self.tabel.eerste_rij, self.tabel.laatste_rij + 1):
                self.waarden.setdefault(row, {})
        for number, key in enumerate(self.tabel.vaste_rijen or ()):
            self.waarden[self.tabel.eerste_rij + number][self.tabel.kolommen[0].sleutel] = key
        return tuple(Rij(row, values) for row, values in sorted(self.waarden.items()))

    def _take(self, place: Plaats, cell: Cel) -> None:
        row, column = place
        if not self._is_input(row, column):
            self._find("CEL_BUITEN_SJABLOON", place)
            return
        kolom = self.tabel.kolommen[column - 1]
        outcome = read_cell(cell, kolom, self.blad.naam, cel(row, column))
        self.waarden.setdefault(row, {})[kolom.sleutel] = outcome.waarde
        if outcome.bevinding:
            self.bevindingen.append(outcome.bevinding)
            self.twijfel.add(kolom.sleutel)

    def _doubt_sides(self) -> None:
        """A line that is neither lasten nor baten is in no total: its amounts are the cause, not the totals."""
        if self.tabel.blad == REGELS and any(values.get("kant") not in KANTEN for values in self.waarden.values()):
            self.twijfel |= {sleutel for _, sleutel in self.totals.values()}

    def _is_input(self, row: int, column: int) -> bool:
        first = 2 if self.tabel.vaste_rijen else 1
        return self.tabel.eerste_rij <= row <= self.tabel.laatste_rij and first <= column <= len(self.tabel.kolommen)

    def _judge_hidden(self) -> None:
        for row in sorted(self.waarden.keys() & self.blad.verborgen_rijen):
            self._find("RIJ_VERBORGEN", (row, 1))
        for number, kolom in enumerate(self.tabel.kolommen, 1):
            filled = any(values.get(kolom.sleutel) is not None for values in self.waarden.values())
            if filled and self.blad.is_hidden_column(number):
                self._find("KOLOM_VERBORGEN", (self.tabel.kop_rij, number))

    def _find(self, code: str, place: Plaats, **words: object) -> None:
        cell = self.blad.cellen.get(place)
        value = cell.tekst if cell else ""
        self.bevindingen.append(bevinding(code, blad=self.blad.naam, cel=cel(*place), waarde=value, **words))

"""Between figures and the rows of the form, in both directions: what `writer` writes, `intake.filled_form` gets.

A row holds one value a column: text, an integer (cents, hundredths of an fte, a whole number) or None for an empty
cell. Nothing here knows where a cell is, or whether a value makes sense (`intake.expectations`, `intake.checks`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from jaarcyclus.figures.records import Figures, Indicator, Line, Risico, Staff
from jaarcyclus.profile.verantwoording import Verantwoording
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.workbook.extra_tables import EXTRA_SHEETS
from jaarcyclus.workbook.form import EXTERN, INDICATOREN, MENSKRACHT, REGELS, RISICOS, TOELICHTING, Marks

Value = str | int | None


@dataclass(frozen=True)
class Row:
    """One filled row: its number on the sheet, from 1, and column key -> value."""

    number: int
    values: Mapping[str, Value]


def rows_of(figures: Figures, verantwoording: Verantwoording) -> dict[str, list[dict[str, Value]]]:
    """Return the rows to write per sheet; the form decides where they stand."""
    return {
        REGELS: [_row_of_line(line) for line in figures.regels],
        TOELICHTING: [
            {"kop": heading.code, "tekst": figures.toelichting.get(heading.code)}
            for heading in verantwoording.koppen_of(figures.product)
        ],
        INDICATOREN: [asdict(indicator) for indicator in figures.indicatoren],
        RISICOS: [asdict(risico) for risico in figures.risicos],
        MENSKRACHT: [asdict(figures.menskracht)] if figures.menskracht else [],
        **{EXTRA_SHEETS[key]: [dict(row) for row in rows] for key, rows in figures.bladen.items()},
    }


def figures_of(kenmerken: Marks, rows: Mapping[str, Iterable[Row]]) -> Figures:
    """Return the figures in the rows; an absent text becomes empty, an absent number 0, absent amounts stay None."""
    return Figures(
        profiel=kenmerken.profiel,
        product=kenmerken.product,
        boekjaar=kenmerken.boekjaar,
        perceel=kenmerken.perceel,
        eerste_jaar=kenmerken.eerste_jaar,
        regels=tuple(_line_of(row, kenmerken.product) for row in rows[REGELS]),
        toelichting={_text(row, "kop"): _text(row, "tekst") for row in rows[TOELICHTING]},
        indicatoren=tuple(_indicator_of(row) for row in rows.get(INDICATOREN, ())),
        risicos=tuple(_risico_of(row) for row in rows.get(RISICOS, ())),
        menskracht=next((_menskracht_of(row) for row in rows.get(MENSKRACHT, ())), None),
        bladen=_extra_of(rows),
    )


def _extra_of(rows: Mapping[str, Iterable[Row]]) -> dict[str, tuple[dict[str, str | int], ...]]:
    """Return the rows of the sheets that are switched on; of one that is empty there is nothing."""
    filled = {key: [_filled(row) for row in rows.get(sheet, ())] for key, sheet in EXTRA_SHEETS.items()}
    return {key: tuple(found) for key, found in filled.items() if found}


def _filled(row: Row) -> dict[str, str | int]:
    return {"rij": row.number, **{name: value for name, value in row.values.items() if value not in (None, "")}}


def _row_of_line(line: Line) -> dict[str, Value]:
    return {
        "taakveld": line.taakveld,
        "categorie": line.categorie,
        "kant": line.kant,
        "omschrijving": line.omschrijving,
        "aard": "incidenteel" if line.incidenteel else "structureel",
        "wederpartij": line.wederpartij,
        "btw_regime": line.btw_regime,
        "soort_mutatie": line.soort_mutatie,
        "toelichting": line.toelichting,
        **line.bedragen_cent,
    }


def _line_of(row: Row, product: str) -> Line:
    wederpartij = _text(row, "wederpartij")
    return Line(
        taakveld=_text(row, "taakveld"),
        categorie=_text(row, "categorie"),
        kant=_text(row, "kant"),
        omschrijving=_text(row, "omschrijving"),
        incidenteel=_text(row, "aard") == "incidenteel",
        wederpartij=None if wederpartij in ("", EXTERN) else wederpartij,
        btw_regime=_text(row, "btw_regime"),
        bedragen_cent={column: _amount(row, column) for column in PRODUCTS[product].columns},
        rij=row.number,
        soort_mutatie=_text(row, "soort_mutatie") or None,
        toelichting=_text(row, "toelichting") or None,
    )


def _indicator_of(row: Row) -> Indicator:
    texts: dict[str, Any] = {
        name: _text(row, name)
        for name in ("doel", "indicator", "eenheid", "nulwaarde", "bron", "streefwaarde", "eigenaar")
    }
    realisatie = _text(row, "realisatie") or None
    return Indicator(**texts, nuljaar=_amount(row, "nuljaar") or 0, realisatie=realisatie)


def _risico_of(row: Row) -> Risico:
    return Risico(
        omschrijving=_text(row, "omschrijving"),
        kans_pct=_amount(row, "kans_pct") or 0,
        gevolg_cent=_amount(row, "gevolg_cent") or 0,
        maatregel=_text(row, "maatregel"),
    )


def _menskracht_of(row: Row) -> Staff:
    return Staff(
        formatie_fte_honderdste=_amount(row, "formatie_fte_honderdste") or 0,
        bezetting_fte_honderdste=_amount(row, "bezetting_fte_honderdste") or 0,
        externe_inhuur_cent=_amount(row, "externe_inhuur_cent") or 0,
    )


def _text(row: Row, name: str) -> str:
    value = row.values.get(name)
    return value if isinstance(value, str) else ""


def _amount(row: Row, name: str) -> int | None:
    value = row.values.get(name)
    return value if isinstance(value, int) else None

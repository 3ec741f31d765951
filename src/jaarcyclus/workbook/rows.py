"""Between figures and the rows of the form, in both directions: what `writer` writes, `intake.filled_form` gets.

A row holds one value a column: text, an integer (cents, hundredths of an fte, a whole number) or None for an empty
cell. Nothing here knows where a cell is, or whether a value makes sense (`intake.expectations`, `intake.checks`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from jaarcyclus.figures.records import Cijfers, Indicator, Menskracht, Regel, Risico
from jaarcyclus.profile.verantwoording import Verantwoording
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.workbook.form import EXTERN, INDICATOREN, MENSKRACHT, REGELS, RISICOS, TOELICHTING, Kenmerken

Waarde = str | int | None


@dataclass(frozen=True)
class Rij:
    """One filled row: its number on the sheet, from 1, and column key -> value."""

    rij: int
    waarden: Mapping[str, Waarde]


def rows_of(cijfers: Cijfers, verantwoording: Verantwoording) -> dict[str, list[dict[str, Waarde]]]:
    """Return the rows to write per sheet; the form decides where they stand."""
    return {
        REGELS: [_row_of_regel(regel) for regel in cijfers.regels],
        TOELICHTING: [{"kop": kop.code, "tekst": cijfers.toelichting.get(kop.code)} for kop in verantwoording.koppen],
        INDICATOREN: [asdict(indicator) for indicator in cijfers.indicatoren],
        RISICOS: [asdict(risico) for risico in cijfers.risicos],
        MENSKRACHT: [asdict(cijfers.menskracht)] if cijfers.menskracht else [],
    }


def cijfers_of(kenmerken: Kenmerken, rows: Mapping[str, Iterable[Rij]]) -> Cijfers:
    """Return the figures in the rows; an absent text becomes empty, an absent number 0, absent amounts stay None."""
    return Cijfers(
        profiel=kenmerken.profiel,
        product=kenmerken.product,
        boekjaar=kenmerken.boekjaar,
        perceel=kenmerken.perceel,
        eerste_jaar=kenmerken.eerste_jaar,
        regels=tuple(_regel_of(row, kenmerken.product) for row in rows[REGELS]),
        toelichting={_text(row, "kop"): _text(row, "tekst") for row in rows[TOELICHTING]},
        indicatoren=tuple(_indicator_of(row) for row in rows[INDICATOREN]),
        risicos=tuple(_risico_of(row) for row in rows[RISICOS]),
        menskracht=next((_menskracht_of(row) for row in rows[MENSKRACHT]), None),
    )


def _row_of_regel(regel: Regel) -> dict[str, Waarde]:
    return {
        "taakveld": regel.taakveld,
        "categorie": regel.categorie,
        "kant": regel.kant,
        "omschrijving": regel.omschrijving,
        "aard": "incidenteel" if regel.incidenteel else "structureel",
        "wederpartij": regel.wederpartij,
        "btw_regime": regel.btw_regime,
        **regel.bedragen_cent,
    }


def _regel_of(row: Rij, product: str) -> Regel:
    wederpartij = _text(row, "wederpartij")
    return Regel(
        taakveld=_text(row, "taakveld"),
        categorie=_text(row, "categorie"),
        kant=_text(row, "kant"),
        omschrijving=_text(row, "omschrijving"),
        incidenteel=_text(row, "aard") == "incidenteel",
        wederpartij=None if wederpartij in ("", EXTERN) else wederpartij,
        btw_regime=_text(row, "btw_regime"),
        bedragen_cent={kolom: _amount(row, kolom) for kolom in PRODUCTS[product].columns},
        rij=row.rij,
    )


def _indicator_of(row: Rij) -> Indicator:
    texts: dict[str, Any] = {
        name: _text(row, name)
        for name in ("doel", "indicator", "eenheid", "nulwaarde", "bron", "streefwaarde", "eigenaar")
    }
    realisatie = _text(row, "realisatie") or None
    return Indicator(**texts, nuljaar=_amount(row, "nuljaar") or 0, realisatie=realisatie)


def _risico_of(row: Rij) -> Risico:
    return Risico(
        omschrijving=_text(row, "omschrijving"),
        kans_pct=_amount(row, "kans_pct") or 0,
        gevolg_cent=_amount(row, "gevolg_cent") or 0,
        maatregel=_text(row, "maatregel"),
    )


def _menskracht_of(row: Rij) -> Menskracht:
    return Menskracht(
        formatie_fte_honderdste=_amount(row, "formatie_fte_honderdste") or 0,
        bezetting_fte_honderdste=_amount(row, "bezetting_fte_honderdste") or 0,
        externe_inhuur_cent=_amount(row, "externe_inhuur_cent") or 0,
    )


def _text(row: Rij, name: str) -> str:
    value = row.waarden.get(name)
    return value if isinstance(value, str) else ""


def _amount(row: Rij, name: str) -> int | None:
    value = row.waarden.get(name)
    return value if isinstance(value, int) else None

"""Writes the workbook a perceel fills in: one .xlsx per submission and product, empty or filled with figures.

The same input gives the same bytes. Validation lists and locked cells help people and guarantee nothing: whatever
comes back is read as a stranger's file (`intake`). Where a cell stands is `workbook.form` and `workbook.tables`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from jaarcyclus.figures.records import Cijfers, totaal_cent
from jaarcyclus.printing.spreadsheet import build_workbook, write_cent, write_count, write_text
from jaarcyclus.profile.records import Inzendplicht, Profile
from jaarcyclus.terms.iv3 import load_codelijst
from jaarcyclus.terms.products import PRODUCTS, name_product
from jaarcyclus.workbook.form import (
    BLADEN,
    CODES,
    KENMERKEN,
    LEESWIJZER,
    REGELS,
    TOTAALRIJEN,
    Kenmerken,
    Kolom,
    Plaats,
    Soort,
    Tabel,
    cel,
    kolomletter,
    vaste_cellen,
)
from jaarcyclus.workbook.info_sheets import infobladen, lijst_bereik, zegel, zegelnaam
from jaarcyclus.workbook.rows import Waarde, rows_of
from jaarcyclus.workbook.styles import make_styles, print_one_page_wide, row_height
from jaarcyclus.workbook.tables import tabellen

_HOOGTE_TOELICHTING = 120  # points: eight lines
_MAX_LOSSE_RIJEN = 100  # of these each cell is coloured, so that nothing below the table invites
_BREEDTE_LEESWIJZER = 110
_PROTECTION = {"format_columns": True, "format_rows": True, "sort": True}


def maak_werkboek(
    profile: Profile,
    inzendplicht: Inzendplicht,
    product: str,
    boekjaar: int,
    inhoud: Cijfers | None = None,
    *,
    eerste_jaar: bool = False,
) -> bytes:
    """Return the .xlsx for one submission: the empty form, or filled with `inhoud` as the office would fill it.

    `eerste_jaar`: there is no history, so t-2 and t-1 stay empty and say so; `inhoud` says it itself.
    """
    kenmerken = Kenmerken(
        profiel=profile.profiel,
        perceel=inzendplicht.code,
        product=product,
        boekjaar=boekjaar,
        eerste_jaar=inhoud.eerste_jaar if inhoud else eerste_jaar,
        peildatum=profile.peildatum(product, boekjaar),
    )
    lijst, verantwoording = load_codelijst(boekjaar), profile.verantwoording_over(boekjaar)
    forms = tabellen(kenmerken, verantwoording)

    def fill(workbook: Any) -> None:
        sheets = {name: workbook.add_worksheet(name) for name in BLADEN}
        styles = make_styles(workbook)
        infos = infobladen(profile, inzendplicht, kenmerken, lijst)
        _write_leeswijzer(sheets[LEESWIJZER], infos[LEESWIJZER], styles)
        rows = rows_of(inhoud, verantwoording) if inhoud else {}
        for tabel in forms:
            _write_tabel(sheets[tabel.blad], tabel, rows.get(tabel.blad, []), styles)
        _write_totals(sheets[REGELS], forms[0], kenmerken, inhoud, styles)
        _write_codes(sheets[CODES], infos[CODES], styles)
        _write_kenmerken(sheets[KENMERKEN], kenmerken, infos)

    titel = f"{name_product(product, boekjaar)} – {inzendplicht.naam}"
    return _lock_structure(build_workbook(fill, titel=titel, datum=date(boekjaar - 1, 1, 1)))


def _write_tabel(sheet: Any, tabel: Tabel, rows: Sequence[Mapping[str, Waarde]], styles: Any) -> None:
    for number, kolom in enumerate(tabel.kolommen):
        _prepare_column(sheet, tabel, kolom, number, styles)
    for (row, column), text in vaste_cellen(tabel).items():
        write_text(sheet, row - 1, column - 1, text, styles(_style_of(tabel, row)))
    for offset, waarden in enumerate(rows):
        for number, kolom in enumerate(tabel.kolommen):
            if not _is_locked(tabel, number):
                _write_value(sheet, tabel.kop_rij + offset, number, kolom, waarden[kolom.sleutel], styles)
    _set_heights(sheet, tabel, rows)
    sheet.freeze_panes(tabel.kop_rij, 0)
    sheet.protect("", _PROTECTION)
    print_one_page_wide(sheet)


def _prepare_column(sheet: Any, tabel: Tabel, kolom: Kolom, number: int, styles: Any) -> None:
    """Lock what is above the table, and colour and unlock the cells to fill in.

    A format of the whole column does that for five thousand rows without writing their empty cells.
    """
    locked, short = _is_locked(tabel, number), tabel.laatste_rij - tabel.kop_rij <= _MAX_LOSSE_RIJEN
    sheet.set_column(number, number, kolom.breedte, styles(kolom.soort, locked=locked or short))
    for row in range(tabel.kop_rij):
        sheet.write_blank(row, number, None, styles("label"))
    if short and not locked:
        for row in range(tabel.kop_rij, tabel.laatste_rij):
            sheet.write_blank(row, number, None, styles(kolom.soort))
    _add_rule(sheet, tabel, kolom, number)


def _set_heights(sheet: Any, tabel: Tabel, rows: Sequence[Mapping[str, Waarde]]) -> None:
    sheet.set_row(tabel.kop_rij - 1, row_height((kolom.kop, kolom.breedte) for kolom in tabel.kolommen))
    least = _HOOGTE_TOELICHTING if tabel.vaste_rijen else None
    wrapped = [kolom for kolom in tabel.kolommen if kolom.soort == Soort.TEKST]
    for offset, waarden in enumerate(rows or [{}] * len(tabel.vaste_rijen or ())):
        texts = [(str(waarden.get(kolom.sleutel) or ""), kolom.breedte) for kolom in wrapped]
        height = row_height(texts, least) if least else row_height(texts)
        if height != row_height([]):  # an ordinary row keeps growing with what is typed in it
            sheet.set_row(tabel.kop_rij + offset, height)


def _is_locked(tabel: Tabel, number: int) -> bool:
    return tabel.kolommen[number].leeg or (tabel.vaste_rijen is not None and number == 0)


def _style_of(tabel: Tabel, row: int) -> str:
    return {1: "titel", 2: "uitleg", tabel.kop_rij: "kop"}.get(row, "label")


def _write_value(sheet: Any, row: int, column: int, kolom: Kolom, waarde: Waarde, styles: Any) -> None:
    style = styles(kolom.soort)
    if waarde is None or waarde == "":
        return
    if kolom.soort in (Soort.BEDRAG, Soort.FTE):
        write_cent(sheet, row, column, int(waarde), style)  # both are hundredths inside
    elif kolom.soort == Soort.GETAL:
        write_count(sheet, row, column, int(waarde), style)
    else:
        shown = {code: name for name, code in (kolom.keuzes or {}).items()}
        write_text(sheet, row, column, shown.get(str(waarde), str(waarde)), style)


def _add_rule(sheet: Any, tabel: Tabel, kolom: Kolom, number: int) -> None:
    rule = _rule_of(tabel, kolom)
    if rule and not _is_locked(tabel, number):
        titled = {**rule, "error_title": kolom.kop[:32]}
        sheet.data_validation(tabel.eerste_rij - 1, number, tabel.laatste_rij - 1, number, titled)


def _rule_of(tabel: Tabel, kolom: Kolom) -> dict[str, Any] | None:
    source = list(kolom.keuzes) if kolom.keuzes else _listed_source(kolom.sleutel, tabel)
    if source is not None:
        message = "Kies een waarde uit de lijst; de codes staan op het blad Codelijsten."
        return {"validate": "list", "source": source, "error_message": message}
    if kolom.soort in (Soort.TEKST, Soort.WAARDE):
        message = f"Hooguit {kolom.max_tekst} tekens in deze cel."
        return {"validate": "length", "criteria": "<=", "value": kolom.max_tekst, "error_message": message}
    return None


def _listed_source(sleutel: str, tabel: Tabel) -> str | None:
    if sleutel == "categorie":
        kant = f"${kolomletter(tabel.kolomnummer('kant'))}{tabel.eerste_rij}"
        return f'=IF({kant}="baten",{lijst_bereik("categorie_baten")},{lijst_bereik("categorie_lasten")})'
    return f"={lijst_bereik(sleutel)}" if sleutel in ("taakveld", "wederpartij") else None


def _write_totals(sheet: Any, tabel: Tabel, kenmerken: Kenmerken, inhoud: Cijfers | None, styles: Any) -> None:
    for kolom in PRODUCTS[kenmerken.product].columns:
        number = tabel.kolomnummer(kolom)
        if tabel.kolommen[number - 1].leeg:
            continue
        regels = inhoud.regels if inhoud else ()
        sums = {kant: totaal_cent(regels, kant, kolom) for kant in ("lasten", "baten")}
        sums["saldo"] = sums["baten"] - sums["lasten"]
        for name, row in TOTAALRIJEN.items():
            formula = totaalformule(tabel, name, number)
            sheet.write_formula(
                row - 1, number - 1, formula, styles(Soort.BEDRAG, locked=True), Decimal(sums[name]) / 100
            )


def totaalformule(tabel: Tabel, name: str, kolom: int) -> str:
    """Return the formula of a total; its result is stored with it, so that every reader sees the amount."""
    if name == "saldo":
        return f"={cel(TOTAALRIJEN['baten'], kolom)}-{cel(TOTAALRIJEN['lasten'], kolom)}"
    letter, kant = kolomletter(kolom), kolomletter(tabel.kolomnummer("kant"))
    first, last = tabel.eerste_rij, tabel.laatste_rij
    return f'=SUMIFS({letter}${first}:{letter}${last},${kant}${first}:${kant}${last},"{name}")'


def _write_leeswijzer(sheet: Any, cells: Mapping[Plaats, str], styles: Any) -> None:
    sheet.set_column(0, 0, _BREEDTE_LEESWIJZER)
    for (row, column), line in cells.items():
        write_text(sheet, row - 1, column - 1, line, styles("titel" if row == 1 else Soort.TEKST, locked=True))
        if row > 1:
            sheet.set_row(row - 1, row_height([(line, _BREEDTE_LEESWIJZER)]))
    sheet.protect("")
    print_one_page_wide(sheet)


def _write_codes(sheet: Any, cells: Mapping[Plaats, str], styles: Any) -> None:
    for (row, column), text in cells.items():
        write_text(sheet, row - 1, column - 1, text, styles("kop") if row == 1 else styles(Soort.CODE, locked=True))
    for column in {column for _, column in cells}:
        sheet.set_column(column - 1, column - 1, 12 if column % 3 == 1 else 48)  # a code, its name, a gap
    sheet.set_row(0, row_height((text, 12) for (row, _), text in cells.items() if row == 1))
    sheet.freeze_panes(1, 0)
    sheet.protect("")
    print_one_page_wide(sheet)


def _write_kenmerken(sheet: Any, kenmerken: Kenmerken, infos: Mapping[str, Mapping[Plaats, str]]) -> None:
    seals = {zegelnaam(blad): zegel(texts) for blad, texts in infos.items()}
    for row, (name, text) in enumerate({**kenmerken.as_texts(), **seals}.items()):
        write_text(sheet, row, 0, name)
        write_text(sheet, row, 1, text)
    sheet.protect("")
    sheet.very_hidden()


def _lock_structure(content: bytes) -> bytes:
    """Forbid adding, removing and renaming sheets; xlsxwriter has no call for it."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(target, "w", ZIP_DEFLATED) as locked:
        for info in source.infolist():
            part = source.read(info)
            if info.filename == "xl/workbook.xml":
                part = part.replace(b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>')
            locked.writestr(info, part)
    return target.getvalue()

"""The sheets that people only read, Start and Codelijsten: what stands in which cell, and a seal on it.

What somebody types there is read by nobody. The seal stands on the hidden sheet: it tells a changed sheet from one that
an older list of codes, or another release, wrote otherwise. On Start the state of each sheet is reckoned: no seal is on
those cells.
"""

from collections.abc import Collection, Mapping, Sequence

from jaarcyclus.profile.records import Inzendplicht, Profile
from jaarcyclus.terms import canonical
from jaarcyclus.terms.days import format_date, to_working_day
from jaarcyclus.terms.iv3 import CodeList
from jaarcyclus.terms.products import NO_HISTORY, PRODUCTS, name_product
from jaarcyclus.workbook.form import (
    CODES,
    START,
    START_FIRST_SHEET,
    START_STATE_COLUMN,
    CellPlace,
    FormTable,
    Marks,
    column_letter,
)
from jaarcyclus.workbook.prompts import SHEET_TASKS, VAT_MEANINGS
from jaarcyclus.workbook.spoken import Lists, speak
from jaarcyclus.workbook.states import FREE, is_reckoned
from jaarcyclus.workbook.tables import MAX_LINES

_LISTS: Mapping[str, tuple[int, str]] = {  # column and heading
    "taakveld": (1, "Taakveld"),
    "categorie_lasten": (2, "Categorie lasten"),
    "categorie_baten": (3, "Categorie baten"),
    "wederpartij": (4, "Wederpartij"),
}


def start_cells(
    profile: Profile,
    inzendplicht: Inzendplicht,
    kenmerken: Marks,
    code_list: CodeList,
    tables: Sequence[FormTable],
    charges: Sequence[str] = (),
) -> dict[CellPlace, str]:
    """Return the texts of Start: for whom and until when, what to do on each sheet, `charges`, how to fill them in."""
    head = [
        f"{profile.naam} – {name_product(kenmerken.product, kenmerken.boekjaar)} – {inzendplicht.naam}",
        f"Voor: {profile.name_person(inzendplicht.indiener)}. Gebruik dit werkboek niet voor een ander perceel, "
        "product of boekjaar.",
        *_about_deadline(profile, kenmerken),
        f"Vragen? Stel ze aan: {profile.name_person(profile.controller)}.",
    ]
    cells = {(row, 1): line for row, line in enumerate(head, 1)}
    cells |= {(START_FIRST_SHEET - 1, column): name for column, name in enumerate(("Blad", "Stand", "Wat u doet"), 1)}
    for row, table in enumerate(tables, START_FIRST_SHEET):
        cells |= {(row, 1): table.sheet, (row, 3): SHEET_TASKS.get(table.sheet, table.explanation)}
        cells |= {} if is_reckoned(table) else {(row, START_STATE_COLUMN): FREE}
    guide = [*charges, *guide_lines(profile, kenmerken, code_list)]
    return cells | {(row, 1): line for row, line in enumerate(guide, START_FIRST_SHEET + len(tables) + 1) if line}


def is_state(sheet: str, place: CellPlace, tables: int) -> bool:
    """Return whether Start reckons the state of a sheet in this cell."""
    first = START_FIRST_SHEET
    return sheet == START and place[1] == START_STATE_COLUMN and first <= place[0] < first + tables


def code_cells(lists: Lists, used: Mapping[str, Collection[str]]) -> dict[CellPlace, str]:
    """Return the texts of Codelijsten: below each heading the codes this perceel uses, then the others."""
    cells: dict[CellPlace, str] = {}
    for name, codes in lists.items():
        column, heading = _LISTS[name]
        first = [code for code in codes if code in used.get(name, ())]
        ordered = [*first, *(code for code in codes if code not in first)]
        texts = (heading, *(speak(code, codes[code]) for code in ordered))
        cells |= {(row, column): text for row, text in enumerate(texts, 1)}
    return cells


def code_range(name: str, lists: Lists) -> str:
    """Return where the codes of a list stand, as a formula names it: to the last, for an empty cell allows all."""
    letter = column_letter(_LISTS[name][0])
    return f"{CODES}!${letter}$2:${letter}${len(lists[name]) + 1}"


def seal_name(sheet: str) -> str:
    """Return under which name the hidden sheet keeps the seal of a sheet."""
    return f"zegel {sheet}"


def seal(texts: Mapping[CellPlace, str]) -> str:
    """Return the seal on the texts of a sheet: another for every other text or place."""
    return canonical.sha256(canonical.dumps([[*place, text] for place, text in sorted(texts.items())]))


def guide_lines(profile: Profile, kenmerken: Marks, code_list: CodeList) -> list[str]:
    """Return how the form is filled in, a heading first."""
    return [
        "Zo vult u het in",
        "Vul alleen de lichtgele cellen in. Grijze cellen zijn al gevuld, of rekent het werkboek zelf uit. Het geel "
        f"groeit mee als u verder typt, tot {MAX_LINES} regels.",
        "Voeg geen rijen, kolommen of bladen toe en voeg geen cellen samen. Laat ongebruikte rijen leeg.",
        "Neemt u gegevens over uit een ander bestand? Kies dan Plakken speciaal, Waarden ('Plak als waarden'). Knip "
        "niet.",
        "Bedragen in euro's met hooguit twee decimalen; 0 als er niets is. Lasten en baten zijn beide positief; een "
        "min is een correctie.",
        "Kies codes uit de lijst ('0.4 Overhead'); alleen de code mag ook. 0.10 (mutaties reserves) is iets anders dan "
        "0.1 (bestuur).",
        "Wederpartij: het perceel waarmee u verrekent; leeg of 'extern' als dat er niet is.",
        "Rechts op het blad Regels staat per regel de afwijking (V is voordeel, N is nadeel) en wat er nog mist. Leg "
        "grote afwijkingen uit in de kolom Toelichting op de regel.",
        f"Toelichting: vul elk onderdeel in ({profile.verantwoording_over(kenmerken.boekjaar).grondslag}).",
        *_about_codes(code_list),
        *_about_history(kenmerken),
        *_about_cutoff(kenmerken),
        *_about_prefill(kenmerken),
        "Wat in tekstvakken, opmerkingen of op dit blad staat, wordt niet gelezen.",
        "Sla het werkboek op als .xlsx en dien het in. U krijgt binnen enkele minuten antwoord, per cel.",
        "",
        "Btw-regimes",
        *(f"{name}: {meaning}" for name, meaning in VAT_MEANINGS.items()),
    ]


def _about_deadline(profile: Profile, kenmerken: Marks) -> list[str]:
    calendar = profile.kalender.producten.get(kenmerken.product)
    if calendar is None:
        return ["Inleveren: de dag staat op de pagina Inleveren."]
    day = format_date(to_working_day(calendar.indienen.in_boekjaar(kenmerken.boekjaar)))
    return [f"Inleveren uiterlijk {day}. Is er uitstel, dan staat de nieuwe dag op de pagina Inleveren."]


def _about_codes(code_list: CodeList) -> list[str]:
    return [code_list.caveat or f"De codes zijn die van Iv3 {code_list.boekjaar} (CBS); zie het blad Codelijsten."]


def _about_cutoff(kenmerken: Marks) -> list[str]:
    if kenmerken.peildatum is None:
        return []
    day = format_date(kenmerken.peildatum)
    return [f"De realisatie loopt tot en met {day} (de peildatum); wat daarna komt, hoort in de prognose."]


def _about_prefill(kenmerken: Marks) -> list[str]:
    if not kenmerken.stand:
        return []
    return [
        "Vooringevuld met wat de samenwerking weet. Wat vaststaat is grijs: de waarde van de samenwerking telt.",
        "Hebt u een vooringevulde regel niet meer nodig? Laat haar staan en vul 0 in. Nieuwe regels komen eronder.",
        "Bedragen in schuine blauwe cijfers zijn een voorstel: de laatste raming of wat de kaderbrief geeft. Ze tellen "
        "pas als u indient.",
        "Bij Toelichting staat de vorige tekst ernaast, om te lezen: schrijf een eigen tekst over deze periode.",
    ]


def _about_history(kenmerken: Marks) -> list[str]:
    if not (PRODUCTS[kenmerken.product].history and kenmerken.eerste_jaar):
        return []
    return [f"De kolommen {kenmerken.boekjaar - 2} en {kenmerken.boekjaar - 1} blijven leeg ({NO_HISTORY})."]

"""The sheets that people only read, Leeswijzer and Codelijsten: what stands in which cell, and a seal on it.

What somebody types there is read by nobody. The seal stands on the hidden sheet: it tells a changed sheet from one that
an older list of codes, or another release, wrote otherwise.
"""

from collections.abc import Mapping

from jaarcyclus.profile.records import Inzendplicht, Profile
from jaarcyclus.terms import canonical
from jaarcyclus.terms.days import format_date
from jaarcyclus.terms.iv3 import CodeList
from jaarcyclus.terms.products import NO_HISTORY, PRODUCTS, name_product
from jaarcyclus.workbook.form import CODES, EXTERN, GUIDE, CellPlace, Marks, column_letter

_LISTS: Mapping[str, int] = {"taakveld": 1, "categorie_lasten": 4, "categorie_baten": 7, "wederpartij": 10}  # columns
_LAST_ROW = 100


def info_sheets(
    profile: Profile, inzendplicht: Inzendplicht, kenmerken: Marks, code_list: CodeList
) -> dict[str, dict[CellPlace, str]]:
    """Return sheet -> place -> text of every cell with text."""
    lines = guide_lines(profile, inzendplicht, kenmerken, code_list)
    return {
        GUIDE: {(row, 1): line for row, line in enumerate(lines, 1) if line},
        CODES: _codes(profile, inzendplicht, code_list),
    }


def _codes(profile: Profile, inzendplicht: Inzendplicht, code_list: CodeList) -> dict[CellPlace, str]:
    others = {duty.code: duty.naam for duty in profile.inzendplichten() if duty != inzendplicht}
    lists = {
        "taakveld": ("Taakveld", code_list.taakvelden),
        "categorie_lasten": ("Categorie lasten", code_list.categorieen_lasten),
        "categorie_baten": ("Categorie baten", code_list.categorieen_baten),
        "wederpartij": ("Wederpartij", {EXTERN: "buiten de samenwerking", **others}),
    }
    cells: dict[CellPlace, str] = {}
    for name, (heading, codes) in lists.items():
        column = _LISTS[name]
        for row, (code, description) in enumerate([(heading, "Omschrijving"), *codes.items()], 1):
            cells |= {(row, column): code, (row, column + 1): description}
    return cells


def code_range(name: str) -> str:
    """Return where the codes of a list stand, as a formula names it."""
    letter = column_letter(_LISTS[name])
    return f"{CODES}!${letter}$2:${letter}${_LAST_ROW}"


def seal_name(sheet: str) -> str:
    """Return under which name the hidden sheet keeps the seal of a sheet."""
    return f"zegel {sheet}"


def seal(texts: Mapping[CellPlace, str]) -> str:
    """Return the seal on the texts of a sheet: another for every other text or place."""
    return canonical.sha256(canonical.dumps([[*place, text] for place, text in sorted(texts.items())]))


def guide_lines(profile: Profile, inzendplicht: Inzendplicht, kenmerken: Marks, code_list: CodeList) -> list[str]:
    """Return the lines of the sheet, the title first."""
    return [
        f"{profile.naam} – {name_product(kenmerken.product, kenmerken.boekjaar)} – {inzendplicht.naam}",
        "",
        "Dit werkboek is alleen voor dit perceel, dit product en dit boekjaar. Gebruik het niet voor een ander.",
        "Vul alleen de lichtgele cellen in. Voeg geen rijen, kolommen of bladen toe en voeg geen cellen samen.",
        "Neemt u gegevens over uit een ander bestand? Kies dan Plakken speciaal, Waarden ('Plak als waarden').",
        "Laat ongebruikte rijen leeg. Wat in tekstvakken, opmerkingen of op dit blad staat, wordt niet gelezen.",
        "Regels: één regel per taakveld, categorie en omschrijving. Bedragen in euro's met hooguit twee decimalen.",
        "Is er geen bedrag, vul dan 0 in. Lasten en baten zijn beide positief; een min is een correctie.",
        "Taakveld en categorie zijn tekst: 0.10 (mutaties reserves) is iets anders dan 0.1 (bestuur).",
        "Wederpartij: de code van het perceel waarmee u verrekent; leeg of 'extern' als dat er niet is.",
        f"Toelichting: vul elk onderdeel in ({profile.verantwoording_over(kenmerken.boekjaar).grondslag}).",
        "Doelen en indicatoren: bij elk doel ten minste één indicator.",
        *_about_codes(code_list),
        *_about_history(kenmerken),
        *_about_cutoff(kenmerken),
        *_about_prefill(kenmerken),
        "Sla het werkboek op als .xlsx en dien het in. U krijgt binnen enkele minuten antwoord, per cel.",
    ]


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
        "Vooringevuld met wat de samenwerking weet. Wat vaststaat is niet geel: de waarde van de samenwerking telt.",
        "Hebt u een vooringevulde regel niet meer nodig? Laat haar staan en vul 0 in. Nieuwe regels komen eronder.",
        "Bedragen in schuine blauwe cijfers zijn een voorstel: de laatste raming. Ze tellen pas als u indient.",
        "Bij Toelichting staat de vorige tekst ernaast, om te lezen: schrijf een eigen tekst over deze periode.",
    ]


def _about_history(kenmerken: Marks) -> list[str]:
    if not (PRODUCTS[kenmerken.product].history and kenmerken.eerste_jaar):
        return []
    return [f"De kolommen {kenmerken.boekjaar - 2} en {kenmerken.boekjaar - 1} blijven leeg ({NO_HISTORY})."]

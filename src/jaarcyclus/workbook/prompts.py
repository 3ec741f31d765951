"""What the form says beside a cell, before and after something is typed in it: Dutch, and short, for Excel cuts it off.

A text names the place where its reader finds what he needs. What a VAT regime means is said here and on Start; which
one a service has is the sender's to know (BTW law decides per service).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from jaarcyclus.workbook.form import INDICATOREN, MENSKRACHT, REGELS, RISICOS, TOELICHTING, CellKind, FormColumn

MAX_PROMPT, MAX_TITLE = 255, 32
"""Excel's own limits."""
VAT_MEANINGS: Mapping[str, str] = {
    "belast": "u brengt btw in rekening en trekt de btw op uw inkopen af. Bedragen zonder btw.",
    "vrijgesteld": "u brengt geen btw in rekening en trekt er geen af. Bedragen met de btw die u zelf betaalt.",
    "koepelvrijstelling": "een dienst aan de deelnemers tegen kostprijs, zonder btw. Ict, salarissen, financiële "
    "administratie en uitlenen van personeel vallen er niet onder.",
    "compensabel (BCF)": "de gemeenten krijgen de btw terug uit het BTW-compensatiefonds. Bedragen zonder btw.",
    "buiten de btw": "er is geen btw, zoals bij eigen salarissen en bijdragen van de gemeenten.",
}
SHEET_TASKS: Mapping[str, str] = {
    REGELS: "Vul per regel de codes en de bedragen in. Bovenaan ziet u de bijdrage en wat er nog mist.",
    TOELICHTING: "Schrijf bij elk onderdeel wat er anders is, waardoor, en wat u doet.",
    INDICATOREN: "Geef bij elk doel ten minste één indicator met nulwaarde, streefwaarde en eigenaar.",
    RISICOS: "Noem de risico's met kans, gevolg en maatregel. Zijn er geen: laat het blad leeg.",
    MENSKRACHT: "Vul formatie, bezetting en externe inhuur in; 0 als er niets is.",
}
_PASTE = "Plakt u uit een ander bestand: kies Plakken speciaal, Waarden."


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """What stands beside the cell once it is chosen, and what a refused entry is told."""

    asked: str
    refused: str = ""


_PROMPTS: Mapping[tuple[str, str], Prompt] = {
    (REGELS, "taakveld"): Prompt(
        asked=f"Kies het taakveld uit de lijst, of typ de code: 0.4. {_PASTE}",
        refused="Dit taakveld staat niet in de lijst. Alle taakvelden staan op het blad Codelijsten, kolom A.",
    ),
    (REGELS, "kant"): Prompt(
        asked="Kies lasten of baten. De lijst met categorieën hangt hiervan af.",
        refused="Kies 'lasten' of 'baten' uit de lijst bij deze cel.",
    ),
    (REGELS, "categorie"): Prompt(
        asked="Kies eerst lasten of baten; deze lijst past zich aan.",
        refused="Deze categorie staat niet in de lijst. Die van de lasten staan op het blad Codelijsten in kolom B, "
        "die van de baten in kolom C.",
    ),
    (REGELS, "omschrijving"): Prompt(asked="In gewone woorden, zoals de regel in het document komt te staan."),
    (REGELS, "aard"): Prompt(
        asked="Incidenteel is eenmalig, in de regel hooguit drie jaar. Al het andere is structureel.",
        refused="Kies 'structureel' of 'incidenteel' uit de lijst bij deze cel.",
    ),
    (REGELS, "wederpartij"): Prompt(
        asked="Het perceel waarmee u dit verrekent. Laat leeg, of kies extern, als dat er niet is.",
        refused="Deze wederpartij staat niet in de lijst. Alle percelen staan op het blad Codelijsten, kolom D.",
    ),
    (REGELS, "btw_regime"): Prompt(
        asked="belast: btw op de rekening. vrijgesteld: geen btw, geen aftrek. koepelvrijstelling: dienst aan "
        "deelnemers tegen kostprijs. compensabel (BCF): gemeente krijgt btw terug. buiten de btw: salarissen, "
        "bijdragen. Meer: blad Start.",
        refused="Kies een regime uit de lijst bij deze cel. Wat elk betekent, staat onderaan op het blad Start.",
    ),
    (REGELS, "soort_mutatie"): Prompt(
        asked="Waardoor is het bedrag anders dan eerder? Kies uit de lijst; mag leeg blijven.",
        refused="Kies uit de lijst bij deze cel: index, areaal, nieuw beleid, taakstelling, incidenteel of technisch.",
    ),
    (REGELS, "toelichting"): Prompt(asked="Waardoor wijkt deze regel af? Nodig zodra bij Let op staat: licht toe."),
    (INDICATOREN, "doel"): Prompt(
        asked="Kies het doel uit de lijst.",
        refused="Kies een doel uit de lijst bij deze cel; het zijn de doelen van de samenwerking.",
    ),
    (INDICATOREN, "nuljaar"): Prompt(asked="Het jaar waarin de nulwaarde is gemeten, zoals 2025."),
    (INDICATOREN, "realisatie"): Prompt(asked="Alleen bij de verantwoording. Niet gemeten? Schrijf: niet gemeten."),
    (INDICATOREN, "eigenaar"): Prompt(asked="De functie, geen naam."),
    (RISICOS, "kans_pct"): Prompt(asked="In hele procenten: 20 betekent 20 %."),
    (MENSKRACHT, "formatie_fte_honderdste"): Prompt(asked="In fte, hooguit twee decimalen: 12,50."),
    (MENSKRACHT, "bezetting_fte_honderdste"): Prompt(asked="In fte, hooguit twee decimalen: 11,75."),
}
_BY_KIND: Mapping[CellKind, Prompt] = {
    CellKind.AMOUNT: Prompt(
        asked="In hele euro's of met centen; 0 als er geen bedrag is.",
        refused="Typ hier een bedrag in euro's, zonder letters: 1234,56.",
    ),
    CellKind.NUMBER: Prompt(asked="Een geheel getal.", refused="Typ hier een geheel getal, zonder letters."),
    CellKind.FTE: Prompt(asked="", refused="Typ hier een getal, zonder letters: 12,50."),
}


def prompt_of(sheet: str, column: FormColumn) -> Prompt:
    """Return what is said beside the cells of a column; what a kind of cell has in common where it has none itself."""
    own, shared = _PROMPTS.get((sheet, column.sleutel)), _BY_KIND.get(column.kind, Prompt(asked=""))
    asked = own.asked if own else shared.asked
    refused = (own.refused if own else "") or shared.refused
    return Prompt(asked=asked, refused=refused or f"Hooguit {column.max_text} tekens in deze cel.")

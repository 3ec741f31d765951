"""The findings of the sheets that a profile switches on (rules 6, ADR 0035): they add up, and fit the lines.

Part of the closed list in `terms.finding_kinds`.
"""

from collections.abc import Mapping

from jaarcyclus.terms.finding_kind import FindingKind, refusing, warning

EXTRA_SHEET_FINDINGS: Mapping[str, FindingKind] = {
    "KAPITAALLAST_TE_LAAG": warning(
        "De kapitaallast per jaar is lager dan het bedrag, min de bijdragen van derden, gedeeld door de termijn.",
        "{minste} of meer",
        "Kijk na of bedrag, termijn en kapitaallast kloppen. Kloppen zij, dan hoeft u niets te doen.",
    ),
    "RESERVE_SLUIT_NIET": refusing(
        "De stand op 31 december is niet de stand op 1 januari plus de storting min de onttrekking, met het andere "
        "verloop erbij.",
        "{eind}",
        "Controleer de bedragen van deze reserve. Wat niet over taakveld 0.10 loopt, zoals het resultaat van vorig "
        "jaar, hoort bij het andere verloop; wat eraf gaat met een minteken.",
    ),
    "RESERVES_PASSEN_NIET_BIJ_REGELS": refusing(
        "De {wat} zijn samen {op_blad}. Op het blad Regels staat bij de {kant} op taakveld 0.10, categorie 7.1: "
        "{op_regels}.",
        "op beide bladen hetzelfde bedrag",
        "Pas het blad aan dat niet klopt.",
    ),
    "SUBSIDIES_PASSEN_NIET_BIJ_REGELS": warning(
        "De verstrekte subsidies zijn samen {op_blad}. Op het blad Regels staat bij de lasten op de categorieën "
        "4.2 en 4.3: {op_regels}.",
        "op het blad Regels ten minste dit bedrag op 4.2 (aan bedrijven) en 4.3 (aan andere instellingen en personen)",
        "Kijk na of de subsidies in de regels staan, en op welke categorie.",
    ),
    "DIENST_GEMEENTE_ONBEKEND": refusing(
        "Deze gemeente doet niet mee.",
        "{verwacht}",
        "Vul de naam van een deelnemende gemeente in, geschreven zoals hier staat.",
    ),
    "DIENST_KLOPT_NIET": refusing(
        "{aantal} maal {tarief} is {bedrag}.",
        "{bedrag}",
        "Controleer tarief, aantal en bedrag.",
    ),
    "CONTRACT_EINDIGT_EERDER": refusing(
        "Dit contract eindigt voordat het in {begin} begint.",
        "{begin} of later",
        "Controleer het eerste en het laatste jaar.",
    ),
    "CONTRACTEN_BOVEN_LASTEN": warning(
        "De contracten kosten samen {totaal}. Alle lasten op het blad Regels zijn samen {lasten}.",
        "niet meer dan de lasten",
        "Kijk na of alle contracten in de regels zitten, en of de bedragen van een jaar zijn.",
    ),
    "LEVERANCIER_IN_ANDER_PERCEEL": warning(
        "Met '{leverancier}' heeft ook {perceel} een contract: '{andere}'.",
        "een contract in één werkboek",
        "Spreek af wie het opneemt. Zijn het twee contracten, laat de controller dat dan met een reden afdoen.",
    ),
    "IC_MEER_DAN_OMVANG": refusing(
        "De fouten en onzekerheden van dit proces zijn samen meer dan de omvang ervan.",
        "niet meer dan de omvang",
        "Controleer de bedragen van deze rij.",
    ),
    "IC_BOVEN_NORM": warning(
        "De fouten en onzekerheden zijn samen {fouten}. Dat is meer dan {procent}% van de lasten zonder stortingen in "
        "reserves, {lasten}.",
        "hooguit {procent}% (de norm voor rechtmatigheid sinds boekjaar 2025)",
        "Schrijf op het blad Toelichting wat er is gebeurd en wat u eraan doet. De controller meldt het.",
    ),
    "NEE_ZONDER_REDEN": refusing(
        "Bij dit nee ontbreekt {wat}.",
        "bij een nee de reden, de kans, het gevolg en de maatregel",
        "Vul alle cellen van de rij in.",
    ),
}

"""The findings on one cell of a workbook: what stands there, or how it looks, is not what its column asks.

Part of the closed list in `terms.finding_kinds`.
"""

from collections.abc import Mapping

from jaarcyclus.terms.finding_kind import FindingKind, refusing, warning

_TYPE_A_NUMBER = "Typ het getal opnieuw."

CELL_FINDINGS: Mapping[str, FindingKind] = {
    "CEL_FOUTWAARDE": refusing(
        "In deze cel staat een foutwaarde van Excel.", "{verwacht}", "Herstel de formule of typ de waarde in."
    ),
    "FORMULE_ZONDER_WAARDE": refusing(
        "Van deze formule is geen uitkomst opgeslagen.",
        "{verwacht}",
        "Open het werkboek in Excel, sla het opnieuw op en dien het opnieuw in. "
        "Blijft deze melding, dan geeft de formule een lege tekst: vul de waarde in, of 0.",
    ),
    "BEDRAG_GEEN_GETAL": refusing(
        "Dit is geen bedrag.", "een bedrag in euro's, zoals 1.234,56", "Typ het bedrag als getal."
    ),
    "BEDRAG_ONLEESBAAR": refusing(
        "Dit bedrag is op meer dan een manier te lezen, of niet te lezen.",
        "een bedrag in euro's, zoals 1.234,56",
        "Typ het bedrag als getal, met een komma voor de centen.",
    ),
    "BEDRAG_MET_PUNT": refusing(
        "In dit bedrag staat een punt op een plaats waar geen drietal cijfers begint; wij raden niet wat u bedoelt.",
        "een komma voor de centen, en punten alleen tussen drietallen: 686.700,12",
        "Typ het bedrag als getal. Stond de punt voor de centen, typ dan een komma; meer dan twee cijfers erachter kan "
        "niet.",
    ),
    "BEDRAG_ALS_TEKST": warning(
        "Dit bedrag is opgeslagen als tekst; wij lazen {gelezen}. Excel {gevolg}.",
        "een bedrag als getal",
        "Typ het bedrag opnieuw als getal.",
    ),
    "BEDRAG_TE_VEEL_DECIMALEN": refusing(
        "Dit bedrag heeft meer dan twee decimalen; wij ronden niet stilzwijgend af.",
        "een bedrag in hele centen",
        "Rond het bedrag af op centen, bij een formule met AFRONDEN(…;2).",
    ),
    "BEDRAG_TE_GROOT": refusing(
        "Dit bedrag is te groot om waar te zijn.", "minder dan € 10.000.000.000.000", "Controleer het bedrag."
    ),
    "BEDRAG_ZONDER_HISTORIE": refusing(
        "Deze kolom hoort leeg te zijn: in het eerste jaar is er geen historie.",
        "een lege cel",
        "Maak de cel leeg.",
    ),
    "CODE_ALS_GETAL": refusing(
        "Deze code is als getal opgeslagen; dan is 0.10 niet van 0.1 te onderscheiden.",
        "een code als tekst, zoals 0.4",
        "Geef de cel de eigenschap Tekst (of begin met een aanhalingsteken: '0.10) en typ de code opnieuw.",
    ),
    "CODE_ALS_DATUM": refusing(
        "Excel heeft van deze code een datum gemaakt.",
        "een code als tekst, zoals 3.8",
        "Geef de cel de eigenschap Tekst en typ de code opnieuw.",
    ),
    "PROCENT_OPGEMAAKT": refusing(
        "Deze cel heeft de opmaak Percentage: Excel toont honderd keer de waarde die is opgeslagen.",
        "een getal zonder procentopmaak",
        "Zet de celopmaak op Getal en typ het getal opnieuw: voor 25% typt u 25.",
    ),
    "GETAL_TE_GROOT": refusing(
        "Dit getal is te groot om waar te zijn.", "minder dan 1.000.000.000.000.000", _TYPE_A_NUMBER
    ),
    "TEKST_VERWACHT": refusing("Hier hoort tekst te staan.", "tekst", "Typ de tekst opnieuw."),
    "DATUM_VERWACHT": refusing(
        "Hier hoort een datum te staan.", "een datum zoals 1-11-2026", "Typ de dag, de maand en het jaar in cijfers."
    ),
    "TEKST_TE_LANG": refusing(
        "Deze tekst is te lang ({lengte} tekens).", "hooguit {grens} tekens", "Kort de tekst in."
    ),
    "TEKST_TE_VEEL_REGELS": refusing(
        "Deze tekst heeft te veel regels ({aantal}).",
        "hooguit {grens} regels in een cel",
        "Haal lege regels en regeleinden weg, of kort de tekst in.",
    ),
    "TEKST_ONZICHTBAAR": refusing(
        "In deze tekst staan tekens die niemand ziet, of die de leesrichting omdraaien: {tekens}.",
        "alleen zichtbare tekst",
        "Wis het teken op de genoemde plaats, of typ de tekst opnieuw.",
    ),
    "TEKST_GESTAPELD": refusing(
        "In deze tekst staan te veel losse accenten op één letter: {tekens}.",
        "hooguit twee losse accenten op een letter",
        "Wis de accenten op de genoemde plaats, of typ de tekst opnieuw.",
    ),
    "TEKST_ONLEESBAAR": refusing(
        "In deze tekst staan tekens die niet af te drukken zijn.",
        "leesbare tekst",
        "Typ de tekst opnieuw.",
    ),
    "GETAL_ANDERS_GETOOND": refusing(
        "De opmaak van deze cel toont iets anders dan het getal dat erin staat.",
        "een getal dat te zien is zoals het is opgeslagen",
        "Kies bij de opmaak van de cel Getal of Valuta, een gewoon lettertype, een leesbare grootte en een zichtbare "
        "kleur, en haal voorwaardelijke opmaak weg. Kijk welk getal er staat en verbeter het zo nodig. Heeft het meer "
        "decimalen dan u ziet, rond het dan af met AFRONDEN(…;2).",
    ),
    "GETAL_AFGEROND_GETOOND": warning(
        "Deze cel toont minder cijfers dan het getal heeft; wij lazen {gelezen}, en dat telt.",
        "een getal dat te zien is zoals het is opgeslagen",
        "Kijk of dit het getal is dat u bedoelt, en toon het met twee decimalen.",
    ),
    "TEKST_ANDERS_GETOOND": refusing(
        "De opmaak van deze cel toont iets anders dan de tekst die erin staat.",
        "een tekst die te zien is zoals hij is opgeslagen",
        "Kies bij de opmaak van de cel Tekst of Standaard, een gewoon lettertype, een leesbare grootte en een "
        "zichtbare kleur, en haal voorwaardelijke opmaak weg. Typ een exponent als teken (³). Kijk wat er staat en "
        "verbeter het zo nodig.",
    ),
    "KEUZE_MET_SPATIES": refusing(
        "Voor of achter deze keuze staan spaties; {gevolg}.",
        "een keuze uit de lijst",
        "Kies de waarde opnieuw uit de lijst.",
    ),
    "GETAL_VERWACHT": refusing(
        "Hier hoort een geheel getal te staan.", "een geheel getal, zoals 25: geen 0,25 en geen p.m.", _TYPE_A_NUMBER
    ),
    "FTE_VERWACHT": refusing(
        "Hier hoort een getal te staan met hooguit twee decimalen.",
        "een getal zoals 12,50, dat Excel als getal kent en niet als tekst",
        _TYPE_A_NUMBER,
    ),
}

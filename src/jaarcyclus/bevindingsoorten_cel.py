"""The findings on one cell (`cellen`), with what they say; part of the closed list of `bevindingsoorten`."""

from collections.abc import Mapping

from jaarcyclus.bevindingsoort import Soort, fout, waarschuwing

_TYP_GETAL = "Typ het getal opnieuw."

CELSOORTEN: Mapping[str, Soort] = {
    "CEL_FOUTWAARDE": fout(
        "In deze cel staat een foutwaarde van Excel.", "{verwacht}", "Herstel de formule of typ de waarde in."
    ),
    "FORMULE_ZONDER_WAARDE": fout(
        "Van deze formule is geen uitkomst opgeslagen.",
        "{verwacht}",
        "Open het werkboek in Excel, sla het opnieuw op en dien het opnieuw in. "
        "Blijft deze melding, dan geeft de formule een lege tekst: vul de waarde in, of 0.",
    ),
    "BEDRAG_GEEN_GETAL": fout(
        "Dit is geen bedrag.", "een bedrag in euro's, zoals 1.234,56", "Typ het bedrag als getal."
    ),
    "BEDRAG_ONLEESBAAR": fout(
        "Dit bedrag is op meer dan een manier te lezen, of niet te lezen.",
        "een bedrag in euro's, zoals 1.234,56",
        "Typ het bedrag als getal, met een komma voor de centen.",
    ),
    "BEDRAG_ALS_TEKST": waarschuwing(
        "Dit bedrag is opgeslagen als tekst; wij lazen {gelezen}. Excel telt het niet mee in het totaal.",
        "een bedrag als getal",
        "Typ het bedrag opnieuw als getal.",
    ),
    "BEDRAG_TE_VEEL_DECIMALEN": fout(
        "Dit bedrag heeft meer dan twee decimalen; wij ronden niet stilzwijgend af.",
        "een bedrag in hele centen",
        "Rond het bedrag af op centen, bij een formule met AFRONDEN(…;2).",
    ),
    "BEDRAG_TE_GROOT": fout(
        "Dit bedrag is te groot om waar te zijn.", "minder dan € 10.000.000.000.000", "Controleer het bedrag."
    ),
    "BEDRAG_ZONDER_HISTORIE": fout(
        "Deze kolom hoort leeg te zijn: in het eerste jaar is er geen historie.",
        "een lege cel",
        "Maak de cel leeg.",
    ),
    "CODE_ALS_GETAL": fout(
        "Deze code is als getal opgeslagen; dan is 0.10 niet van 0.1 te onderscheiden.",
        "een code als tekst, zoals 0.4",
        "Geef de cel de eigenschap Tekst (of begin met een aanhalingsteken: '0.10) en typ de code opnieuw.",
    ),
    "CODE_ALS_DATUM": fout(
        "Excel heeft van deze code een datum gemaakt.",
        "een code als tekst, zoals 3.8",
        "Geef de cel de eigenschap Tekst en typ de code opnieuw.",
    ),
    "PROCENT_OPGEMAAKT": fout(
        "Deze cel heeft de opmaak Percentage: Excel toont honderd keer de waarde die is opgeslagen.",
        "een getal zonder procentopmaak",
        "Zet de celopmaak op Getal en typ het getal opnieuw: voor 25% typt u 25.",
    ),
    "GETAL_TE_GROOT": fout("Dit getal is te groot om waar te zijn.", "minder dan 1.000.000.000.000.000", _TYP_GETAL),
    "TEKST_VERWACHT": fout("Hier hoort tekst te staan.", "tekst", "Typ de tekst opnieuw."),
    "TEKST_TE_LANG": fout("Deze tekst is te lang ({lengte} tekens).", "hooguit {grens} tekens", "Kort de tekst in."),
    "TEKST_TE_VEEL_REGELS": fout(
        "Deze tekst heeft te veel regels ({aantal}).",
        "hooguit {grens} regels in een cel",
        "Haal lege regels en regeleinden weg, of kort de tekst in.",
    ),
    "TEKST_ONZICHTBAAR": fout(
        "In deze tekst staan tekens die niemand ziet, of die de leesrichting omdraaien: {tekens}.",
        "alleen zichtbare tekst",
        "Wis het teken op de genoemde plaats, of typ de tekst opnieuw.",
    ),
    "TEKST_ONLEESBAAR": fout(
        "In deze tekst staan tekens die niet af te drukken zijn.",
        "leesbare tekst",
        "Typ de tekst opnieuw.",
    ),
    "GETAL_VERWACHT": fout("Hier hoort een geheel getal te staan.", "een geheel getal", _TYP_GETAL),
    "FTE_VERWACHT": fout(
        "Hier hoort een aantal fte te staan met hooguit twee decimalen.",
        "een aantal, zoals 12,50",
        _TYP_GETAL,
    ),
}

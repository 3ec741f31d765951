"""The closed list of findings: a stable UPPER_SNAKE code, and beside it the Dutch sentences a person reads.

A sender, a test and next year's check must mean the same thing by a code, so never reuse or rename one. The rules of
`expectations/*.json` carry their own code and sentences in `meta`, in the same form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Ernst = Literal["fout", "waarschuwing"]


@dataclass(frozen=True)
class Soort:
    """What a code says. `{placeholders}` are filled in by `bevinding`."""

    ernst: Ernst
    melding: str
    verwacht: str
    herstel: str


def _fout(melding: str, verwacht: str, herstel: str) -> Soort:
    return Soort("fout", melding, verwacht, herstel)


def _waarschuwing(melding: str, verwacht: str, herstel: str) -> Soort:
    return Soort("waarschuwing", melding, verwacht, herstel)


_NIEUW = "Download het werkboek van dit perceel opnieuw en neem uw invoer daarin over."
_OPSLAAN = "Open het werkboek in Excel, kies Opslaan als, soort Excel-werkmap (.xlsx), en dien dat bestand in."
_LEEG_SJABLOON = "alleen invoer in de invulvelden van het sjabloon"

SOORTEN: Mapping[str, Soort] = {
    # The file as a whole (quarantaine, intake)
    "BESTAND_LEEG": _fout("Het bestand is leeg.", "een ingevuld werkboek", "Dien het opgeslagen werkboek in."),
    "BESTAND_TE_GROOT": _fout(
        "Het bestand is te groot ({omvang}).",
        "hooguit {grens}",
        "Haal plaatjes en eigen bladen uit het werkboek en dien het opnieuw in.",
    ),
    "BESTAND_GEEN_XLSX": _fout("Dit is geen Excel-werkmap: {reden}.", "een .xlsx-bestand", _OPSLAAN),
    "BESTAND_VERSLEUTELD": _fout(
        "Het werkboek is met een wachtwoord versleuteld.",
        "een werkboek zonder wachtwoord",
        "Haal het wachtwoord weg (Bestand, Info, Werkmap beveiligen) en dien het opnieuw in.",
    ),
    "BESTAND_BESCHADIGD": _fout("Het bestand is beschadigd: {reden}.", "een onbeschadigd .xlsx-bestand", _OPSLAAN),
    "BESTAND_VERDACHT": _fout(
        "Het bestand is niet opgebouwd zoals Excel dat doet: {reden}.", "een gewone .xlsx", _OPSLAAN
    ),
    "BESTAND_MACROS": _fout("Het werkboek bevat macro's: {reden}.", "een werkboek zonder macro's", _OPSLAAN),
    "EXTERNE_KOPPELING": _fout(
        "Het werkboek haalt gegevens uit een ander bestand: {reden}.",
        "een werkboek dat op zichzelf staat",
        "Verbreek de koppelingen (Gegevens, Koppelingen bewerken), sla op en dien het opnieuw in.",
    ),
    "INGEBED_OBJECT": _fout(
        "In het werkboek zit een ander bestand of object: {reden}.",
        _LEEG_SJABLOON,
        "Verwijder het ingevoegde object, sla op en dien het opnieuw in.",
    ),
    "WERKBOEK_ONLEESBAAR": _fout("Het werkboek is niet te lezen: {reden}.", "een leesbaar .xlsx-bestand", _OPSLAAN),
    "WERKBOEK_TE_ZWAAR": _fout(
        "Het lezen van het werkboek kost te veel: {reden}.", "een werkboek van gewone omvang", _NIEUW
    ),
    # The template (invulling, inzending)
    "SJABLOON_ONBEKEND": _fout("Dit werkboek is niet uit ons sjabloon gemaakt: {reden}.", "het sjabloon", _NIEUW),
    "SJABLOON_VEROUDERD": _fout("Dit is een oude versie van het sjabloon.", "versie {verwacht}", _NIEUW),
    "PROFIEL_ONJUIST": _fout("Dit werkboek is van een andere samenwerking.", "{verwacht}", _NIEUW),
    "PERCEEL_ONJUIST": _fout("Dit werkboek is van een ander perceel dan verwacht.", "{verwacht}", _NIEUW),
    "BOEKJAAR_ZONDER_CODELIJST": _fout(
        "Voor dit boekjaar zijn er geen codelijsten.", "boekjaar {verwacht} of later", _NIEUW
    ),
    "BLAD_ONTBREEKT": _fout("Het blad ontbreekt of heeft een andere naam.", "het blad '{verwacht}'", _NIEUW),
    "BLAD_ONBEKEND": _fout(
        "Dit blad hoort niet bij het sjabloon; wat erop staat zou niet meetellen.",
        "alleen de bladen van het sjabloon",
        "Verwijder het blad en dien het werkboek opnieuw in.",
    ),
    "BLAD_VERBORGEN": _waarschuwing(
        "Het blad is verborgen; de inhoud telt wel mee.",
        "een zichtbaar blad",
        "Maak het blad zichtbaar en kijk het na.",
    ),
    "INFOBLAD_GEWIJZIGD": _waarschuwing(
        "Op dit blad staat tekst die niet van het sjabloon is; dit blad wordt niet gelezen.",
        "geen eigen tekst op dit blad",
        "Zet wat wij moeten weten op het blad Toelichting.",
    ),
    "CEL_GEWIJZIGD": _fout("Deze vaste tekst van het sjabloon is gewijzigd of verschoven.", "{verwacht}", _NIEUW),
    "CEL_BUITEN_SJABLOON": _fout(
        "Deze cel ligt buiten de invulvelden en zou niet meetellen.",
        _LEEG_SJABLOON,
        "Maak de cel leeg, of zet de inhoud in een invulveld.",
    ),
    "CELLEN_SAMENGEVOEGD": _fout(
        "Er zijn cellen samengevoegd; daarin gaan waarden verloren.",
        "één waarde in elke cel",
        "Kies Start, Samenvoegen opheffen, en kijk na of elke waarde er nog staat.",
    ),
    "OPMERKING_NIET_GELEZEN": _waarschuwing(
        "Bij deze cel staat een opmerking of notitie; die wordt niet gelezen.",
        "geen opmerkingen",
        "Zet wat wij moeten weten op het blad Toelichting.",
    ),
    "RIJ_VERBORGEN": _waarschuwing(
        "Een verborgen rij is ingevuld en telt mee.",
        "zichtbare rijen",
        "Maak de rij zichtbaar en kijk haar na.",
    ),
    "KOLOM_VERBORGEN": _waarschuwing(
        "Een verborgen kolom is ingevuld en telt mee.",
        "zichtbare kolommen",
        "Maak de kolom zichtbaar en kijk haar na.",
    ),
    # One cell (cellen)
    "CEL_FOUTWAARDE": _fout(
        "In deze cel staat een foutwaarde van Excel.", "{verwacht}", "Herstel de formule of typ de waarde in."
    ),
    "FORMULE_ZONDER_WAARDE": _fout(
        "Van deze formule is geen uitkomst opgeslagen.",
        "{verwacht}",
        "Open het werkboek in Excel, sla het opnieuw op en dien het opnieuw in.",
    ),
    "BEDRAG_GEEN_GETAL": _fout(
        "Dit is geen bedrag.", "een bedrag in euro's, zoals 1.234,56", "Typ het bedrag als getal."
    ),
    "BEDRAG_ONLEESBAAR": _fout(
        "Dit bedrag is op meer dan een manier te lezen, of niet te lezen.",
        "een bedrag in euro's, zoals 1.234,56",
        "Typ het bedrag als getal, met een komma voor de centen.",
    ),
    "BEDRAG_ALS_TEKST": _waarschuwing(
        "Dit bedrag is opgeslagen als tekst; wij lazen {gelezen}. Excel telt het niet mee in het totaal.",
        "een bedrag als getal",
        "Typ het bedrag opnieuw als getal.",
    ),
    "BEDRAG_TE_VEEL_DECIMALEN": _fout(
        "Dit bedrag heeft meer dan twee decimalen; wij ronden niet stilzwijgend af.",
        "een bedrag in hele centen",
        "Rond het bedrag af op centen, bij een formule met AFRONDEN(…;2).",
    ),
    "BEDRAG_TE_GROOT": _fout(
        "Dit bedrag is te groot om waar te zijn.", "minder dan € 10.000.000.000.000", "Controleer het bedrag."
    ),
    "BEDRAG_ZONDER_HISTORIE": _fout(
        "Deze kolom hoort leeg te zijn: in het eerste jaar is er geen historie.",
        "een lege cel",
        "Maak de cel leeg.",
    ),
    "CODE_ALS_GETAL": _fout(
        "Deze code is als getal opgeslagen; dan is 0.10 niet van 0.1 te onderscheiden.",
        "een code als tekst, zoals 0.4",
        "Geef de cel de eigenschap Tekst (of begin met een aanhalingsteken: '0.10) en typ de code opnieuw.",
    ),
    "TEKST_VERWACHT": _fout("Hier hoort tekst te staan.", "tekst", "Typ de tekst opnieuw."),
    "TEKST_TE_LANG": _fout("Deze tekst is te lang ({lengte} tekens).", "hooguit {grens} tekens", "Kort de tekst in."),
    "TEKST_ONLEESBAAR": _fout(
        "In deze tekst staan onzichtbare tekens die niet af te drukken zijn.",
        "leesbare tekst",
        "Typ de tekst opnieuw.",
    ),
    "GETAL_VERWACHT": _fout("Hier hoort een geheel getal te staan.", "een geheel getal", "Typ het getal opnieuw."),
    "FTE_VERWACHT": _fout(
        "Hier hoort een aantal fte te staan met hooguit twee decimalen.",
        "een aantal, zoals 12,50",
        "Typ het getal opnieuw.",
    ),
    # Across rows (checks)
    "REGELS_LEEG": _fout("Er is geen enkele regel ingevuld.", "ten minste één regel", "Vul de regels in."),
    "REGEL_DUBBEL": _fout(
        "Deze regel staat er twee keer; de eerste is rij {eerste}.",
        "elke regel één keer",
        "Voeg de regels samen of maak de omschrijving onderscheidend.",
    ),
    "COMBINATIE_VERBODEN": _waarschuwing(
        "Iv3 kent deze combinatie niet: taakveld {taakveld} met categorie {categorie} bij de {kant}.",
        "een toegestane combinatie",
        "Kies een ander taakveld of een andere categorie; overleg zo nodig met de controller.",
    ),
    "TOTAAL_ONJUIST": _fout(
        "Het totaal in het werkboek is niet de som van de regels.",
        "{verwacht}",
        "Herstel de totaalformule en kijk na of alle bedragen als getal zijn opgeslagen.",
    ),
    "TOTAAL_NIET_BEREKEND": _waarschuwing(
        "Er zijn totalen zonder opgeslagen uitkomst; wij rekenen met de som van de regels.",
        "berekende totalen",
        "Open het werkboek in Excel, sla het op en kijk of de totalen kloppen.",
    ),
    "WEDERPARTIJ_ONBEKEND": _fout(
        "Deze wederpartij is geen inzender van de samenwerking.",
        "{verwacht}",
        "Kies een code uit de lijst, of 'extern' als het geen perceel is.",
    ),
    "WEDERPARTIJ_EIGEN": _fout(
        "De wederpartij is het eigen perceel.", "een ander perceel", "Kies het andere perceel, of 'extern'."
    ),
    "DOEL_ZONDER_INDICATOR": _waarschuwing(
        "Niet elk doel van de samenwerking heeft een indicator.",
        "een indicator bij: {verwacht}",
        "Voeg een indicator toe, of licht toe waarom dit doel hier niet speelt.",
    ),
    # Between submissions (verrekening)
    "VERREKENING_ONGELIJK": _fout(
        "{betaler} boekt in '{kolom}' {lasten} lasten aan {ontvanger}, "
        "maar {ontvanger} boekt {baten} baten van {betaler}.",
        "aan beide kanten hetzelfde bedrag",
        "Stem het bedrag af met de andere manager; wie het wijzigt, dient een nieuw werkboek in.",
    ),
    "MEER_BEVINDINGEN": _waarschuwing(
        "Er zijn nog {aantal} bevindingen, waarvan {fouten} fouten.",
        "",
        "Herstel eerst de bevindingen hierboven en dien opnieuw in.",
    ),
    # The round (ontvangst)
    "TE_LAAT": _waarschuwing(
        "De inzending kwam na de sluitdag {datum}; zij telt mee omdat nog geen versie is gemaakt.",
        "een inzending uiterlijk op de sluitdag",
        "U hoeft niets te doen; de controller ziet dat de inzending te laat was.",
    ),
    "GEEN_OPEN_RONDE": _fout(
        "Voor {product} is geen ronde open.",
        "een werkboek van een ronde die open is",
        "Controleer of dit het werkboek van het juiste product en boekjaar is; vraag anders de controller.",
    ),
}

"""The closed list of findings on a workbook: how grave each is and its three Dutch sentences.

`{placeholders}` are filled in by `terms.findings.bevinding`. A code never changes its meaning: others read it.
"""

from collections.abc import Mapping

from jaarcyclus.terms.cell_findings import CELL_FINDINGS
from jaarcyclus.terms.check_findings import CHECK_FINDINGS
from jaarcyclus.terms.finding_kind import FindingKind, refusing, warning

_NEW_FORM = "Download het werkboek van dit perceel opnieuw en neem uw invoer daarin over."
_SAVE = "Open het werkboek in Excel, kies Opslaan als, soort Excel-werkmap (.xlsx), en dien dat bestand in."
_TO_TOELICHTING = "Zet wat wij moeten weten op het blad Toelichting."
_EMPTY_FORM = "alleen invoer in de invulvelden van het sjabloon"

FINDING_KINDS: Mapping[str, FindingKind] = {
    # The file as a whole (quarantaine, intake)
    "BESTAND_LEEG": refusing("Het bestand is leeg.", "een ingevuld werkboek", "Dien het opgeslagen werkboek in."),
    "BESTAND_TE_GROOT": refusing(
        "Het bestand is te groot ({omvang}).",
        "hooguit {grens}",
        "Haal plaatjes en eigen bladen uit het werkboek en dien het opnieuw in.",
    ),
    "BESTAND_GEEN_XLSX": refusing("Dit is geen Excel-werkmap: {reden}.", "een .xlsx-bestand", _SAVE),
    "BESTAND_VERSLEUTELD": refusing(
        "Het werkboek is met een wachtwoord versleuteld.",
        "een werkboek zonder wachtwoord",
        "Haal het wachtwoord weg (Bestand, Info, Werkmap beveiligen) en dien het opnieuw in.",
    ),
    "BESTAND_BESCHADIGD": refusing("Het bestand is beschadigd: {reden}.", "een onbeschadigd .xlsx-bestand", _SAVE),
    "BESTAND_VERDACHT": refusing(
        "Het bestand is niet opgebouwd zoals Excel dat doet: {reden}.", "een gewone .xlsx", _SAVE
    ),
    "BESTAND_MACROS": refusing("Het werkboek bevat macro's: {reden}.", "een werkboek zonder macro's", _SAVE),
    "EXTERNE_KOPPELING": refusing(
        "Het werkboek haalt gegevens uit een ander bestand: {reden}.",
        "een werkboek dat op zichzelf staat",
        "Verbreek de koppelingen (Gegevens, Koppelingen bewerken), sla op en dien het opnieuw in.",
    ),
    "INGEBED_OBJECT": refusing(
        "In het werkboek zit een ander bestand of object: {reden}.",
        _EMPTY_FORM,
        "Verwijder het ingevoegde object, sla op en dien het opnieuw in.",
    ),
    "WERKBOEK_ONLEESBAAR": refusing("Het werkboek is niet te lezen: {reden}.", "een leesbaar .xlsx-bestand", _SAVE),
    "WERKBOEK_TE_ZWAAR": refusing(
        "Het lezen van het werkboek kost te veel: {reden}.", "een werkboek van gewone omvang", _NEW_FORM
    ),
    # The template (invulling, inzending)
    "SJABLOON_ONBEKEND": refusing("Dit werkboek is niet uit ons sjabloon gemaakt: {reden}.", "het sjabloon", _NEW_FORM),
    "SJABLOON_VEROUDERD": refusing("Dit is een oude versie van het sjabloon.", "versie {verwacht}", _NEW_FORM),
    "PROFIEL_ONJUIST": refusing("Dit werkboek is van een andere samenwerking.", "{verwacht}", _NEW_FORM),
    "PERCEEL_ONJUIST": refusing("Dit werkboek is van een ander perceel dan verwacht.", "{verwacht}", _NEW_FORM),
    "BOEKJAAR_ZONDER_CODELIJST": refusing(
        "Voor dit boekjaar zijn er geen codelijsten.", "boekjaar {verwacht} of later", _NEW_FORM
    ),
    "BLAD_ONTBREEKT": refusing("Het blad ontbreekt of heeft een andere naam.", "het blad '{verwacht}'", _NEW_FORM),
    "BLAD_ONBEKEND": refusing(
        "Dit blad hoort niet bij het sjabloon; wat erop staat zou niet meetellen.",
        "alleen de bladen van het sjabloon",
        "Verwijder het blad en dien het werkboek opnieuw in.",
    ),
    "BLAD_VERBORGEN": warning(
        "Het blad is verborgen; de inhoud telt wel mee.",
        "een zichtbaar blad",
        "Maak het blad zichtbaar en kijk het na.",
    ),
    "INFOBLAD_GEWIJZIGD": warning(
        "Op dit blad staat iets anders dan het sjabloon erop zette; wat u hier typt, wordt niet gelezen.",
        "geen eigen tekst op dit blad",
        _TO_TOELICHTING,
    ),
    "WERKBOEK_TE_VEEL_TEKST": refusing(
        "In het werkboek staat te veel tekst: {aantal} tekens, het meest op dit blad.",
        "hooguit {grens} tekens in het hele werkboek",
        "Kort de teksten in; een bijlage gaat buiten het werkboek om.",
    ),
    "CEL_GEWIJZIGD": refusing("Deze vaste tekst van het sjabloon is gewijzigd of verschoven.", "{verwacht}", _NEW_FORM),
    "CEL_BUITEN_SJABLOON": refusing(
        "Deze cel ligt buiten de invulvelden en zou niet meetellen.",
        _EMPTY_FORM,
        "Maak de cel leeg, of zet de inhoud in een invulveld.",
    ),
    "REKENCEL_OVERSCHREVEN": warning(
        "In deze cel rekent het werkboek zelf; wat u hier typt, wordt niet gelezen.",
        "de formule van het sjabloon",
        "Zet uw tekst in de kolom Toelichting op de regel.",
    ),
    "CELLEN_SAMENGEVOEGD": refusing(
        "Er zijn cellen samengevoegd; daarin gaan waarden verloren.",
        "één waarde in elke cel",
        "Kies Start, Samenvoegen opheffen, en kijk na of elke waarde er nog staat.",
    ),
    "OPMERKING_NIET_GELEZEN": warning(
        "Bij deze cel staat een opmerking of notitie; die wordt niet gelezen.",
        "geen opmerkingen",
        _TO_TOELICHTING,
    ),
    "TEKENING_NIET_GELEZEN": warning(
        "Op dit blad staat een tekstvak, plaatje of grafiek; wat daarin staat, wordt niet gelezen.",
        "alleen tekst in cellen",
        _TO_TOELICHTING,
    ),
    "KOPTEKST_NIET_GELEZEN": warning(
        "In de kop- of voettekst van de pagina staat tekst; die wordt niet gelezen.",
        "alleen tekst in cellen",
        _TO_TOELICHTING,
    ),
    "FORMULES_GETOOND": warning(
        "Dit blad toont formules in plaats van hun uitkomsten; de uitkomsten tellen mee.",
        "een blad met uitkomsten",
        "Kies Formules, Formules weergeven (Ctrl+`) en kijk het blad na.",
    ),
    "RIJ_VERBORGEN": warning(
        "Een verborgen of te lage rij is ingevuld en telt mee.",
        "zichtbare rijen",
        "Maak de rij zichtbaar en kijk haar na.",
    ),
    "RIJEN_GEFILTERD": warning(
        "Er staat een filter aan. Alle rijen zijn gelezen, ook de {aantal} die u nu niet ziet.",
        "een blad zonder filter",
        "Kies Gegevens, Wissen bij Filter, en kijk alle rijen na. Klopt alles, dan hoeft u niets te doen.",
    ),
    "KOLOM_VERBORGEN": warning(
        "Een verborgen of te smalle kolom is ingevuld en telt mee.",
        "zichtbare kolommen",
        "Maak de kolom zichtbaar en kijk haar na.",
    ),
    **CELL_FINDINGS,
    # Across rows (checks)
    "REGELS_LEEG": refusing("Er is geen enkele regel ingevuld.", "ten minste één regel", "Vul de regels in."),
    "REGEL_DUBBEL": refusing(
        "Deze regel staat er twee keer; de eerste is rij {eerste}.",
        "elke regel één keer",
        "Voeg de regels samen of maak de omschrijving onderscheidend.",
    ),
    "COMBINATIE_VERBODEN": warning(
        "Iv3 kent deze combinatie niet: taakveld {taakveld} met categorie {categorie} bij de {kant}.",
        "een toegestane combinatie",
        "Kies een ander taakveld of een andere categorie; overleg zo nodig met de controller.",
    ),
    "TOTAAL_ONJUIST": refusing(
        "Het totaal in het werkboek is niet de som van de regels.",
        "{verwacht}",
        "Herstel de totaalformule en kijk na of alle bedragen als getal zijn opgeslagen.",
    ),
    "TOTAAL_NIET_BEREKEND": warning(
        "Er zijn totalen zonder opgeslagen uitkomst; wij rekenen met de som van de regels.",
        "berekende totalen",
        "Open het werkboek in Excel, sla het op en kijk of de totalen kloppen.",
    ),
    "WEDERPARTIJ_ONBEKEND": refusing(
        "Deze wederpartij is geen inzender van de samenwerking.",
        "{verwacht}",
        "Kies een code uit de lijst, of 'extern' als het geen perceel is.",
    ),
    "WEDERPARTIJ_EIGEN": refusing(
        "De wederpartij is het eigen perceel.", "een ander perceel", "Kies het andere perceel, of 'extern'."
    ),
    "DOEL_ZONDER_INDICATOR": warning(
        "Niet elk doel van de samenwerking heeft een indicator.",
        "een indicator bij: {verwacht}",
        "Voeg een indicator toe, of licht toe waarom dit doel hier niet speelt.",
    ),
    **CHECK_FINDINGS,
    # Beside what the ledger knows
    "BEGROTING_WIJKT_AF": refusing(
        "Voor {plaats} is in {bron} {bekend} vastgesteld; dit werkboek zegt iets anders.",
        "{bekend}, in één of meer regels met deze codes",
        "Neem het vastgestelde bedrag over. Een wijziging van de begroting hoort in de kolom na wijziging.",
    ),
    "EERDER_BEDRAG_WIJKT_AF": warning(
        "Voor {plaats} is {bekend} het laatst bekende bedrag, in {bron}; dit werkboek zegt iets anders.",
        "{bekend}, of een uitleg",
        "Kijk na of het bedrag klopt. Is het gewijzigd, schrijf dan op het blad Toelichting door welk besluit.",
    ),
    # Between submissions (verrekening)
    "VERREKENING_ONGELIJK": refusing(
        "{betaler} boekt in '{kolom}' {lasten} lasten aan {ontvanger}, "
        "maar {ontvanger} boekt {baten} baten van {betaler}.",
        "aan beide kanten hetzelfde bedrag",
        "Stem het bedrag af met de andere manager; wie het wijzigt, dient een nieuw werkboek in.",
    ),
    "MEER_BEVINDINGEN": warning(
        "Er zijn nog {aantal} bevindingen, waarvan {fouten} fouten.",
        "",
        "Herstel eerst de bevindingen hierboven en dien opnieuw in.",
    ),
    # The round (ontvangst)
    "TE_LAAT": warning(
        "De inzending kwam na de sluitdag {datum}; zij telt mee omdat nog geen versie is gemaakt.",
        "een inzending uiterlijk op de sluitdag",
        "U hoeft niets te doen; de controller ziet dat de inzending te laat was.",
    ),
    "GEEN_OPEN_RONDE": refusing(
        "Voor {product} is geen ronde open.",
        "een werkboek van een ronde die open is",
        "Controleer of dit het werkboek van het juiste product en boekjaar is; vraag anders de controller.",
    ),
}

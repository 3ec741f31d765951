"""The sentences on what contradicts itself within one workbook."""

from collections.abc import Mapping

from jaarcyclus.terms.finding_kind import FindingKind, refusing, warning

PLAUSIBLE_FINDINGS: Mapping[str, FindingKind] = {
    "PROGNOSE_ONDER_REALISATIE": warning(
        "Van '{omschrijving}' is {wat} tot nu {tot_nu}; de prognose voor het hele jaar is {prognose}.",
        "een prognose die ten minste zo hoog is",
        "Pas de prognose aan. Loopt een verplichting door na dit jaar, schrijf dat dan bij de regel.",
    ),
    "GEEN_BIJDRAGE": warning(
        "De baten ({baten}) zijn zo hoog als de lasten ({lasten}) of hoger: de gemeenten betalen dan niets.",
        "lasten die hoger zijn dan de baten",
        "Haal weg wat de gemeenten zelf bijdragen: dat rekent de samenwerking uit. Klopt het toch, schrijf dan op het "
        "blad Toelichting waarom.",
    ),
    "AARD_PAST_NIET_BIJ_JAREN": warning(
        "'{omschrijving}' is {aard} en {waarom}.",
        "structureel bij wat doorloopt, incidenteel bij wat binnen drie jaar ophoudt",
        "Kies de andere aard, of pas de bedragen van de latere jaren aan.",
    ),
    "SOORT_MUTATIE_PAST_NIET": warning(
        "Bij '{omschrijving}' is de soort mutatie {soort}, maar {waarom}.",
        "de soort die het verschil verklaart",
        "Kies een andere soort mutatie, of leeg de cel en schrijf de oorzaak bij Toelichting op de regel.",
    ),
    "INHUUR_PAST_NIET_BIJ_REGELS": warning(
        "Er is geen externe inhuur ingevuld, maar op categorie {categorie} staat {inhuur}.",
        "dezelfde inhuur op beide bladen",
        "Vul het bedrag van de inhuur in op het blad Menskracht, of kies op de regel een andere categorie.",
    ),
    "INDICATOR_DUBBEL": warning(
        "Bij hetzelfde doel staat deze indicator meer dan eens: {namen}.",
        "elke indicator één keer",
        "Verwijder de dubbele rij, of geef haar een naam die zegt wat er anders is.",
    ),
    "REGELTEKST_HERHAALD": warning(
        "Dezelfde toelichting staat bij meer regels die veel afwijken: {regels}.",
        "per regel wat daar anders is",
        "Schrijf bij elke regel zelf wat de oorzaak is en om welk bedrag het gaat.",
    ),
    "TOELICHTING_ZEGT_NIETS": refusing(
        "Onder '{naam}' staat geen zin.",
        "ten minste een paar woorden onder elk onderdeel",
        "Schrijf wat er speelt. Is er niets, schrijf dan: geen bijzonderheden.",
    ),
    "BIJDRAGE_BOVEN_INVESTERING": warning(
        "De bijdragen van derden ({bijdragen}) zijn hoger dan de investering zelf ({bedrag}).",
        "hooguit het bruto bedrag",
        "Vul bij Bruto bedrag in wat het kost voordat de bijdragen eraf gaan.",
    ),
    "RESERVE_ONDER_NUL": warning(
        "Deze reserve staat op 31 december onder nul.",
        "nul of meer",
        "Kijk de stand en de onttrekking na. Is er te weinig, dan komt het tekort ten laste van een andere reserve of "
        "van de bijdrage.",
    ),
    "LOOPT_NIET_IN_BOEKJAAR": warning(
        "Volgens deze jaren loopt dit niet in {boekjaar}, maar er staat wel een bedrag.",
        "een looptijd waarin het boekjaar valt, of 0",
        "Pas het jaar aan, vul 0 in, of maak de hele rij leeg.",
    ),
    "INDICATOR_WIJKT_AF": warning(
        "Van '{indicator}' is {wat} {nu}; in de begroting is {vast} vastgesteld.",
        "wat in de begroting is vastgesteld",
        "Zet terug wat was vastgesteld. Meet u nu anders, schrijf dat dan op het blad Toelichting.",
    ),
    "INDICATOR_ONTBREEKT": warning(
        "De indicator '{indicator}' uit de begroting staat hier niet meer.",
        "elke indicator uit de begroting",
        "Zet de rij terug met de naam die zij had. Is er niet gemeten, schrijf dat dan bij Realisatie.",
    ),
    "VERREKENING_ANDERS_DAN_DAAR": warning(
        "Van de verrekening met {perceel} staan in '{kolom}' hier {hier} aan {kant}; in het werkboek van {perceel} is "
        "dat {daar}.",
        "op de cent hetzelfde bedrag in beide werkboeken",
        "Spreek af welk bedrag klopt. Wie het moet wijzigen, dient opnieuw in; zolang het verschilt, komt er geen "
        "product.",
    ),
    "TOETS_PAST_NIET": warning(
        "Volgens het verzoek zelf past het niet in {waarin}, want: {reden}.",
        "een kenmerk dat met de toets klopt",
        "Past het niet, leg dan niet vast dat het past: dan besluit het gremium dat daarover gaat.",
    ),
    "VERREKENING_IN_VERZOEK": refusing(
        "Een verzoek is van één perceel: {perceel} dient hier niets in, en de andere kant van deze verrekening "
        "ontbreekt.",
        "leeg of 'extern'",
        "Laat de wederpartij leeg en vraag alleen uw eigen bedrag. Moet het andere perceel meebetalen, dan opent de "
        "controller ook voor dat perceel een verzoek.",
    ),
}

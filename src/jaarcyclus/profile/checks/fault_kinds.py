"""What can be wrong with a profile: a closed list of codes, each with its Dutch sentence and what to do about it.

The sentences stand together so that they stay one voice and a test can hold them to ending in a remedy. Which
profile gets which code is decided in the other modules of `profile.checks`, never here.
"""

from collections.abc import Mapping

from jaarcyclus.profile.checks.sense_kinds import SENSE_KINDS
from jaarcyclus.terms.finding_kind import FindingKind


def _fault(message: str, expected: str, remedy: str) -> FindingKind:
    return FindingKind("fout", message, expected, remedy)


def _unknown(what: str, list_name: str) -> FindingKind:
    return _fault(
        f"{what} '{{waarde}}' staat niet onder '{list_name}'.",
        "{bekend}",
        f"Verbeter de code, of voeg haar toe onder '{list_name}'.",
    )


FAULT_KINDS: Mapping[str, FindingKind] = {
    # References
    "GEMEENTE_ONBEKEND": _unknown("De gemeente", "gemeenten"),
    "GREMIUM_ONBEKEND": _unknown("Het gremium", "gremia"),
    "PERCEEL_ONBEKEND": _unknown("Het perceel", "percelen"),
    "PERSOON_ONBEKEND": _unknown("De persoon", "personen"),
    "SLEUTEL_ONBEKEND": _unknown("De verdeelsleutel", "sleutels"),
    "PRODUCT_ONBEKEND": _fault(
        "Het product '{waarde}' kennen wij niet of het heeft geen route.",
        "een van {bekend}",
        "Verbeter de naam, of geef het product een route.",
    ),
    "VRAGEN_ZONDER_BLAD": _fault(
        "Het blad '{waarde}' en de 'vragen' horen bij elkaar: het ene staat er zonder het andere.",
        "beide, of geen van beide",
        "Vul 'vragen' in en zet het blad bij 'bladen', of haal beide weg.",
    ),
    "PROFIELNAAM_ANDERS": _fault(
        "Het profiel heet '{waarde}', maar het bestand {bestand}.",
        "{waarde}.yaml",
        "Hernoem het bestand, of verbeter 'profiel'.",
    ),
    "VERWIJZING_VERLOPEN": _fault(
        "'{waarde}' geldt niet {dag}, terwijl wat ernaar verwijst dan wel geldt.",
        "een verwijzing die al die tijd geldt",
        "Pas 'van' en 'tot' op elkaar aan, of voeg een opvolger met dezelfde code toe.",
    ),
    "PUBLICATIE_ONVOLLEDIG": _fault(
        "Onder 'publicatie' staat doel: sharepoint, maar {waarde} ontbreekt.",
        "een site en een bibliotheek",
        "Zet erbij: site (het adres zoals de browser het toont) en bibliotheek (de naam op het scherm).",
    ),
    "INBOX_ONVOLLEDIG": _fault(
        "Onder 'inbox' staat bron: sharepoint, maar {waarde} ontbreekt.",
        "een site, een bibliotheek en een map",
        "Zet erbij: site (het adres zoals de browser het toont), bibliotheek (de naam op het scherm) en map (waaronder "
        "elk perceel een map krijgt).",
    ),
    "CODE_DUBBEL": _fault(
        "De code '{waarde}' geldt twee keer op dezelfde dag; de andere staat op {andere}.",
        "per dag één keer dezelfde code",
        "Geef een van beide een andere code, of laat de ene eindigen ('tot') voor de andere begint ('van').",
    ),
    "CODE_DUBBELZINNIG": _fault(
        "In de code '{waarde}' staat '{woord}' los; dat woord scheidt in Airflow de samenwerking van het gremium, en "
        "met deze code zijn die namen op twee manieren te lezen.",
        "een code zonder '{woord}' als los woord",
        "Laat '{woord}' weg of schrijf het aan een ander woord vast, ook waar naar de code wordt verwezen.",
    ),
    "VERANTWOORDING_NIET_EEN": _fault(
        "Er geldt {dag} niet één blok 'verantwoording', maar {waarde}.",
        "op elke dag één blok",
        "Pas 'van' en 'tot' van de blokken op elkaar aan.",
    ),
    "PERIODE_OMGEKEERD": _fault(
        "Dit eindigt ({tot}) voordat het begint ({van}) en geldt dus nooit.",
        "een 'tot' die later is dan 'van'",
        "Verbeter de datums, of haal het onderdeel weg.",
    ),
    # Gremia and seats
    "GREMIUM_ZONDER_ZETELS": _fault(
        "Dit gremium moet antwoorden, maar heeft {dag} geen zetels.",
        "ten minste één zetel",
        "Voeg zetels toe, of haal het gremium uit de route en de ladder.",
    ),
    "PLAATSVERVANGER_GELIJK": _fault(
        "De plaatsvervanger is dezelfde als de houder van de zetel.",
        "een andere persoon",
        "Kies een andere plaatsvervanger, of laat hem weg.",
    ),
    "PERSOON_TWEE_ZETELS": _fault(
        "'{waarde}' heeft in dit gremium meer dan één zetel: ook {andere}.",
        "per gremium één zetel, als houder of als plaatsvervanger",
        "Kies voor een van de zetels iemand anders.",
    ),
    "CONTROLLER_HEEFT_ZETEL": _fault(
        "De controller voert de cyclus uit en heeft daarom geen zetel.",
        "een ander dan de controller",
        "Kies een andere persoon voor deze zetel.",
    ),
    "VOORZITTER_GEEN_ZETEL": _fault(
        "De voorzitter '{waarde}' is {dag} geen zetel van dit gremium.",
        "een van {bekend}",
        "Vul bij 'voorzitter' de code van een zetel in.",
    ),
    "VOORZITTER_ONTBREEKT": _fault(
        "Bij de regel 'meerderheid_voorzitter' geeft de voorzitter de doorslag, maar er is geen voorzitter.",
        "de code van een zetel",
        "Vul 'voorzitter' in, of kies een andere regel.",
    ),
    "GEWICHT_ONTBREEKT": _fault(
        "De stemmen in dit gremium wegen naar inwoners, maar van deze zetel zijn die niet bekend.",
        "een zetel met een gemeente waarvan inwoners zijn ingevuld",
        "Vul bij de zetel 'gemeente' in en bij die gemeente 'inwoners', of kies een andere regel.",
    ),
    "ZETEL_TELT_NOOIT": _fault(
        "Deze zetel hoort bij het perceel '{waarde}', dat niet bij dit gremium hoort; hij telt dus nooit mee.",
        "een perceel met 'regiegroep: {gremium}'",
        "Verbeter 'perceel' van de zetel of 'regiegroep' van het perceel.",
    ),
    "MAKER_HEEFT_ZETEL": FindingKind(
        "waarschuwing",
        "'{waarde}' levert cijfers aan of fiatteert ze, en zit in een gremium dat daarover beslist; die stem telt "
        "niet mee.",
        "een ander dan wie cijfers aanlevert of fiatteert",
        "Kies een andere persoon, of een plaatsvervanger die geen cijfers aanlevert of fiatteert.",
    ),
    "ZETEL_ZONDER_STEM": _fault(
        "Niemand van de zetel '{waarde}' mag antwoorden over '{product}' van {boekjaar}: houder en plaatsvervanger "
        "leveren er cijfers voor aan of fiatteren ze, en zonder die zetel komt er nooit een besluit.",
        "een houder of plaatsvervanger die geen cijfers aanlevert of fiatteert",
        "Kies een andere houder, of een plaatsvervanger die geen cijfers aanlevert of fiatteert.",
    ),
    # Routes and the ladder
    "ROUTE_ZONDER_VASTSTELLING": _fault(
        "Het product '{waarde}' wordt{als} door geen enkel gremium vastgesteld.",
        "een stap met 'rol: vaststelling' in elk geval dat de route kent",
        "Voeg een stap 'vaststelling' toe, ook voor het geval dat de voorwaarde niet opgaat.",
    ),
    "ZWIJGEN_STELT_VAST": _fault(
        "In deze stap zou zwijgen kunnen vaststellen: {reden}.",
        "'bij_zwijgen: over_tijd', en 'blokkeert: true' bij instemming en vaststelling",
        "Haal de afwijking weg; wie zwijgt, stemt nooit in.",
    ),
    "ONTVANGST_ZONDER_INFO": _fault(
        "Deze stap is ter {waarde} en wacht op ontvangst; alleen van wat ter info is, wordt de ontvangst bevestigd.",
        "'ontvangst_vereist: true' bij een stap met 'rol: info'",
        "Haal 'ontvangst_vereist' weg, of voeg voor dit gremium een stap 'info' toe die de ontvangst vraagt.",
    ),
    "BESLOTEN_TER_INFO": _fault(
        "Deze stap is ter {waarde}: niemand antwoordt erin, en er is niets dat besloten kan blijven.",
        "'vertrouwelijk: true' bij een stap waarin een gremium antwoordt",
        "Haal 'vertrouwelijk' weg; wilt u de oplegnota's besloten houden, zet ze dan in 'vertrouwelijke_documenten'.",
    ),
    "TREDE_ONTBREEKT": _fault(
        "Het gremium '{waarde}' kan het product tegenhouden, maar de ladder zegt niet waar het geschil heen gaat.",
        "een trede 'van: {waarde}'",
        "Voeg onder 'ladder.treden' een trede toe.",
    ),
    "TREDE_DUBBEL": _fault(
        "Van '{waarde}' gaan twee treden uit; dan is niet zeker waar een geschil heen gaat.",
        "één trede per gremium",
        "Haal een van de treden weg.",
    ),
    "LADDER_KRING": _fault(
        "De ladder loopt in een kring: {kring}.",
        "treden die bij '{top}' eindigen",
        "Verander 'naar' van een van deze treden.",
    ),
    "LADDER_HAALT_TOP_NIET": _fault(
        "Vanaf '{waarde}' eindigt de ladder bij '{einde}' en niet bij de top.",
        "treden die bij '{top}' eindigen",
        "Voeg de trede vanaf '{einde}' toe, of verander 'top'.",
    ),
    "TOP_HEEFT_TREDE": _fault(
        "'{waarde}' is de top van de ladder en heeft toch een trede.",
        "geen trede vanaf de top",
        "Haal de trede weg, of verander 'top'.",
    ),
    "PERCEEL_BUITEN_ROUTE": _fault(
        "De route van '{product}' gaat per perceel langs de regiegroepen, maar '{waarde}' komt bij geen daarvan.",
        "een regiegroep uit {bekend}",
        "Vul bij het perceel de regiegroep in, of voeg zijn regiegroep aan de stap toe.",
    ),
    "GREMIUM_ZONDER_PERCELEN": _fault(
        "'{waarde}' moet over de eigen percelen antwoorden, maar is van geen perceel de regiegroep.",
        "ten minste één perceel met 'regiegroep: {waarde}'",
        "Vul dit gremium in bij een perceel, of haal het uit de stap.",
    ),
    "REGIEGROEP_ANTWOORDT_NIET": _fault(
        "Het perceel '{waarde}' zit in '{product}' van {boekjaar}, maar zijn regiegroep '{regiegroep}' antwoordt nog "
        "niet of niet meer als die ronde opengaat ({dag}).",
        "een regiegroep die op de dag van openen in de route staat",
        "Laat de regiegroep en haar stap in de route ook op die dag gelden ('van' eerder, of 'tot' later).",
    ),
    # Cost keys
    "PERCENTAGES_GEEN_100": _fault(
        "De percentages zijn samen {som}.", "samen 100", "Verbeter de percentages tot zij samen 100 zijn."
    ),
    "SLEUTEL_DEKT_NIET": _fault(
        "De verdeelsleutel '{sleutel}' noemt {waarde} niet, terwijl die gemeente deelneemt.",
        "elke deelnemende gemeente, zo nodig met 0",
        "Vul de gemeente in; met 0 als zij niet meebetaalt.",
    ),
    "INWONERS_ONTBREKEN": _fault(
        "Van {waarde} is het aantal inwoners op {peildatum} niet ingevuld.",
        "een aantal met die peildatum",
        "Vul het onder 'gemeenten' in bij 'inwoners', of kies een andere peildatum.",
    ),
    "SLEUTEL_ZONDER_GEWICHT": _fault(
        "Alle aantallen van deze verdeelsleutel zijn 0; daarmee is niets te verdelen.",
        "ten minste één aantal boven 0",
        "Vul de aantallen in.",
    ),
    # The calendar
    "KALENDER_ONTBREEKT": _fault(
        "Het product '{waarde}' heeft een route, maar staat niet in de kalender en gaat dus nooit open.",
        "de dagen van dit product",
        "Vul onder 'kalender.producten' de dagen in.",
    ),
    "ROUTE_ONTBREEKT": _fault(
        "Het product '{waarde}' staat in de kalender, maar heeft geen route.",
        "een route",
        "Voeg onder 'routes' een route toe, of haal het product uit de kalender.",
    ),
    "DAG_ONTBREEKT": _fault(
        "'{waarde}' moet over '{product}' antwoorden, maar heeft daarvoor geen dag.",
        "een dag bij 'gremia'",
        "Vul de dag in waarop dit gremium besluit.",
    ),
    "DAG_ONGEBRUIKT": FindingKind(
        "waarschuwing",
        "'{waarde}' heeft een dag, maar hoeft over '{product}' niet te antwoorden.",
        "alleen dagen van gremia die antwoorden",
        "Haal de dag weg, of zet het gremium in de route.",
    ),
    "INDIENEN_VOOR_OPENEN": _fault(
        "Indienen moet {waarde}, maar de ronde gaat pas open op {andere}.",
        "eerst openen, dan indienen",
        "Verzet een van beide dagen.",
    ),
    "PEILDATUM_ONTBREEKT": _fault(
        "'{waarde}' heeft geen peildatum; dan is niet te zien tot wanneer haar realisatie loopt.",
        "een dag als '30 april T'",
        "Vul 'peildatum' in: tot en met welke dag de cijfers lopen.",
    ),
    "PEILDATUM_NA_INDIENEN": _fault(
        "De peildatum {waarde} ligt niet voor de dag van indienen, {andere}.",
        "een peildatum voor het indienen",
        "Verzet een van beide dagen.",
    ),
    "GATE_VOOR_INDIENEN": _fault(
        "'{gremium}' besluit {waarde}, maar het indienen sluit pas op {andere}.",
        "een dag na het indienen",
        "Verzet een van beide dagen.",
    ),
    "GATES_VERKEERD_OM": _fault(
        "'{gremium}' besluit {waarde}, eerder dan '{vorige}' ({andere}), die in de route voorgaat.",
        "dagen in de volgorde van de route",
        "Verzet een van beide dagen, of verander de volgorde van de stappen.",
    ),
    "GATE_NA_PUBLICATIE": _fault(
        "'{gremium}' besluit {waarde}, na de publicatie op {andere}.",
        "een dag voor of op die van de publicatie",
        "Verzet een van beide dagen.",
    ),
    "NA_GEMEENTEDATUM": FindingKind(
        "waarschuwing",
        "{gemeente} heeft onze cijfers voor de {naam} nodig op {andere}, maar wij publiceren {waarde} "
        "(boekjaar {boekjaar}).",
        "publicatie op of voor die dag",
        "Vervroeg de publicatie, of spreek met de gemeente een latere dag af.",
    ),
    **SENSE_KINDS,
}

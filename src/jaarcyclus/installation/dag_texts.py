"""What each kind of DAG says of itself on Airflow's screen, in Dutch. Who reads the code reads its docstring instead.

Markdown, one text a kind: the kind is the name of the function in `dags/` that makes it.
"""

from collections.abc import Mapping

DAG_TEXTS: Mapping[str, str] = {
    "kalender": """Kijkt elk uur, na elke handeling van iemand en na een start, wat er aan de beurt is en start dat.

Opent rondes, legt vast wie nog zwijgt, brengt gates die over tijd zijn hogerop, start stappen waar geen run mee
bezig is, hervat gepauzeerde DAG's, beëindigt runs van vervangen versies en controleert de ketens. Wie er bericht van
krijgt, hoort dat van de DAG *berichten*. Wis een mislukte run niet: de volgende keer begint een nieuwe poging.""",
    "berichten": """Vertelt na elke blik van de kalender ieder wat er voor hem nieuw is, per mail of anders.

Wat een mailserver aannam, en wat misschien weg is, gaat niet nog een keer. Wat zeker niet wegging, gaat later opnieuw.
Zonder mailserver gaat er niets uit. Wis een mislukte run niet: de volgende keer kijkt weer naar alles.""",
    "inzending": """Eén ontvangen werkboek: lees het in quarantaine, controleer het, leg het oordeel vast en start wat
daarop volgt.

Ook een bestand dat geen werkboek is, krijgt een oordeel. Niets in een bestand houdt een andere inzending tegen.""",
    "product": """Eén versie van één product: consolideer, maak de documenten, leg de versie vast en open haar
besluitroute.""",
    "besluit": """Eén gate: één versie bij één gremium, met een wachtende taak per zetel, en daarna de telling uit het
logboek.

Leden antwoorden onder *Vereiste acties*. Een taak op geslaagd zetten, haar wissen of haar XCom wijzigen verandert
geen stem: de run mislukt dan bij `tel`, en de kalender stelt de vraag opnieuw. Start een gate niet met de hand:
een run die bij geen open gate hoort, mislukt meteen. Start de kalender.""",
    "publicatie": """Eén vastgestelde versie: bewezen uit het logboek, gepubliceerd, teruggehaald en vergeleken, en
vastgelegd.

Of één publicatie die de controller introk: op dezelfde manier weggehaald, met een pagina die dat zegt.""",
}

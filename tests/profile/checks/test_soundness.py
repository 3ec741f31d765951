"""Each rule of a profile: one change as an office could make it, beside the Dutch finding and the line it names."""

from dataclasses import dataclass

import pytest

from builders.profile import PROFIELEN, TEKST, Wijziging, changed, findings, line_of, profile_from
from jaarcyclus.profile.checks.fault_kinds import SOORTEN
from jaarcyclus.profile.checks.soundness import check_profile
from jaarcyclus.profile.records import load_profile
from jaarcyclus.profile.source import gekozen_waarden


@dataclass(frozen=True)
class Geval:
    """`fragment` stands on the line that the finding must name."""

    code: str
    wijzigingen: tuple[Wijziging, ...]
    fragment: str
    melding: str


def geval(code: str, *wijzigingen: Wijziging, op: str | None = None, melding: str) -> Geval:
    return Geval(code, wijzigingen, op or wijzigingen[0][1], melding)


def _dubbelzinnig(code: str) -> str:
    return (
        f"In de code '{code}' staat 'besluit' los; dat woord scheidt in Airflow de samenwerking van het gremium, en "
        "met deze code zijn die namen op twee manieren te lezen."
    )


VERWIJZINGEN = [
    geval(
        "GREMIUM_ONBEKEND",
        ("gremia: [directie]", "gremia: [directei]"),
        melding="Het gremium 'directei' staat niet onder 'gremia'.",
    ),
    geval(
        "GREMIUM_ONBEKEND",
        ("van: directie, naar: bestuur", "van: directie, naar: bestuurders"),
        melding="Het gremium 'bestuurders' staat niet onder 'gremia'.",
    ),
    geval(
        "GREMIUM_ONBEKEND",
        ("directie: 5 juni T-1", "directeuren: 5 juni T-1"),
        melding="Het gremium 'directeuren' staat niet onder 'gremia'.",
    ),
    geval(
        "PERSOON_ONBEKEND",
        ("houder: directeur_beekstad", "houder: directeur_beekdorp"),
        melding="De persoon 'directeur_beekdorp' staat niet onder 'personen'.",
    ),
    geval(
        "PERSOON_ONBEKEND",
        ("ambtelijk_secretaris: secretaris", "ambtelijk_secretaris: secretariaat"),
        melding="De persoon 'secretariaat' staat niet onder 'personen'.",
    ),
    geval(
        "PERSOON_ONBEKEND",
        ("indiener: secretaris, sleutel: verhouding", "indiener: secretaris, fiatteur: niemand, sleutel: verhouding"),
        melding="De persoon 'niemand' staat niet onder 'personen'.",
    ),
    geval(
        "PROFIELNAAM_ANDERS",
        ("profiel: proef\n", "profiel: proeve\n"),
        melding="Het profiel heet 'proeve', maar het bestand proef.yaml.",
    ),
    geval(
        "CODE_DUBBELZINNIG",  # its calendar would be the DAG of a gremium `kalender` of `proef`
        ("profiel: proef\n", "profiel: proef_besluit\n"),
        melding=_dubbelzinnig("proef_besluit"),
    ),
    geval(
        "CODE_DUBBELZINNIG",  # its gate would be in the DAG of a gremium `raad` of `proef_besluit`
        ("- code: raad\n", "- code: besluit_raad\n"),
        ("gremia: [raad]", "gremia: [besluit_raad]"),
        melding=_dubbelzinnig("besluit_raad"),
    ),
    geval(
        "CODE_DUBBELZINNIG",
        ("- code: raad\n", "- code: oud_besluit_raad\n"),
        ("gremia: [raad]", "gremia: [oud_besluit_raad]"),
        melding=_dubbelzinnig("oud_besluit_raad"),
    ),
    geval(
        "PERCEEL_ONBEKEND",
        ("perceel: ict", "perceel: telefonie"),
        melding="Het perceel 'telefonie' staat niet onder 'percelen'.",
    ),
    geval(
        "SLEUTEL_ONBEKEND",
        ("indiener: secretaris, sleutel: verhouding", "indiener: secretaris, sleutel: verdeling"),
        melding="De verdeelsleutel 'verdeling' staat niet onder 'sleutels'.",
    ),
    geval(
        "GEMEENTE_ONBEKEND",
        ("gastheer: GM0002", "gastheer: GM0003"),
        melding="De gemeente 'GM0003' staat niet onder 'gemeenten'.",
    ),
    geval(
        "GEMEENTE_ONBEKEND",
        ("{GM0001: 7, GM0002: 3}", "{GM0001: 7, GM0002: 3, GM0003: 1}"),
        melding="De gemeente 'GM0003' staat niet onder 'gemeenten'.",
    ),
    geval(
        "PRODUCT_ONBEKEND",
        ("product: begroting,", "product: jaarverslag,"),
        melding="Het product 'jaarverslag' kennen wij niet of het heeft geen route.",
    ),
    geval(
        "PRODUCT_ONBEKEND",
        ("routes:\n", "routes:\n  kwartaalbericht:\n    - {rol: vaststelling, gremia: [bestuur]}\n"),
        op="  kwartaalbericht:",
        melding="Het product 'kwartaalbericht' kennen wij niet of het heeft geen route.",
    ),
    geval(
        "VERWIJZING_VERLOPEN",  # the perceel goes on without a manager
        ("functie: teammanager ICT}", "functie: teammanager ICT, tot: 2026-01-01}"),
        op="{code: ict, naam: ICT, gastheer",
        melding="'manager_ict' geldt niet op 1 januari 2026, terwijl wat ernaar verwijst dan wel geldt.",
    ),
    geval(
        "VERWIJZING_VERLOPEN",  # a seat without a holder in its first year
        ("functie: griffie}", "functie: griffie, van: 2021-01-01}"),
        op="houder: griffie}",
        melding="'griffie' geldt niet op 1 januari 2020, terwijl wat ernaar verwijst dan wel geldt.",
    ),
    geval(
        "VERWIJZING_VERLOPEN",  # a gemeente has left and the key still charges it
        ("  - code: GM0002\n", "  - code: GM0002\n    tot: 2027-01-01\n"),
        op="aantallen: {GM0001: 7, GM0002: 3}",
        melding="'GM0002' geldt niet op 1 januari 2027, terwijl wat ernaar verwijst dan wel geldt.",
    ),
    geval(
        "CODE_DUBBEL",
        ("{code: inkoop, naam: Inkoop,", "{code: ict, naam: Inkoop,"),
        melding="De code 'ict' geldt twee keer op dezelfde dag; de andere staat op proef.yaml:33 percelen.0.",
    ),
    geval(
        "CODE_DUBBEL",  # other submissions share the codes of the percelen: both name a workbook
        ("{code: algemeen,", "{code: inkoop,"),
        op="{code: inkoop, naam: Algemeen",
        melding="De code 'inkoop' geldt twee keer op dezelfde dag; de andere staat op proef.yaml:34 percelen.1.",
    ),
    geval(
        "CODE_DUBBEL",  # two periods of one key that share the year 2025
        (
            "  - {code: inwoners, naam: Inwoners, soort: inwoners, peildatum: 2025-01-01}\n",
            "  - {code: inwoners, naam: Oud, soort: inwoners, peildatum: 2025-01-01, tot: 2026-01-01}\n"
            "  - {code: inwoners, naam: Nieuw, soort: inwoners, peildatum: 2025-01-01, van: 2025-01-01}\n",
        ),
        op="{code: inwoners, naam: Nieuw",
        melding="De code 'inwoners' geldt twee keer op dezelfde dag; de andere staat op proef.yaml:76 sleutels.0.",
    ),
    geval(
        "CODE_DUBBEL",
        ("{rol: instemming, gremia: [directie]}", "{rol: instemming, gremia: [directie, directie]}"),
        melding="De code 'directie' geldt twee keer op dezelfde dag; "
        "de andere staat op proef.yaml:66 routes.begroting.1.gremia.0.",
    ),
    geval(
        "CODE_DUBBEL",  # which of two counts of one day divides the cost?
        (
            "inwoners: [{peildatum: 2025-01-01, aantal: 40000, bron: CBS}]",
            "inwoners: [{peildatum: 2025-01-01, aantal: 40000, bron: CBS},\n"
            "      {peildatum: 2025-01-01, aantal: 40100, bron: gemeente}]",
        ),
        op="{peildatum: 2025-01-01, aantal: 40100",
        melding="De code '2025-01-01' geldt twee keer op dezelfde dag; "
        "de andere staat op proef.yaml:14 gemeenten.1.inwoners.0.",
    ),
    geval(
        "CODE_DUBBEL",  # two goals of one name would be one choice in the workbook
        ("[{code: kosten, naam: kosten}]", "[{code: kosten, naam: kosten},\n      {code: geld, naam: kosten}]"),
        op="{code: geld, naam: kosten}",
        melding="De code 'kosten' geldt twee keer op dezelfde dag; "
        "de andere staat op proef.yaml:97 verantwoording.0.doelen.0.",
    ),
    geval(
        "VERANTWOORDING_NIET_EEN",  # it begins after the cooperation
        ("grondslag: convenant Proef\n", "grondslag: convenant Proef\n    van: 2021-01-01\n"),
        op="verantwoording:",
        melding="Er geldt op 1 januari 2020 niet één blok 'verantwoording', maar 0.",
    ),
    geval(
        "VERANTWOORDING_NIET_EEN",
        (
            "verantwoording:\n",
            "verantwoording:\n"
            "  - {resultaat: Nieuwe koers., grondslag: besluit, van: 2027-01-01,\n"
            "     koppen: [{code: dienst, naam: Dienst}], doelen: [{code: kansen, naam: kansen}]}\n",
        ),
        melding="Er geldt op 1 januari 2027 niet één blok 'verantwoording', maar 2.",
    ),
    geval(
        "PERIODE_OMGEKEERD",
        ("functie: loco-secretaris Aandorp}", "functie: loco-secretaris Aandorp, van: 2026-01-01, tot: 2025-01-01}"),
        melding="Dit eindigt (2025-01-01) voordat het begint (2026-01-01) en geldt dus nooit.",
    ),
]

GREMIA = [
    geval(
        "GREMIUM_ZONDER_ZETELS",
        ("      - {code: dir_a, naam: Aandorp, houder: directeur_aandorp}\n", ""),
        ("    zetels:\n      - {code: dir_b, naam: Beekstad, houder: directeur_beekstad}\n", "    zetels: []\n"),
        op="zetels: []",
        melding="Dit gremium moet antwoorden, maar heeft op 1 januari 2020 geen zetels.",
    ),
    geval(
        "GREMIUM_ZONDER_ZETELS",  # the last seats end and none follow
        ("houder: directeur_aandorp}", "houder: directeur_aandorp, tot: 2026-01-01}"),
        ("houder: directeur_beekstad}", "houder: directeur_beekstad, tot: 2027-01-01}"),
        op="    zetels:\n      - {code: dir_a,",
        melding="Dit gremium moet antwoorden, maar heeft op 1 januari 2027 geen zetels.",
    ),
    geval(
        "GREMIUM_ZONDER_ZETELS",  # nobody could confirm the receipt
        ("zetels: [{code: griffie, naam: Griffie, houder: griffie}]", "zetels: []"),
        ("{rol: info, gremia: [raad]}", "{rol: info, gremia: [raad], ontvangst_vereist: true}"),
        melding="Dit gremium moet antwoorden, maar heeft op 1 januari 2020 geen zetels.",
    ),
    geval(
        "PLAATSVERVANGER_GELIJK",
        ("plaatsvervanger: loco_aandorp", "plaatsvervanger: secretaris_aandorp"),
        melding="De plaatsvervanger is dezelfde als de houder van de zetel.",
    ),
    geval(
        "PERSOON_TWEE_ZETELS",
        ("houder: directeur_beekstad}", "houder: directeur_aandorp}"),
        op="{code: dir_b, naam: Beekstad, houder: directeur_aandorp}",
        melding="'directeur_aandorp' heeft in dit gremium meer dan één zetel: ook 'dir_a'.",
    ),
    geval(
        "PERSOON_TWEE_ZETELS",  # a deputy of one seat who holds another would have two votes
        (
            "houder: secretaris_beekstad, gemeente",
            "houder: secretaris_beekstad, plaatsvervanger: secretaris_aandorp, gemeente",
        ),
        melding="'secretaris_aandorp' heeft in dit gremium meer dan één zetel: ook 'best_a'.",
    ),
    geval(
        "CONTROLLER_HEEFT_ZETEL",
        ("plaatsvervanger: loco_aandorp", "plaatsvervanger: controller"),
        melding="De controller voert de cyclus uit en heeft daarom geen zetel.",
    ),
    geval(
        "VOORZITTER_GEEN_ZETEL",
        ("voorzitter: best_a", "voorzitter: secretaris_aandorp"),
        melding="De voorzitter 'secretaris_aandorp' is op 1 januari 2020 geen zetel van dit gremium.",
    ),
    geval(
        "VOORZITTER_ONTBREEKT",
        ("    voorzitter: best_a\n", ""),
        op="- code: bestuur\n",
        melding="Bij de regel 'meerderheid_voorzitter' geeft de voorzitter de doorslag, maar er is geen voorzitter.",
    ),
    geval(
        "GEWICHT_ONTBREEKT",
        ("regel: meerderheid_voorzitter", "regel: gewogen_inwoners"),
        ("houder: secretaris_beekstad, gemeente: GM0002", "houder: secretaris_beekstad"),
        op="{code: best_b",
        melding="De stemmen in dit gremium wegen naar inwoners, maar van deze zetel zijn die niet bekend.",
    ),
    geval(
        "ZETEL_TELT_NOOIT",
        (
            "{code: inkoop, naam: Inkoop, gastheer: GM0002, regiegroep: regiegroep,",
            "{code: inkoop, naam: Inkoop, gastheer: GM0002, regiegroep: inkoopgroep,",
        ),
        ("perceel: ict", "perceel: inkoop"),
        op="perceel: inkoop",
        melding="Deze zetel hoort bij het perceel 'inkoop', dat niet bij dit gremium hoort; hij telt dus nooit mee.",
    ),
    geval(
        "MAKER_HEEFT_ZETEL",
        ("plaatsvervanger: loco_aandorp", "plaatsvervanger: manager_inkoop"),
        melding="'manager_inkoop' levert cijfers aan of fiatteert ze, en zit in een gremium dat daarover beslist; "
        "die stem telt niet mee.",
    ),
    geval(
        "MAKER_HEEFT_ZETEL",
        ("indiener: secretaris, sleutel", "indiener: secretaris, fiatteur: loco_aandorp, sleutel"),
        op="plaatsvervanger: loco_aandorp",
        melding="'loco_aandorp' levert cijfers aan of fiatteert ze, en zit in een gremium dat daarover beslist; "
        "die stem telt niet mee.",
    ),
    geval(
        "ZETEL_ZONDER_STEM",
        ("houder: directeur_beekstad}", "houder: manager_inkoop}"),
        melding="Niemand van de zetel 'dir_b' mag antwoorden over 'begroting' van 2027: houder en plaatsvervanger "
        "leveren er cijfers voor aan of fiatteren ze, en zonder die zetel komt er nooit een besluit.",
    ),
    geval(
        "ZETEL_ZONDER_STEM",  # holder and deputy both; the director is to approve the figures from 2029 on
        ("houder: directeur_beekstad}", "houder: directeur_beekstad, plaatsvervanger: secretaris}"),
        (
            "  - {code: algemeen, naam: Algemeen, indiener: secretaris, sleutel: verhouding}\n",
            "  - {code: algemeen, naam: Algemeen, indiener: secretaris, sleutel: verhouding, tot: 2029-01-01}\n"
            "  - {code: algemeen, naam: Algemeen, indiener: secretaris, fiatteur: directeur_beekstad,"
            " sleutel: verhouding, van: 2029-01-01}\n",
        ),
        op="plaatsvervanger: secretaris}",
        melding="Niemand van de zetel 'dir_b' mag antwoorden over 'begroting' van 2029: houder en plaatsvervanger "
        "leveren er cijfers voor aan of fiatteren ze, en zonder die zetel komt er nooit een besluit.",
    ),
]

ROUTES = [
    geval(
        "ROUTE_ZONDER_VASTSTELLING",
        ("rol: vaststelling, gremia: [bestuur]", "rol: instemming, gremia: [bestuur]"),
        op="  begroting:\n    - {rol",
        melding="Het product 'begroting' wordt door geen enkel gremium vastgesteld.",
    ),
    geval(
        "ROUTE_ZONDER_VASTSTELLING",  # a branch that nobody adopts
        ("rol: vaststelling, gremia: [bestuur]", "rol: vaststelling, gremia: [bestuur], als: strategisch"),
        op="  begroting:\n    - {rol",
        melding="Het product 'begroting' wordt (niet strategisch) door geen enkel gremium vastgesteld.",
    ),
    geval(
        "ROUTE_ZONDER_VASTSTELLING",  # the adopting step ends and no other follows
        ("rol: vaststelling, gremia: [bestuur]", "rol: vaststelling, gremia: [bestuur], tot: 2027-01-01"),
        op="  begroting:\n    - {rol",
        melding="Het product 'begroting' wordt door geen enkel gremium vastgesteld.",
    ),
    geval(
        "ZWIJGEN_STELT_VAST",
        ("rol: instemming, gremia: [directie]", "rol: instemming, gremia: [directie], bij_zwijgen: akkoord"),
        melding="In deze stap zou zwijgen kunnen vaststellen: wie zwijgt, geldt als akkoord.",
    ),
    geval(
        "ZWIJGEN_STELT_VAST",
        ("rol: vaststelling, gremia: [bestuur]", "rol: vaststelling, gremia: [bestuur], blokkeert: false"),
        melding="In deze stap zou zwijgen kunnen vaststellen: "
        "een vaststelling die niet blokkeert, wacht niet op een antwoord.",
    ),
    geval(
        "ONTVANGST_ZONDER_INFO",
        ("rol: instemming, gremia: [directie]", "rol: instemming, gremia: [directie], ontvangst_vereist: true"),
        melding="Deze stap is ter instemming en wacht op ontvangst; "
        "alleen van wat ter info is, wordt de ontvangst bevestigd.",
    ),
    geval(
        "TREDE_ONTBREEKT",
        ("    - {van: regiegroep, naar: directie, na_werkdagen: 3}\n", ""),
        op="gremia: [regiegroep]",
        melding="Het gremium 'regiegroep' kan het product tegenhouden, "
        "maar de ladder zegt niet waar het geschil heen gaat.",
    ),
    geval(
        "TREDE_DUBBEL",
        (
            "    - {van: directie, naar: bestuur, na_werkdagen: 3}\n",
            "    - {van: directie, naar: bestuur, na_werkdagen: 3}\n"
            "    - {van: directie, naar: raad, na_werkdagen: 3}\n",
        ),
        op="{van: directie, naar: raad",
        melding="Van 'directie' gaan twee treden uit; dan is niet zeker waar een geschil heen gaat.",
    ),
    geval(
        "LADDER_KRING",
        ("van: directie, naar: bestuur", "van: directie, naar: regiegroep"),
        melding="De ladder loopt in een kring: directie → regiegroep → directie.",
    ),
    geval(
        "LADDER_HAALT_TOP_NIET",
        ("  top: bestuur", "  top: raad"),
        op="{van: directie, naar: bestuur",
        melding="Vanaf 'directie' eindigt de ladder bij 'bestuur' en niet bij de top.",
    ),
    geval(
        "TOP_HEEFT_TREDE",
        ("  top: bestuur", "    - {van: bestuur, naar: raad, na_werkdagen: 3}\n  top: bestuur"),
        op="{van: bestuur, naar: raad",
        melding="'bestuur' is de top van de ladder en heeft toch een trede.",
    ),
    geval(
        "PERCEEL_BUITEN_ROUTE",
        (
            "{code: inkoop, naam: Inkoop, gastheer: GM0002, regiegroep: regiegroep,",
            "{code: inkoop, naam: Inkoop, gastheer: GM0002,",
        ),
        melding="De route van 'begroting' gaat per perceel langs de regiegroepen, maar 'inkoop' komt bij geen daarvan.",
    ),
    geval(
        "GREMIUM_ZONDER_PERCELEN",
        ("gremia: [regiegroep], bereik", "gremia: [regiegroep, directie], bereik"),
        melding="'directie' moet over de eigen percelen antwoorden, maar is van geen perceel de regiegroep.",
    ),
    geval(
        "REGIEGROEP_ANTWOORDT_NIET",  # the begroting 2028 opens on 1 April 2027, before its regiegroep is there
        (
            "manager: manager_inkoop, sleutel: inwoners}",
            "manager: manager_inkoop, sleutel: inwoners}\n"
            "  - {code: data, naam: Data, regiegroep: datagroep, manager: beheerder, sleutel: inwoners,"
            " van: 2028-01-01}",
        ),
        (
            "gremia:\n  - code: regiegroep\n",
            "gremia:\n"
            "  - {code: datagroep, naam: Datagroep, soort: regiegroep, van: 2028-01-01,\n"
            "     zetels: [{code: data_a, naam: Aandorp, houder: griffie}]}\n"
            "  - code: regiegroep\n",
        ),
        (
            "gremia: [regiegroep], bereik: eigen_percelen}",
            "gremia: [regiegroep], bereik: eigen_percelen}\n"
            "    - {rol: afstemming, gremia: [datagroep], bereik: eigen_percelen, van: 2028-01-01}",
        ),
        op="{code: data, naam: Data,",
        melding="Het perceel 'data' zit in 'begroting' van 2028, maar zijn regiegroep 'datagroep' antwoordt nog niet "
        "of niet meer als die ronde opengaat (op 1 april 2027).",
    ),
]

SLEUTELS = [
    geval(
        "PERCENTAGES_GEEN_100",
        ("{GM0001: 62.5, GM0002: 37.5}", "{GM0001: 62.5, GM0002: 37.6}"),
        melding="De percentages zijn samen 100,1.",
    ),
    geval(
        "SLEUTEL_DEKT_NIET",
        ("{GM0001: 7, GM0002: 3}", "{GM0001: 7}"),
        melding="De verdeelsleutel 'werkplekken' noemt Beekstad (GM0002) niet, terwijl die gemeente deelneemt.",
    ),
    geval(
        "SLEUTEL_DEKT_NIET",  # the rest of a fixed part is a key too
        (
            "soort: vaste_percentages, percentages: {GM0001: 62.5, GM0002: 37.5}}",
            "soort: vast_deel_eerst, vast_cent: {GM0001: 4000000}, rest: "
            "{code: rest, naam: Rest, soort: volumes, eenheid: uur, bron: telling, aantallen: {GM0001: 1}}}",
        ),
        melding="De verdeelsleutel 'rest' noemt Beekstad (GM0002) niet, terwijl die gemeente deelneemt.",
    ),
    geval(
        "INWONERS_ONTBREKEN",
        ("aantal: 40000, bron: CBS}]", "aantal: 40000, bron: CBS}]\n  - {code: GM0003, naam: Cedorp, van: 2027-01-01}"),
        op="{code: inwoners, naam: Inwoners",
        melding="Van Cedorp (GM0003) is het aantal inwoners op 2025-01-01 niet ingevuld.",
    ),
    geval(
        "SLEUTEL_ZONDER_GEWICHT",
        ("{GM0001: 7, GM0002: 3}", "{GM0001: 0, GM0002: 0}"),
        melding="Alle aantallen van deze verdeelsleutel zijn 0; daarmee is niets te verdelen.",
    ),
]

KALENDER = [
    geval(
        "KALENDER_ONTBREEKT",
        ("ladder:\n", "  jaarverslag:\n    - {rol: vaststelling, gremia: [bestuur]}\nladder:\n"),
        op="  jaarverslag:\n    - {rol",
        melding="Het product 'jaarverslag' heeft een route, maar staat niet in de kalender en gaat dus nooit open.",
    ),
    geval(
        "ROUTE_ONTBREEKT",
        ("    begroting:\n      opent", "    jaarverslag:\n      opent"),
        op="    jaarverslag:\n      opent",
        melding="Het product 'jaarverslag' staat in de kalender, maar heeft geen route.",
    ),
    geval(
        "DAG_ONTBREEKT",
        ("               directie: 5 juni T-1,\n", ""),
        op="gremia: {regiegroep: 22 mei",
        melding="'directie' moet over 'begroting' antwoorden, maar heeft daarvoor geen dag.",
    ),
    geval(
        "DAG_ONGEBRUIKT",
        ("bestuur: 19 juni T-1}", "bestuur: 19 juni T-1, raad: 20 juni T-1}"),
        melding="'raad' heeft een dag, maar hoeft over 'begroting' niet te antwoorden.",
    ),
    geval(
        "INDIENEN_VOOR_OPENEN",
        ("indienen: 8 mei T-1", "indienen: 8 maart T-1"),
        melding="Indienen moet 8 maart T-1, maar de ronde gaat pas open op 1 april T-1.",
    ),
    geval(
        "PEILDATUM_ONTBREEKT",
        ("routes:\n  begroting:", "routes:\n  tussenrapportage_1:"),
        ("    begroting:\n      opent", "    tussenrapportage_1:\n      opent"),
        op="    tussenrapportage_1:\n      opent",
        melding="'tussenrapportage_1' heeft geen peildatum; dan is niet te zien tot wanneer haar realisatie loopt.",
    ),
    geval(
        "PEILDATUM_NA_INDIENEN",
        ("      opent: 1 april T-1\n", "      opent: 1 april T-1\n      peildatum: 31 mei T-1\n"),
        op="peildatum: 31 mei T-1",
        melding="De peildatum 31 mei T-1 ligt niet voor de dag van indienen, 8 mei T-1.",
    ),
    geval(
        "GATE_VOOR_INDIENEN",
        ("regiegroep: 22 mei T-1", "regiegroep: 22 april T-1"),
        melding="'regiegroep' besluit 22 april T-1, maar het indienen sluit pas op 8 mei T-1.",
    ),
    geval(
        "GATES_VERKEERD_OM",
        ("directie: 5 juni T-1", "directie: 21 mei T-1"),
        melding="'directie' besluit 21 mei T-1, eerder dan 'regiegroep' (22 mei T-1), die in de route voorgaat.",
    ),
    geval(
        "GATE_NA_PUBLICATIE",
        ("bestuur: 19 juni T-1}", "bestuur: 19 juli T-1}"),
        melding="'bestuur' besluit 19 juli T-1, na de publicatie op 26 juni T-1.",
    ),
    geval(
        "NA_GEMEENTEDATUM",  # 26 June 2027 is a Saturday: boekjaar 2028 comes too late, the years before do not
        ("datum: 15 juli T-1", "datum: 27 juni T-1"),
        melding="Aandorp heeft onze cijfers voor de programmabegroting nodig op 27 juni 2027, "
        "maar wij publiceren op 28 juni 2027 (boekjaar 2028).",
    ),
]

GEVALLEN = [*VERWIJZINGEN, *GREMIA, *ROUTES, *SLEUTELS, *KALENDER]


@pytest.mark.parametrize("geval", GEVALLEN, ids=lambda geval: geval.code)
def test_names_the_fault_and_its_line(geval: Geval) -> None:
    tekst = changed(*geval.wijzigingen)

    found = [(item.code, item.file, item.line, item.melding) for item in findings(tekst)]

    assert (geval.code, "proef.yaml", line_of(tekst, geval.fragment), geval.melding) in found


def test_every_rule_has_a_case() -> None:
    """A code that no case shows is a sentence that nobody has read."""
    shown = {geval.code for geval in GEVALLEN}

    assert shown == set(SOORTEN)


def test_a_word_that_holds_the_reserved_one_is_no_fault() -> None:
    tekst = changed(("- code: raad\n", "- code: besluitvormers\n"), ("gremia: [raad]", "gremia: [besluitvormers]"))

    assert findings(tekst) == ()


def test_a_right_profile_has_no_findings() -> None:
    """The cases above change this text, so nothing in it may be a fault already."""
    found = findings(TEKST)

    assert found == ()


@pytest.mark.parametrize("code", SOORTEN)
def test_every_finding_ends_in_what_to_do(code: str) -> None:
    herstel = SOORTEN[code].herstel

    assert herstel[0].isupper()
    assert herstel.endswith(".")


def test_faults_come_before_warnings() -> None:
    """A warning that comes first hides what stops the year."""
    found = findings(
        changed(("plaatsvervanger: loco_aandorp", "plaatsvervanger: secretaris"), ("  top: bestuur", "  top: raad"))
    )

    assert [item.ernst for item in found] == ["fout", "fout", "fout", "waarschuwing"]


def test_a_likely_code_is_suggested() -> None:
    found = findings(changed(("gremia: [directie]", "gremia: [directei]")))

    assert found[0].verwacht == "misschien 'directie'"


def test_what_follows_with_the_same_code_is_no_fault() -> None:
    """A key, a host or a seat changes by ending one record and beginning the next."""
    tekst = changed(
        (
            "percentages: {GM0001: 62.5, GM0002: 37.5}}\n",
            "tot: 2026-01-01, percentages: {GM0001: 50, GM0002: 50}}\n"
            "  - {code: verhouding, naam: Nieuw, soort: vaste_percentages, van: 2026-01-01, "
            "percentages: {GM0001: 75, GM0002: 25}}\n",
        ),
    )

    assert findings(tekst) == ()


def test_both_branches_adopted_is_no_fault() -> None:
    """The unsolicited advice of appendix 1 goes to one gremium or to the other, by its subject."""
    tekst = changed(
        (
            "    - {rol: vaststelling, gremia: [bestuur]}\n",
            "    - {rol: vaststelling, gremia: [bestuur], als: strategisch}\n"
            "    - {rol: vaststelling, gremia: [directie], als: niet strategisch}\n",
        ),
    )

    assert findings(tekst) == ()


def test_a_regiegroep_that_begins_before_the_first_round_of_its_perceel_is_no_fault() -> None:
    """The perceel is in the figures from 1 January 2028; its regiegroep answers for them from the spring before."""
    tekst = changed(
        (
            "manager: manager_inkoop, sleutel: inwoners}",
            "manager: manager_inkoop, sleutel: inwoners}\n"
            "  - {code: data, naam: Data, regiegroep: datagroep, manager: beheerder, sleutel: inwoners,"
            " van: 2028-01-01}",
        ),
        (
            "gremia:\n  - code: regiegroep\n",
            "gremia:\n"
            "  - {code: datagroep, naam: Datagroep, soort: regiegroep, van: 2027-04-01,\n"
            "     zetels: [{code: data_a, naam: Aandorp, houder: griffie}]}\n"
            "  - code: regiegroep\n",
        ),
        (
            "gremia: [regiegroep], bereik: eigen_percelen}",
            "gremia: [regiegroep], bereik: eigen_percelen}\n"
            "    - {rol: afstemming, gremia: [datagroep], bereik: eigen_percelen, van: 2027-04-01}",
        ),
        (
            "    - {van: regiegroep, naar",
            "    - {van: datagroep, naar: directie, na_werkdagen: 3}\n    - {van: regiegroep, naar",
        ),
        ("regiegroep: 22 mei T-1,", "regiegroep: 22 mei T-1, datagroep: 22 mei T-1,"),
    )

    assert findings(tekst) == ()


@pytest.mark.parametrize("naam", ["dowr", "ommen_hardenberg", "regio_zwolle"])
def test_the_profiles_we_ship_pass(naam: str) -> None:
    found = check_profile(load_profile(PROFIELEN / f"{naam}.yaml"))

    assert found == ()


def test_a_profile_without_file_still_names_the_place() -> None:
    """Tests and tools build profiles in memory; the finding then has no line, but does say where."""
    profile = profile_from(changed(("gastheer: GM0002", "gastheer: GM0003")))

    (found,) = check_profile(type(profile).model_validate(profile.model_dump()))

    assert (found.file, found.line, found.path) == ("proef", None, "percelen.1.gastheer")


def test_chosen_values_are_listed_with_their_place() -> None:
    """What no source prescribes must show as ours, block by block when a whole block is chosen."""
    listed = gekozen_waarden(profile_from(TEKST).source)

    assert [line.removeprefix("proef.yaml:") for line in listed] == [
        "31 beheerder: beheerder",
        "85 kalender.herinnering_werkdagen: 3",
        "88 kalender.producten.begroting.opent: 1 april T-1",
        "89 kalender.producten.begroting.indienen: 8 mei T-1",
        "90 kalender.producten.begroting.gremia: regiegroep 22 mei T-1, directie 5 juni T-1, bestuur 19 juni T-1",
        "93 kalender.producten.begroting.publicatie: 26 juni T-1",
    ]


def test_dowr_marks_what_the_sources_leave_open() -> None:
    """Hosts, the cost keys' volumes, the ladder and all dates are ours (docs/rules.md)."""
    listed = {line.split()[1].rstrip(":") for line in gekozen_waarden(load_profile(PROFIELEN / "dowr.yaml").source)}

    assert {
        "percelen.0.gastheer",
        "sleutels.1.aantallen",
        "ladder.treden.0",
        "ladder.top",
        "kalender.producten.jaarverslag.publicatie",
        "overige_inzendingen.0",
    } <= listed
    assert "gremia.3.regel" not in listed  # unanimity of the BVR is art. 5.6

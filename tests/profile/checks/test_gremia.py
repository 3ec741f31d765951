"""Can each gremium answer, and does everyone count once? One change by an office, beside what it hears."""

import pytest

from builders.profile_case import Case, case, fault_of, faults

CASES = [
    case(
        "STEMMEN_ZONDER_GEWICHT",
        ("aantal: 60000", "aantal: 0"),
        ("aantal: 40000", "aantal: 0"),
        ("    regel: meerderheid_voorzitter\n    voorzitter: best_a\n", "    regel: gewogen_inwoners\n"),
        op="    zetels:\n      - {code: best_a",
        message="De stemmen in 'bestuur' wegen naar inwoners, en alle zetels samen hebben er 0: geen besluit komt ooit "
        "door.",
    ),
    case(
        "GREMIUM_ZONDER_ZETELS",
        ("      - {code: dir_a, naam: Aandorp, houder: directeur_aandorp}\n", ""),
        ("    zetels:\n      - {code: dir_b, naam: Beekstad, houder: directeur_beekstad}\n", "    zetels: []\n"),
        op="zetels: []",
        message="Dit gremium moet antwoorden, maar heeft op 1 januari 2020 geen zetels.",
    ),
    case(
        "GREMIUM_ZONDER_ZETELS",  # the last seats end and none follow
        ("houder: directeur_aandorp}", "houder: directeur_aandorp, tot: 2026-01-01}"),
        ("houder: directeur_beekstad}", "houder: directeur_beekstad, tot: 2027-01-01}"),
        op="    zetels:\n      - {code: dir_a,",
        message="Dit gremium moet antwoorden, maar heeft op 1 januari 2027 geen zetels.",
    ),
    case(
        "GREMIUM_ZONDER_ZETELS",  # nobody could confirm the receipt
        ("zetels: [{code: griffie, naam: Griffie, houder: griffie}]", "zetels: []"),
        ("{rol: info, gremia: [raad]}", "{rol: info, gremia: [raad], ontvangst_vereist: true}"),
        message="Dit gremium moet antwoorden, maar heeft op 1 januari 2020 geen zetels.",
    ),
    case(
        "PLAATSVERVANGER_GELIJK",
        ("plaatsvervanger: loco_aandorp", "plaatsvervanger: secretaris_aandorp"),
        message="De plaatsvervanger is dezelfde als de houder van de zetel.",
    ),
    case(
        "PERSOON_TWEE_ZETELS",
        ("houder: directeur_beekstad}", "houder: directeur_aandorp}"),
        op="{code: dir_b, naam: Beekstad, houder: directeur_aandorp}",
        message="'directeur_aandorp' heeft in dit gremium meer dan één zetel: ook 'dir_a'.",
    ),
    case(
        "PERSOON_TWEE_ZETELS",  # a deputy of one seat who holds another would have two votes
        (
            "houder: secretaris_beekstad, gemeente",
            "houder: secretaris_beekstad, plaatsvervanger: secretaris_aandorp, gemeente",
        ),
        message="'secretaris_aandorp' heeft in dit gremium meer dan één zetel: ook 'best_a'.",
    ),
    case(
        "CONTROLLER_HEEFT_ZETEL",
        ("plaatsvervanger: loco_aandorp", "plaatsvervanger: controller"),
        message="De controller voert de cyclus uit en heeft daarom geen zetel.",
    ),
    case(
        "VOORZITTER_GEEN_ZETEL",
        ("voorzitter: best_a", "voorzitter: secretaris_aandorp"),
        message="De voorzitter 'secretaris_aandorp' is op 1 januari 2020 geen zetel van dit gremium.",
    ),
    case(
        "VOORZITTER_ONTBREEKT",
        ("    voorzitter: best_a\n", ""),
        op="- code: bestuur\n",
        message="Bij de regel 'meerderheid_voorzitter' geeft de voorzitter de doorslag, maar er is geen voorzitter.",
    ),
    case(
        "GEWICHT_ONTBREEKT",
        ("regel: meerderheid_voorzitter", "regel: gewogen_inwoners"),
        ("houder: secretaris_beekstad, gemeente: GM0002", "houder: secretaris_beekstad"),
        op="{code: best_b",
        message="De stemmen in dit gremium wegen naar inwoners, maar van deze zetel zijn die niet bekend.",
    ),
    case(
        "ZETEL_TELT_NOOIT",
        (
            "{code: inkoop, naam: Inkoop, gastheer: GM0002, regiegroep: regiegroep,",
            "{code: inkoop, naam: Inkoop, gastheer: GM0002, regiegroep: inkoopgroep,",
        ),
        ("perceel: ict", "perceel: inkoop"),
        op="perceel: inkoop",
        message="Deze zetel hoort bij het perceel 'inkoop', dat niet bij dit gremium hoort; hij telt dus nooit mee.",
    ),
    case(
        "MAKER_HEEFT_ZETEL",
        ("plaatsvervanger: loco_aandorp", "plaatsvervanger: manager_inkoop"),
        message="'manager_inkoop' levert cijfers aan of fiatteert ze, en zit in een gremium dat daarover beslist; "
        "die stem telt niet mee.",
    ),
    case(
        "MAKER_HEEFT_ZETEL",
        ("indiener: secretaris, sleutel", "indiener: secretaris, fiatteur: loco_aandorp, sleutel"),
        op="plaatsvervanger: loco_aandorp",
        message="'loco_aandorp' levert cijfers aan of fiatteert ze, en zit in een gremium dat daarover beslist; "
        "die stem telt niet mee.",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_the_fault_and_its_line_are_named(case: Case) -> None:
    assert fault_of(case) in faults(case)

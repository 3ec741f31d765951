"""Can the year be run on these days? One change by an office, beside what it hears."""

import pytest

from builders.profile_case import Case, case, fault_of, faults

CASES = [
    case(
        "KALENDER_ONTBREEKT",
        ("ladder:\n", "  jaarverslag:\n    - {rol: vaststelling, gremia: [bestuur]}\nladder:\n"),
        op="  jaarverslag:\n    - {rol",
        message="Het product 'jaarverslag' heeft een route, maar staat niet in de kalender en gaat dus nooit open.",
    ),
    case(
        "ROUTE_ONTBREEKT",
        ("    begroting:\n      opent", "    jaarverslag:\n      opent"),
        op="    jaarverslag:\n      opent",
        message="Het product 'jaarverslag' staat in de kalender, maar heeft geen route.",
    ),
    case(
        "PEILDATUM_ANDER_JAAR",
        ("      indienen: 8 mei T-1\n", "      indienen: 8 mei T-1\n      peildatum: 30 april T-2\n"),
        op="      peildatum: 30 april T-2",
        message="De peildatum 30 april T-2 ligt niet in het boekjaar T zelf; van dat jaar staan er dan geen cijfers.",
    ),
    case(
        "DAG_ONTBREEKT",
        ("               directie: 5 juni T-1,\n", ""),
        op="gremia: {regiegroep: 22 mei",
        message="'directie' moet over 'begroting' antwoorden, maar heeft daarvoor geen dag.",
    ),
    case(
        "DAG_ONGEBRUIKT",
        ("bestuur: 19 juni T-1}", "bestuur: 19 juni T-1, raad: 20 juni T-1}"),
        message="'raad' heeft een dag, maar hoeft over 'begroting' niet te antwoorden.",
    ),
    case(
        "INDIENEN_VOOR_OPENEN",
        ("indienen: 8 mei T-1", "indienen: 8 maart T-1"),
        message="Indienen moet 8 maart T-1, maar de ronde gaat pas open op 1 april T-1.",
    ),
    case(
        "PEILDATUM_ONTBREEKT",
        ("routes:\n  begroting:", "routes:\n  tussenrapportage_1:"),
        ("    begroting:\n      opent", "    tussenrapportage_1:\n      opent"),
        op="    tussenrapportage_1:\n      opent",
        message="'tussenrapportage_1' heeft geen peildatum; dan is niet te zien tot wanneer haar realisatie loopt.",
    ),
    case(
        "PEILDATUM_NA_INDIENEN",
        ("      opent: 1 april T-1\n", "      opent: 1 april T-1\n      peildatum: 31 mei T-1\n"),
        op="peildatum: 31 mei T-1",
        message="De peildatum 31 mei T-1 ligt niet voor de dag van indienen, 8 mei T-1.",
    ),
    case(
        "GATE_VOOR_INDIENEN",
        ("regiegroep: 22 mei T-1", "regiegroep: 22 april T-1"),
        message="'regiegroep' besluit 22 april T-1, maar het indienen sluit pas op 8 mei T-1.",
    ),
    case(
        "GATES_VERKEERD_OM",
        ("directie: 5 juni T-1", "directie: 21 mei T-1"),
        message="'directie' besluit 21 mei T-1, eerder dan 'regiegroep' (22 mei T-1), die in de route voorgaat.",
    ),
    case(
        "GATE_NA_PUBLICATIE",
        ("bestuur: 19 juni T-1}", "bestuur: 19 juli T-1}"),
        message="'bestuur' besluit 19 juli T-1, na de publicatie op 26 juni T-1.",
    ),
    case(
        "NA_GEMEENTEDATUM",  # 26 June 2027 is a Saturday: boekjaar 2028 comes too late, the years before do not
        ("datum: 15 juli T-1", "datum: 27 juni T-1"),
        message="Aandorp heeft onze cijfers voor de programmabegroting nodig op 27 juni 2027, "
        "maar wij publiceren op 28 juni 2027 (boekjaar 2028).",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_the_fault_and_its_line_are_named(case: Case) -> None:
    assert fault_of(case) in faults(case)

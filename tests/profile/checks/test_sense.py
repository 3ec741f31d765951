"""What an office can write and cannot mean. One change by an office, beside what it hears."""

import pytest

from builders.profile import TEXT, changed
from builders.profile_case import Case, case, fault_of, faults
from jaarcyclus.errors import InvalidProfile
from jaarcyclus.profile.checks.soundness import require_sound
from jaarcyclus.profile.of_round import whole_profile

NIEMAND = ("soort: inwoners, peildatum: 2025-01-01}", "soort: inwoners, peildatum: 2025-01-01, deelnemers: []}")
BELOW_RAAD = (
    "    - {van: directie, naar: bestuur, na_werkdagen: 3}\n    - {van: bestuur, naar: raad, na_werkdagen: 3}\n"
)
CASES = [
    case("NAAM_ONLEESBAAR", ("naam: Beekstad\n", 'naam: ""\n'), message="Deze naam kan niemand lezen: er staat niets."),
    case(
        "PEILDATUM_LANG_GELEDEN",
        ("[{peildatum: 2025-01-01, aantal: 60000", "[{peildatum: 2015-01-01, aantal: 60000"),
        ("[{peildatum: 2025-01-01, aantal: 40000", "[{peildatum: 2015-01-01, aantal: 40000"),
        ("soort: inwoners, peildatum: 2025-01-01}", "soort: inwoners, peildatum: 2015-01-01}"),
        op="{code: inwoners, naam: Inwoners",
        message="De sleutel rekent met 2015-01-01; voor boekjaar 2026 is dat lang geleden.",
    ),
    case(
        "PEILDATUM_OUD",  # within the key for the rest, though nothing divides by it but that
        (
            "[{peildatum: 2025-01-01, aantal: 60000, bron: CBS}]",
            "[{peildatum: 2025-01-01, aantal: 60000, bron: CBS}, {peildatum: 2015-01-01, aantal: 9, bron: CBS}]",
        ),
        (
            "[{peildatum: 2025-01-01, aantal: 40000, bron: CBS}]",
            "[{peildatum: 2025-01-01, aantal: 40000, bron: CBS}, {peildatum: 2015-01-01, aantal: 9, bron: CBS}]",
        ),
        (
            "{code: inwoners, naam: Inwoners, soort: inwoners, peildatum: 2025-01-01}",
            "{code: inwoners, naam: Eerst vast, soort: vast_deel_eerst, vast_cent: {GM0001: 5}, rest: "
            "{code: inwoners, naam: Inwoners, soort: inwoners, peildatum: 2015-01-01}}",
        ),
        op="{code: inwoners, naam: Eerst vast",
        message="De sleutel rekent met 2015-01-01, terwijl er al cijfers van 2025 zijn.",
    ),
    case(
        "GREMIUM_TWEE_KEER",  # one kenmerk is enough: then it answers twice
        ("    - {rol: info, gremia: [raad]}", "    - {rol: afstemming, gremia: [directie], als: strategisch}"),
        message="Gremium 'directie' antwoordt op deze route twee keer; de eerste keer in stap 2.",
    ),
    case(
        "ACCOUNTANT_DOET_MEE",
        ("beheerder: !gekozen beheerder", "beheerder: !gekozen beheerder\naccountant: griffie"),
        op="accountant: griffie",
        message="De accountant 'griffie' heeft ook een ander deel aan de cyclus, en kan haar dan niet beoordelen.",
    ),
    case(
        "PERSOON_IN_GESCHIL",
        ("    - {van: directie, naar: bestuur, na_werkdagen: 3}\n", BELOW_RAAD),
        ("  top: bestuur\n", "  top: raad\n"),
        ("naam: Griffie, houder: griffie}", "naam: Griffie, houder: directeur_aandorp}"),
        op="  begroting:\n    - {rol",
        message="'directeur_aandorp' antwoordt op deze route in directie, en ook in raad, waar een geschil daarover "
        "heen gaat.",
    ),
    case(
        "BEHEERDER_IS_CONTROLLER",
        ("beheerder: !gekozen beheerder", "beheerder: controller"),
        message="De beheerder is ook de controller: op de wachtwoorden die hij uitgeeft, ziet dan niemand anders toe.",
    ),
    case(
        "CONTROLLER_MAAKT_CIJFERS",
        ("manager: manager_inkoop, sleutel", "manager: manager_inkoop, fiatteur: controller, sleutel"),
        message="De controller 'controller' voert de cyclus uit, en levert hier zelf cijfers aan of fiatteert ze.",
    ),
    case(
        "NAAM_ONLEESBAAR",
        ("functie: teammanager ICT", 'functie: "team\\u200bmanager"'),
        message="Deze naam kan niemand lezen: er staan tekens in die niemand ziet (U+200B na 'team').",
    ),
    case(
        "NAAM_ONLEESBAAR",
        ("naam: Inkoop,", 'naam: "\\u202eInkoop",'),
        message="Deze naam kan niemand lezen: er staan tekens in die niemand ziet (U+202E vooraan).",
    ),
    case(
        "PERSOON_IS_PROGRAMMA",
        ("{sleutel: griffie, functie: griffie}", "{sleutel: systeem, functie: griffie}"),
        message="Onder 'systeem' legt het programma zelf vast wat het doet.",
    ),
    case(
        "SLEUTEL_ZONDER_DEELNEMERS",
        NIEMAND,
        message="De sleutel 'inwoners' verdeelt over niemand: de lijst van deelnemers is leeg.",
    ),
    case(
        "PEILDATUM_OUD",
        (
            "[{peildatum: 2025-01-01, aantal: 40000, bron: CBS}]",
            "[{peildatum: 2025-01-01, aantal: 40000, bron: CBS}, {peildatum: 2027-01-01, aantal: 41000, bron: CBS}]",
        ),
        op="{code: inwoners, naam: Inwoners",
        message="De sleutel rekent met 2025-01-01, terwijl er al cijfers van 2027 zijn.",
    ),
    case(
        "BEHEERDER_HEEFT_ZETEL",
        ("plaatsvervanger: loco_aandorp", "plaatsvervanger: beheerder"),
        message="De beheerder 'beheerder' heeft een zetel, en beheert ook Airflow, waarin hij dan antwoordt.",
    ),
    case(
        "GREMIUM_EEN_ZETEL",
        ("      - {code: dir_b, naam: Beekstad, houder: directeur_beekstad}\n", ""),
        op="    zetels:\n      - {code: dir_a",
        message="Gremium 'directie' beslist met één zetel: één persoon beslist dan alleen.",
    ),
    case(
        "GREMIUM_TWEE_KEER",
        ("    - {rol: info, gremia: [raad]}", "    - {rol: afstemming, gremia: [directie]}"),
        message="Gremium 'directie' antwoordt op deze route twee keer; de eerste keer in stap 2.",
    ),
    case(
        "PERSOON_TWEE_GREMIA",
        ("plaatsvervanger: loco_aandorp", "plaatsvervanger: directeur_aandorp"),
        op="  begroting:\n    - {rol",
        message="'directeur_aandorp' antwoordt op deze route in directie en in bestuur.",
    ),
    case(
        "CODE_TE_LANG",
        ("  - code: directie\n", f"  - code: {'d' * 60}\n"),
        message=f"De code '{'d' * 60}' is met die van het profiel te lang voor de naam van een rol.",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_the_fault_and_its_line_are_named(case: Case) -> None:
    assert fault_of(case) in faults(case)


def test_the_right_profile_has_none_of_them() -> None:
    assert {told[0] for told in faults(Case("", (), "", ""))} == set()


def test_what_a_round_of_rules_1_pinned_stays_sound() -> None:
    """It was accepted then; a stricter check must not take an old dossier its proof."""
    profile = whole_profile(changed(NIEMAND, text=TEXT).encode())

    require_sound(profile, regels=1)
    with pytest.raises(InvalidProfile, match="verdeelt over niemand"):
        require_sound(profile)

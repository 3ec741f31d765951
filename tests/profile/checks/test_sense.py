"""What an office can write and cannot mean. One change by an office, beside what it hears."""

import pytest

from builders.profile import TEXT, changed
from builders.profile_case import Case, case, fault_of, faults
from jaarcyclus.errors import InvalidProfile
from jaarcyclus.profile.checks.soundness import require_sound
from jaarcyclus.profile.of_round import whole_profile

NIEMAND = ("soort: inwoners, peildatum: 2025-01-01}", "soort: inwoners, peildatum: 2025-01-01, deelnemers: []}")
CASES = [
    case("NAAM_ONLEESBAAR", ("naam: Beekstad\n", 'naam: ""\n'), message="Deze naam kan niemand lezen: er staat niets."),
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

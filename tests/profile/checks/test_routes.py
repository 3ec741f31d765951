"""Does each route end in an adoption, and each dispute somewhere? One change by an office, beside what it hears."""

import pytest

from builders.profile import changed, findings
from builders.profile_case import Case, case, fault_of, faults

CASES = [
    case(
        "ROUTE_ZONDER_VASTSTELLING",
        ("rol: vaststelling, gremia: [bestuur]", "rol: instemming, gremia: [bestuur]"),
        op="  begroting:\n    - {rol",
        message="Het product 'begroting' wordt door geen enkel gremium vastgesteld.",
    ),
    case(
        "ROUTE_ZONDER_VASTSTELLING",  # a branch that nobody adopts
        ("rol: vaststelling, gremia: [bestuur]", "rol: vaststelling, gremia: [bestuur], als: strategisch"),
        op="  begroting:\n    - {rol",
        message="Het product 'begroting' wordt (niet strategisch) door geen enkel gremium vastgesteld.",
    ),
    case(
        "ROUTE_ZONDER_VASTSTELLING",  # the adopting step ends and no other follows
        ("rol: vaststelling, gremia: [bestuur]", "rol: vaststelling, gremia: [bestuur], tot: 2027-01-01"),
        op="  begroting:\n    - {rol",
        message="Het product 'begroting' wordt door geen enkel gremium vastgesteld.",
    ),
    case(
        "ZWIJGEN_STELT_VAST",
        ("rol: instemming, gremia: [directie]", "rol: instemming, gremia: [directie], bij_zwijgen: akkoord"),
        message="In deze stap zou zwijgen kunnen vaststellen: wie zwijgt, geldt als akkoord.",
    ),
    case(
        "ZWIJGEN_STELT_VAST",
        ("rol: vaststelling, gremia: [bestuur]", "rol: vaststelling, gremia: [bestuur], blokkeert: false"),
        message="In deze stap zou zwijgen kunnen vaststellen: "
        "een vaststelling die niet blokkeert, wacht niet op een antwoord.",
    ),
    case(
        "BESLOTEN_TER_INFO",
        ("{rol: info, gremia: [raad]}", "{rol: info, gremia: [raad], vertrouwelijk: true}"),
        message="Deze stap is ter info: niemand antwoordt erin, en er is niets dat besloten kan blijven.",
    ),
    case(
        "ONTVANGST_ZONDER_INFO",
        ("rol: instemming, gremia: [directie]", "rol: instemming, gremia: [directie], ontvangst_vereist: true"),
        message="Deze stap is ter instemming en wacht op ontvangst; "
        "alleen van wat ter info is, wordt de ontvangst bevestigd.",
    ),
    case(
        "TREDE_ONTBREEKT",
        ("    - {van: regiegroep, naar: directie, na_werkdagen: 3}\n", ""),
        op="gremia: [regiegroep]",
        message="Het gremium 'regiegroep' kan het product tegenhouden, "
        "maar de ladder zegt niet waar het geschil heen gaat.",
    ),
    case(
        "TREDE_DUBBEL",
        (
            "    - {van: directie, naar: bestuur, na_werkdagen: 3}\n",
            "    - {van: directie, naar: bestuur, na_werkdagen: 3}\n"
            "    - {van: directie, naar: raad, na_werkdagen: 3}\n",
        ),
        op="{van: directie, naar: raad",
        message="Van 'directie' gaan twee treden uit; dan is niet zeker waar een geschil heen gaat.",
    ),
    case(
        "LADDER_KRING",
        ("van: directie, naar: bestuur", "van: directie, naar: regiegroep"),
        message="De ladder loopt in een kring: directie → regiegroep → directie.",
    ),
    case(
        "LADDER_HAALT_TOP_NIET",
        ("  top: bestuur", "  top: raad"),
        op="{van: directie, naar: bestuur",
        message="Vanaf 'directie' eindigt de ladder bij 'bestuur' en niet bij de top.",
    ),
    case(
        "TOP_HEEFT_TREDE",
        ("  top: bestuur", "    - {van: bestuur, naar: raad, na_werkdagen: 3}\n  top: bestuur"),
        op="{van: bestuur, naar: raad",
        message="'bestuur' is de top van de ladder en heeft toch een trede.",
    ),
    case(
        "PERCEEL_BUITEN_ROUTE",
        (
            "{code: inkoop, naam: Inkoop, gastheer: GM0002, regiegroep: regiegroep,",
            "{code: inkoop, naam: Inkoop, gastheer: GM0002,",
        ),
        message="De route van 'begroting' gaat per perceel langs de regiegroepen, maar 'inkoop' komt bij geen daarvan.",
    ),
    case(
        "GREMIUM_ZONDER_PERCELEN",
        ("gremia: [regiegroep], bereik", "gremia: [regiegroep, directie], bereik"),
        message="'directie' moet over de eigen percelen antwoorden, maar is van geen perceel de regiegroep.",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_the_fault_and_its_line_are_named(case: Case) -> None:
    assert fault_of(case) in faults(case)


def test_both_branches_adopted_is_no_fault() -> None:
    """The unsolicited advice of appendix 1 goes to one gremium or to the other, by its subject."""
    text = changed(
        (
            "    - {rol: vaststelling, gremia: [bestuur]}\n",
            "    - {rol: vaststelling, gremia: [bestuur], als: strategisch}\n"
            "    - {rol: vaststelling, gremia: [directie], als: niet strategisch}\n",
        ),
    )

    assert {item.code for item in findings(text)} == {"GREMIUM_TWEE_KEER"}  # directie agreed before

"""Can every round be answered? One change by an office, beside what it hears."""

import pytest

from builders.profile import changed, findings
from builders.profile_case import Case, case, fault_of, faults

ICT = "  - {code: ict, naam: ICT, gastheer: GM0001, regiegroep: regiegroep, manager: manager_ict, sleutel: werkplekken"
INKOOP = (
    "  - {code: inkoop, naam: Inkoop, gastheer: GM0002, regiegroep: regiegroep, manager: manager_inkoop, "
    "sleutel: inwoners"
)
OTHER = "overige_inzendingen:\n  - {code: algemeen, naam: Algemeen, indiener: secretaris, sleutel: verhouding}\n"
BY_COUNT = "{code: inwoners, naam: Inwoners, soort: inwoners, peildatum: 2025-01-01}"
NOBODY = (("aantal: 60000", "aantal: 0"), ("aantal: 40000", "aantal: 0"))

CASES = [
    case(
        "NIEMAND_DIENT_IN",
        ("percelen:\n" + ICT + "}\n" + INKOOP + "}\n" + OTHER, "percelen: []\n"),
        op="percelen: []",
        message="Er is geen perceel en geen overige inzending: niemand dient cijfers in, en geen ronde komt ooit "
        "klaar.",
    ),
    case(
        "RONDE_ZONDER_INZENDINGEN",
        (ICT, ICT + ", tot: 2030-01-01"),
        (INKOOP, INKOOP + ", tot: 2030-01-01"),
        (OTHER, ""),
        op="  begroting:\n    - {rol",
        message="In de ronde 'begroting' van 2030 dient niemand cijfers in; die ronde komt nooit klaar.",
    ),
    case(
        "SLEUTEL_VERDEELT_NIETS",
        *NOBODY,
        op=BY_COUNT,
        message="De sleutel 'inwoners' verdeelt in boekjaar 2027 over niemand: wie meebetaalt, heeft samen 0 inwoners.",
    ),
    case(
        "SLEUTEL_VERDEELT_NIETS",
        ("aantal: 40000", "aantal: 0"),
        (BY_COUNT, BY_COUNT.replace("}", ", deelnemers: [GM0002]}")),
        op=BY_COUNT.replace("}", ","),
        message="De sleutel 'inwoners' verdeelt in boekjaar 2027 over niemand: wie meebetaalt, heeft samen 0 inwoners.",
    ),
    case(
        "SLEUTEL_VERDEELT_NIETS",
        (
            BY_COUNT,
            "{code: inwoners, naam: Eerst vast, soort: vast_deel_eerst, vast_cent: {GM0001: 5}, rest: "
            + BY_COUNT.replace("}", ", deelnemers: []}}"),
        ),
        message="De sleutel 'inwoners' verdeelt in boekjaar 2027 over niemand: wie meebetaalt, heeft samen 0 inwoners.",
    ),
    case(
        "ZETEL_ZONDER_STEM",
        ("houder: directeur_beekstad}", "houder: manager_inkoop}"),
        message="Niemand van de zetel 'dir_b' mag antwoorden over 'begroting' van 2027: houder en plaatsvervanger "
        "leveren er cijfers voor aan of fiatteren ze, en zonder die zetel komt er nooit een besluit.",
    ),
    case(
        "ZETEL_ZONDER_STEM",  # holder and deputy both; the director is to approve the figures from 2029 on
        ("houder: directeur_beekstad}", "houder: directeur_beekstad, plaatsvervanger: secretaris}"),
        (
            "  - {code: algemeen, naam: Algemeen, indiener: secretaris, sleutel: verhouding}\n",
            "  - {code: algemeen, naam: Algemeen, indiener: secretaris, sleutel: verhouding, tot: 2029-01-01}\n"
            "  - {code: algemeen, naam: Algemeen, indiener: secretaris, fiatteur: directeur_beekstad,"
            " sleutel: verhouding, van: 2029-01-01}\n",
        ),
        op="plaatsvervanger: secretaris}",
        message="Niemand van de zetel 'dir_b' mag antwoorden over 'begroting' van 2029: houder en plaatsvervanger "
        "leveren er cijfers voor aan of fiatteren ze, en zonder die zetel komt er nooit een besluit.",
    ),
    case(
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
        message="Het perceel 'data' zit in 'begroting' van 2028, maar zijn regiegroep 'datagroep' antwoordt nog niet "
        "of niet meer als die ronde opengaat (op 1 april 2027).",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_the_fault_and_its_line_are_named(case: Case) -> None:
    assert fault_of(case) in faults(case)


def test_a_regiegroep_that_begins_before_the_first_round_of_its_perceel_is_no_fault() -> None:
    """The perceel is in the figures from 1 January 2028; its regiegroep answers for them from the spring before."""
    text = changed(
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

    assert findings(text) == ()

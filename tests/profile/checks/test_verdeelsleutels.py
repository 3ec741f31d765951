"""Does each key divide everything over everybody? One change by an office, beside what it hears."""

import pytest

from builders.profile_case import Case, case, fault_of, faults

CASES = [
    case(
        "PERCENTAGES_GEEN_100",
        ("{GM0001: 62.5, GM0002: 37.5}", "{GM0001: 62.5, GM0002: 37.6}"),
        message="De percentages zijn samen 100,1.",
    ),
    case(
        "SLEUTEL_DEKT_NIET",
        ("{GM0001: 7, GM0002: 3}", "{GM0001: 7}"),
        message="De verdeelsleutel 'werkplekken' noemt Beekstad (GM0002) niet, terwijl die gemeente deelneemt.",
    ),
    case(
        "SLEUTEL_DEKT_NIET",  # the rest of a fixed part is a key too
        (
            "soort: vaste_percentages, percentages: {GM0001: 62.5, GM0002: 37.5}}",
            "soort: vast_deel_eerst, vast_cent: {GM0001: 4000000}, rest: "
            "{code: rest, naam: Rest, soort: volumes, eenheid: uur, bron: telling, aantallen: {GM0001: 1}}}",
        ),
        message="De verdeelsleutel 'rest' noemt Beekstad (GM0002) niet, terwijl die gemeente deelneemt.",
    ),
    case(
        "INWONERS_ONTBREKEN",
        ("aantal: 40000, bron: CBS}]", "aantal: 40000, bron: CBS}]\n  - {code: GM0003, naam: Cedorp, van: 2027-01-01}"),
        op="{code: inwoners, naam: Inwoners",
        message="Van Cedorp (GM0003) is het aantal inwoners op 2025-01-01 niet ingevuld.",
    ),
    case(
        "SLEUTEL_ZONDER_GEWICHT",
        ("{GM0001: 7, GM0002: 3}", "{GM0001: 0, GM0002: 0}"),
        message="Alle aantallen van deze verdeelsleutel zijn 0; daarmee is niets te verdelen.",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_the_fault_and_its_line_are_named(case: Case) -> None:
    assert fault_of(case) in faults(case)

"""Does each name that Airflow gets say one thing? One change by an office, beside what it hears."""

import pytest

from builders.profile import changed, findings
from builders.profile_case import Case, case, fault_of, faults


def _dubbelzinnig(code: str) -> str:
    return (
        f"In de code '{code}' staat 'besluit' los; dat woord scheidt in Airflow de samenwerking van het gremium, en "
        "met deze code zijn die namen op twee manieren te lezen."
    )


CASES = [
    case(
        "CODE_DUBBELZINNIG",  # its calendar would be the DAG of a gremium `kalender` of `proef`
        ("profiel: proef\n", "profiel: proef_besluit\n"),
        message=_dubbelzinnig("proef_besluit"),
    ),
    case(
        "CODE_DUBBELZINNIG",  # its gate would be in the DAG of a gremium `raad` of `proef_besluit`
        ("- code: raad\n", "- code: besluit_raad\n"),
        ("gremia: [raad]", "gremia: [besluit_raad]"),
        message=_dubbelzinnig("besluit_raad"),
    ),
    case(
        "CODE_DUBBELZINNIG",
        ("- code: raad\n", "- code: oud_besluit_raad\n"),
        ("gremia: [raad]", "gremia: [oud_besluit_raad]"),
        message=_dubbelzinnig("oud_besluit_raad"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_the_fault_and_its_line_are_named(case: Case) -> None:
    assert fault_of(case) in faults(case)


def test_a_word_that_holds_the_reserved_one_is_no_fault() -> None:
    text = changed(("- code: raad\n", "- code: besluitvormers\n"), ("gremia: [raad]", "gremia: [besluitvormers]"))

    assert findings(text) == ()

"""Can everybody read and tell apart what the office wrote? One change by an office, beside what it hears."""

from collections.abc import Iterator
from typing import Any

import pytest

from builders.profile import changed, findings
from builders.profile_case import Case, case, fault_of, faults
from jaarcyclus.profile.checks.texts import NAMES, TEXTS
from jaarcyclus.profile.records import Profile

CASES = [
    case(
        "TEKST_ZONDER_WOORDEN",
        ("resultaat: Samen is het goedkoper.", "resultaat: '.'"),
        message="Deze tekst zegt de lezer niets: er staat geen woord.",
    ),
    case(
        "TEKST_ZONDER_WOORDEN",
        ("{vorm: convenant, grondslag: convenant Proef", '{vorm: convenant, grondslag: "\\u200b"'),
        message="Deze tekst zegt de lezer niets: er staan tekens in die niemand ziet (U+200B vooraan).",
    ),
    case(
        "TEKST_ZONDER_WOORDEN",
        ("aantal: 60000, bron: CBS", "aantal: 60000, bron: ''"),
        message="Deze tekst zegt de lezer niets: er staat niets.",
    ),
    case(
        "TEKST_ZONDER_WOORDEN",
        ("toelichting_top: het dossier wordt aangehouden", "toelichting_top: ''"),
        message="Deze tekst zegt de lezer niets: er staat niets.",
    ),
    case(
        "TEKST_ZONDER_WOORDEN",
        ("eenheid: werkplek", "eenheid: '-'"),
        message="Deze tekst zegt de lezer niets: er staat geen woord.",
    ),
    case(
        "NAAM_DUBBEL",
        ("naam: Inkoop,", "naam: I.C.T.,"),
        message="De naam 'I.C.T.' staat er twee keer; de andere staat op proef.yaml:33 percelen.0.naam. Op papier zijn "
        "zij niet uit elkaar te houden.",
    ),
    case(
        "NAAM_DUBBEL",
        ("naam: Algemeen,", "naam: ICT,"),
        op="{code: algemeen, naam: ICT,",
        message="De naam 'ICT' staat er twee keer; de andere staat op proef.yaml:33 percelen.0.naam. Op papier zijn "
        "zij niet uit elkaar te houden.",
    ),
    case(
        "NAAM_DUBBEL",
        ("naam: Directie\n", "naam: bestuur\n"),
        op="naam: Bestuur\n",
        message="De naam 'Bestuur' staat er twee keer; de andere staat op proef.yaml:46 gremia.1.naam. Op papier zijn "
        "zij niet uit elkaar te houden.",
    ),
    case(
        "NAAM_DUBBEL",
        ("naam: Beekstad\n", "naam: Aandorp\n"),
        op="    naam: Aandorp\n    inwoners: [{peildatum: 2025-01-01, aantal: 40000",
        message="De naam 'Aandorp' staat er twee keer; de andere staat op proef.yaml:8 gemeenten.0.naam. Op papier "
        "zijn zij niet uit elkaar te houden.",
    ),
    case(
        "NAAM_DUBBEL",
        ("{code: dir_b, naam: Beekstad,", "{code: dir_b, naam: Aandorp,"),
        message="De naam 'Aandorp' staat er twee keer; de andere staat op proef.yaml:49 gremia.1.zetels.0.naam. Op "
        "papier zijn zij niet uit elkaar te houden.",
    ),
    case(
        "NAAM_DUBBEL",
        ("functie: directeur Beekstad", "functie: Directeur  Aandorp"),
        message="De naam 'Directeur  Aandorp' staat er twee keer; de andere staat op proef.yaml:20 "
        "personen.4.functie. Op papier zijn zij niet uit elkaar te houden.",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_the_fault_and_its_line_are_named(case: Case) -> None:
    assert fault_of(case) in faults(case)


def test_a_name_may_come_back_when_the_first_has_ended() -> None:
    """A perceel that goes on under another code is read by its name."""
    text = changed(
        ("{code: ict, naam: ICT,", "{code: ict, naam: ICT, tot: 2028-01-01,"),
        ("{code: inkoop, naam: Inkoop,", "{code: inkoop, naam: ICT, van: 2028-01-01,"),
    )

    assert "NAAM_DUBBEL" not in {item.code for item in findings(text)}


def test_a_text_over_several_lines_is_words() -> None:
    text = changed(("resultaat: Samen is het goedkoper.", "resultaat: |\n      Samen is het\n      goedkoper.\n"))

    assert findings(text) == ()


def free_texts(schema: Any) -> Iterator[str]:
    """Yield the name of every field that takes any text: no code, choice or day."""
    for name, field in schema.get("properties", {}).items():
        for kind in (field, *field.get("anyOf", ())):
            if kind.get("type") == "string" and not {"enum", "const", "format", "pattern"} & set(kind):
                yield name


def test_no_text_of_a_profile_escapes_the_rule() -> None:
    """Whoever adds a field adds it to the names or the texts."""
    definitions = Profile.model_json_schema()["$defs"]
    found = {name for schema in (Profile.model_json_schema(), *definitions.values()) for name in free_texts(schema)}

    assert found - NAMES - TEXTS == {"bibliotheek", "map"}  # places at Microsoft: doctor asks there

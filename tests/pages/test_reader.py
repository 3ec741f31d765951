"""Which pages are for whom."""

import re
from datetime import date

import pytest

from builders.workbook import dowr
from jaarcyclus.errors import UnknownKey
from jaarcyclus.pages.html import fill_page
from jaarcyclus.pages.parts import part_of
from jaarcyclus.pages.reader import DOSSIERS, reader_of

DAY = date(2026, 5, 1)


def pages_of(person: str) -> list[str]:
    return [item.name for item in reader_of(dowr(), person, DAY).menu()]


def test_who_hands_in_has_a_page_for_it() -> None:
    assert "Inleveren" in pages_of("manager_psa")
    assert reader_of(dowr(), "manager_psa", DAY).percelen == {"psa": "Personeels- en salarisadministratie"}


def test_who_hands_in_nothing_has_none() -> None:
    assert "Inleveren" not in pages_of("gemeentesecretaris_raalte")


def test_the_beheerder_lands_on_what_he_keeps_and_the_controller_finds_it() -> None:
    assert pages_of("beheerder")[0] == "Beheer"
    assert pages_of("controller").index("Het jaar") < pages_of("controller").index("Beheer")
    assert "Beheer" not in [page for person in ("ambtelijk_secretaris", "manager_psa") for page in pages_of(person)]


def test_somebody_without_a_function_has_no_page() -> None:
    with pytest.raises(UnknownKey, match="hoort niet bij een functie"):
        reader_of(dowr(), "niemand", DAY)


def test_the_accountant_has_dossiers_and_no_page_of_who_runs_the_cycle() -> None:
    person = dowr().personen[0].model_copy(update={"sleutel": "accountant", "functie": "accountant"})
    profile = dowr().model_copy(update={"personen": (*dowr().personen, person), "accountant": "accountant"})
    reader = reader_of(profile, "accountant", DAY)

    assert next(item.name for item in reader.menu()) == "Dossiers"
    assert (reader.office, reader.seated, reader.percelen) == (False, False, {})


@pytest.mark.parametrize(
    ("simulated", "told"),
    [(False, "Het is 1 mei 2026."), (True, "Het is 1 mei 2026 (OEFENING: de datum is gesimuleerd).")],
)
def test_every_page_tells_the_day_and_whether_it_is_an_exercise(simulated: bool, told: str) -> None:
    reader = reader_of(dowr(), "controller", DAY, simulated=simulated)
    html = fill_page("dossiers.html", reader, deel=part_of((), 1, DOSSIERS), vastgehouden=())

    assert told in " ".join(re.sub(r"<[^>]+>", "", html).split())

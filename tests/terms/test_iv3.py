"""The Iv3 lists we hold are those of CBS, and codes stay text."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from jaarcyclus.errors import UnknownKey
from jaarcyclus.terms.iv3 import has_code_list, load_code_list


@pytest.mark.parametrize("boekjaar", [2025, 2026])
def test_our_lists_are_those_of_cbs(boekjaar: int, shared_data: Path) -> None:
    cbs = json.loads((shared_data / f"iv3/iv3_definities_Gemeente_{boekjaar}.json").read_text("utf-8"))

    ours = load_code_list(boekjaar)

    assert ours.taakvelden == leaves(cbs["codelijsten"]["taakveld"]["codelijst"])
    assert ours.categorieen_lasten == leaves(cbs["codelijsten"]["categorie_lasten"]["codelijst"])
    assert ours.categorieen_baten == leaves(cbs["codelijsten"]["categorie_baten"]["codelijst"])
    assert ours.forbidden == {
        (side, cell["taakveld"], cell["categorie"])
        for side in ("lasten", "baten")
        for cell in cbs["grijze_cellen"][side]
    }


def test_the_sizes_of_2026() -> None:
    code_list = load_code_list(2026)

    assert (len(code_list.taakvelden), len(code_list.categorieen_lasten), len(code_list.categorieen_baten)) == (
        69,
        37,
        39,
    )


def test_mutaties_reserves_is_not_bestuur() -> None:
    """`0.10` and `0.1` are two taakvelden; as numbers they would be one."""
    taakvelden = load_code_list(2026).taakvelden

    assert (taakvelden["0.1"], taakvelden["0.10"]) == ("Bestuur", "Mutaties reserves")


def test_a_year_without_a_list_uses_the_newest_and_says_so() -> None:
    code_list = load_code_list(2027)

    assert code_list.taakvelden == load_code_list(2026).taakvelden
    assert (code_list.boekjaar, code_list.source_boekjaar) == (2027, 2026)
    assert code_list.caveat == "De codes zijn die van Iv3 2026 (CBS): de lijst voor 2027 is er nog niet."
    assert load_code_list(2026).caveat is None


def test_before_the_first_list_there_is_none() -> None:
    """No list is better than the wrong one."""
    assert not has_code_list(2023)
    with pytest.raises(UnknownKey, match="2023"):
        load_code_list(2023)


def test_the_taakvelden_of_2024_are_those_the_gemeenten_filed_under(shared_data: Path) -> None:
    with (shared_data / "iv3/iv3_alle_gemeenten_2023-2025_tidy.csv").open(encoding="utf-8") as stream:
        filed = {row["taakveld"]: row["taakveld_naam"] for row in csv.DictReader(stream) if row["jaar"] == "2024"}

    ours = load_code_list(2024).taakvelden

    assert ours.keys() == filed.keys()
    assert [code for code, name in filed.items() if not ours[code].startswith(name.rstrip(". "))] == []
    assert not any(name.endswith("..") for name in ours.values())


def test_of_2024_no_combination_is_forbidden_and_that_is_said() -> None:
    """Up to 2024 taakveld 6 was numbered otherwise, with letters; which cells were grey we do not know."""
    code_list = load_code_list(2024)

    assert ("6.71a" in code_list.taakvelden, "6.711" in code_list.taakvelden) == (True, False)
    assert code_list.categorieen_lasten == load_code_list(2025).categorieen_lasten
    assert not code_list.forbidden
    assert code_list.caveat == (
        "Van Iv3 2024 hebben wij alleen de taakvelden: de categorieën zijn die van 2025, en of een categorie bij een "
        "taakveld mag is niet gecontroleerd."
    )


def test_overhead_forbids_interest_and_reserves() -> None:
    verboden = load_code_list(2026).forbidden

    assert {("lasten", "0.4", categorie) for categorie in ("5.1", "6.1", "7.1")} <= verboden


def leaves(nodes: list[dict[str, Any]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in nodes:
        found |= leaves(node["subcodes"]) if "subcodes" in node else {node["code"]: node["omschrijving"]}
    return found

"""Which receipt of a file in a library is the last, which get no answer any more, and which texts are of before."""

from builders.ledger import chain_of
from jaarcyclus.dossier.origins import Origin, last_of, overtaken, stale_texts
from jaarcyclus.ledger.chain import Event, NewEvent


def origin(number: int, item: str, sha256: str = "a") -> Origin:
    return Origin(number=number, library="b!1", item=item, version="", sha256=sha256, perceel="ict")


def test_of_a_file_that_came_again_the_last_receipt_counts() -> None:
    found = last_of([origin(1, "A"), origin(3, "B"), origin(5, "A", "b")])

    assert {file: item.number for file, item in found.items()} == {("b!1", "A"): 5, ("b!1", "B"): 3}


def test_who_has_the_answer_to_the_newest_gets_none_to_one_before() -> None:
    known = [origin(1, "A"), origin(3, "B"), origin(5, "A", "b"), origin(7, "A", "c")]

    assert overtaken(known, []) == frozenset()
    assert overtaken(known, [1, 3]) == frozenset()
    assert overtaken(known, [1, 5]) == frozenset({1})
    assert overtaken(known, [7]) == frozenset({1, 5})


def came(number: int, item: str, perceel: str = "ict") -> list[NewEvent]:
    received = {
        "sha256": f"{number:064x}", "bestandsnaam": "x.xlsx", "via": "sharepoint", "inzender": "manager",
        "perceel": perceel, "grootte": 1,
    }  # fmt: skip
    of = {"ontvangst": number, "bibliotheek": "b!1", "item": item, "versie": "", "vorige": None}
    return [NewEvent("bestand_ontvangen", "manager", received), NewEvent("herkomst_vastgelegd", "systeem", of)]


def answered(number: int, name: str) -> NewEvent:
    return NewEvent("bestand_beantwoord", "systeem", {"ontvangst": number, "antwoord": name})


def chain(*events: NewEvent) -> tuple[Event, ...]:
    return tuple(chain_of(*events, dossier="dowr-postbus"))


def test_a_text_of_before_is_in_the_way_unless_it_tells_of_something_else_by_now() -> None:
    renamed = chain(*came(1, "A"), answered(1, "oud.txt"), *came(4, "A"), answered(4, "nieuw.txt"), *came(7, "A"))
    taken_over = chain(*came(1, "A"), answered(1, "x.txt"), *came(4, "B"), answered(4, "x.txt"), *came(7, "A"))
    moved = chain(*came(1, "A"), answered(1, "x.txt"), *came(4, "A", "psa"))

    assert stale_texts(renamed, 7) == {("ict", "oud.txt"), ("ict", "nieuw.txt")}
    assert stale_texts(taken_over, 7) == frozenset()
    assert stale_texts(moved, 4) == {("ict", "x.txt")}

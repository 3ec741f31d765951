"""A text of ours beside a file gets new words, never over what somebody else wrote in it."""

from typing import Any

import pytest

from graph.human import HUMAN
from graph.plan import Plan
from jaarcyclus.graph import holding
from jaarcyclus.graph.outcomes import Done, TryLater
from jaarcyclus.graph.places import resolve
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.steps.library_shelf import lay_text

STEM, PATH = "ict.csv-antwoord", "ict/ict.csv-antwoord.txt"
EDITED = b"gewijzigd door een medewerker"


@pytest.fixture(params=[False, True], ids=["plain", "required check-out"])
def shelf(graph, make_client, request):
    """A client, and a folder where a text of ours lies."""
    graph.drive_id = graph.add_library("Besluiten", require_checkout=request.param)
    client = make_client("Besluiten")
    folder = resolve(client, ("ict",)).value
    assert isinstance(lay_text(client, folder, STEM, "eerst"), Done)
    return client, folder


def require_left_to_its_writer(graph: Any) -> None:
    row = graph.tree()[PATH]
    assert graph.content(PATH) == EDITED
    assert (row["modified_by"], row["checked_out_by"]) == (HUMAN, None)


def test_new_words_come_in_its_place(graph, shelf):
    assert isinstance(lay_text(*shelf, STEM, "daarna"), Done)
    assert {path: graph.content(path) for path in graph.tree()} == {PATH: b"daarna"}


def test_what_a_person_writes_just_before_our_check_out_stays_and_ours_lies_beside_it(graph, shelf):
    graph.play(Plan.of("checkout", "human", act="edit"))

    first, second = lay_text(*shelf, STEM, "daarna"), lay_text(*shelf, STEM, "daarna")

    assert isinstance(first, TryLater)
    assert first.reason is Reason.CHANGED
    assert second.value.name == f"{STEM}-2.txt"
    require_left_to_its_writer(graph)


def test_a_check_out_that_was_left_behind_hides_nobodys_words(graph, shelf, monkeypatch):
    def killed(*_: Any) -> bool:
        raise KeyboardInterrupt

    graph.play(Plan.of("checkout", "human", act="edit"))
    with monkeypatch.context() as patched:
        patched.setattr(holding, "_is_same", killed)
        with pytest.raises(KeyboardInterrupt):
            lay_text(*shelf, STEM, "daarna")

    found = [lay_text(*shelf, STEM, "daarna") for _ in range(2)]

    assert found[1].value.name == f"{STEM}-2.txt"
    require_left_to_its_writer(graph)

"""What changed in a library: every page, the last word on each item, and everything after a 410."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.plan import Plan
from jaarcyclus.graph.changes import collapse, delta, start_now
from jaarcyclus.graph.items import put_small
from jaarcyclus.graph.outcomes import NeedsPerson, TryLater
from jaarcyclus.graph.places import find_library, resolve
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.graph.records import Item


@pytest.fixture
def folder(client):
    return resolve(client).value


def names(changes):
    return sorted(item.name for item in changes.items if not item.is_folder)


def test_first_everything_then_what_changed(graph, client, folder):
    graph.upload_as_human("ict/werkboek.xlsx", b"1")
    first = delta(client, folder).value
    graph.upload_as_human("ict/antwoord.txt", b"2")

    second = delta(client, folder, first.link).value

    assert (first.full, names(first)) == (True, ["werkboek.xlsx"])
    assert (second.full, names(second)) == (False, ["antwoord.txt"])


def test_who_starts_now_hears_of_what_comes(graph, client, folder):
    graph.upload_as_human("ict/oud.xlsx", b"1")
    link = start_now(client, folder).value
    graph.upload_as_human("ict/nieuw.xlsx", b"1")

    assert names(delta(client, folder, link).value) == ["nieuw.xlsx"]


def test_all_pages_are_read_and_doubles_fall_together(graph, client, folder):
    graph.behave(delta_page=2, delta_duplicates=True)
    for number in range(5):
        graph.upload_as_human(f"ict/{number}.xlsx", b"1")

    found = delta(client, folder).value

    assert names(found) == [f"{number}.xlsx" for number in range(5)]
    assert len({item.id for item in found.items}) == len(found.items)
    assert len(graph.requests("delta")) > 1


def test_a_deleted_file_has_an_id_and_nothing_more(graph, client, folder):
    deleted = graph.upload_as_human("ict/weg.xlsx", b"1")
    link = delta(client, folder).value.link
    graph.act_as_human("delete", "ict/weg.xlsx")

    found = {item.id: item for item in delta(client, folder, link).value.items}[deleted]

    assert (found.is_deleted, found.name) == (True, "")


def test_a_link_that_is_too_old_gives_everything(graph, client, folder):
    graph.upload_as_human("ict/a.xlsx", b"1")
    link = delta(client, folder).value.link
    graph.forget_delta_tokens()

    found = delta(client, folder, link).value

    assert (found.full, names(found)) == (True, ["a.xlsx"])


def test_a_link_that_breaks_half_way_gives_everything_once(graph, client, folder):
    graph.behave(delta_page=1)
    link = delta(client, folder).value.link
    for number in range(3):
        graph.upload_as_human(f"ict/{number}.xlsx", b"1")
    graph.play(Plan.of("delta", "delta-410", nth=2))

    found = delta(client, folder, link).value

    assert found.full
    assert names(found) == ["0.xlsx", "1.xlsx", "2.xlsx"]


def test_what_went_while_everything_was_listed_again_is_not_in_it(graph, client, folder):
    """A full list says what is there: the pages before the 410 do not count."""
    graph.behave(delta_page=1)
    link = delta(client, folder).value.link
    put_small(client, folder, "weg.csv", b"1", "application/octet-stream")
    graph.upload_as_human("blijft.csv", b"1")
    graph.play(Plan.of("delta", "delta-410", nth=3) + Plan.of("delta", "human", nth=4, act="delete"))

    found = delta(client, folder, link).value

    assert (found.full, names(found)) == (True, ["blijft.csv"])


def test_a_library_that_never_lists_is_for_later(graph, client, folder):
    graph.behave(delta_page=1)
    graph.upload_as_human("a.xlsx", b"1")
    graph.play(sum((Plan.of("delta", "delta-410", nth=nth) for nth in range(2, 9)), Plan.of("delta", "rewrite")))

    found = delta(client, folder)

    assert isinstance(found, TryLater)
    assert len(graph.requests("delta")) < 6


def test_a_page_that_fails_loses_nothing(graph, client, folder):
    """The old link is still the one to go on from: nothing was half kept."""
    graph.behave(delta_page=1)
    link = delta(client, folder).value.link
    graph.upload_as_human("ict/a.xlsx", b"1")
    graph.play(Plan.of("delta", "status", nth=2, status=504, body="empty"))

    failed, again = delta(client, folder, link), delta(client, folder, link)

    assert isinstance(failed, TryLater)
    assert names(again.value) == ["a.xlsx"]


def test_what_is_told_late_is_told(graph, client, folder):
    graph.behave(delta_late=3600)
    link = delta(client, folder).value.link
    graph.upload_as_human("ict/a.xlsx", b"1")
    early = delta(client, folder, link).value
    graph.advance(3601)

    late = delta(client, folder, early.link).value

    assert (names(early), names(late)) == ([], ["a.xlsx"])


def test_a_missing_hash_is_empty(graph, client, folder):
    graph.upload_as_human("ict/a.xlsx", b"1")
    graph.play(Plan.of("delta", "delta-no-hash"))

    assert {item.quick_xor_hash for item in delta(client, folder).value.items} == {""}


def test_a_link_that_was_swapped_is_not_followed(graph, client, folder):
    asked = len(graph.requests())

    found = delta(client, folder, "https://evil.example/v1.0/delta?token=x")

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.HOST_FOREIGN
    assert len(graph.requests()) == asked


@pytest.mark.parametrize("status", [400, 404])
def test_a_link_that_graph_does_not_know_any_more_gives_everything(graph, client, folder, status):
    """410 is what its page says. Without this the inbox would wait for who maintains Jaarcyclus."""
    graph.upload_as_human("ict/a.xlsx", b"1")
    link = delta(client, folder).value.link
    graph.play(Plan.of("delta", "status", status=status, code="invalidRequest"))

    found = delta(client, folder, link).value

    assert (found.full, names(found)) == (True, ["a.xlsx"])


def test_everything_is_asked_from_the_start_and_not_where_a_410_points(graph, client, folder):
    """That address was seen to fail for as long as it was asked (onedrive-api-docs 249)."""
    graph.upload_as_human("ict/a.xlsx", b"1")
    link = delta(client, folder).value.link
    graph.forget_delta_tokens()
    delta(client, folder, link)

    assert graph.requests("delta")[-1].query == graph.requests("delta")[0].query == ""


@pytest.mark.parametrize("step", ["delta", "drives"])
def test_a_list_that_goes_round_is_left(graph, client, folder, step):
    """Its next page is itself, for ever (onedrive-api-docs 1431, microsoft-graph-docs 2749)."""
    graph.behave(delta_page=1, page_size=1)
    graph.upload_as_human("ict/a.xlsx", b"1")
    graph.add_library("Archief")
    graph.play(sum((Plan.of(step, "same-link", nth=nth) for nth in range(1, 9)), Plan(groups=(), planned=())))

    found = delta(client, folder) if step == "delta" else find_library(client)

    assert isinstance(found, TryLater)
    assert len(graph.requests(step)) < 6


def test_a_page_of_something_else_is_for_later(graph, client, folder):
    graph.play(Plan.of("delta", "html-200"))

    assert isinstance(delta(client, folder), TryLater)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 99))))
def test_the_last_word_on_each_item_counts(told):
    items = [Item(drive_id="d", id=name, size=size) for name, size in told]

    found = [(item.id, item.size) for item in collapse(items)]

    assert dict(found) == dict(told)
    assert [name for name, _ in found] == list(dict.fromkeys(name for name, _ in reversed(told)))[::-1]

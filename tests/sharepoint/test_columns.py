"""The columns of a library: made when missing and allowed, filled once, never over and over."""

import pytest

from graph.plan import Plan
from jaarcyclus.graph.answers import Answer
from jaarcyclus.graph.columns import (
    Column,
    ensure_columns,
    find_missing,
    patch_fields,
    read_fields,
    require_kept,
    require_made,
)
from jaarcyclus.graph.items import put_small
from jaarcyclus.graph.outcomes import Ambiguous, Done, NeedsPerson, TryLater
from jaarcyclus.graph.places import resolve
from jaarcyclus.graph.reasons import Reason

COLUMNS = (Column(name="JcSha256", label="SHA-256"), Column(name="JcStatus", label="Status"))
FIELDS = {"JcSha256": "0" * 64, "JcStatus": "vastgesteld"}


@pytest.fixture
def folder(client):
    return resolve(client).value


@pytest.fixture
def item(client, folder):
    ensure_columns(client, folder, COLUMNS)
    return put_small(client, folder, "a.pdf", b"%PDF", "application/pdf").value


def test_missing_columns_are_made_once(graph, client, folder):
    first, second = (ensure_columns(client, folder, COLUMNS).value for _ in range(2))

    assert (first, second) == (COLUMNS, ())
    assert len(graph.effects("column-created")) == 2


def test_columns_over_several_pages_are_all_read(graph, client, folder):
    ensure_columns(client, folder, COLUMNS)
    graph.behave(page_size=1)

    assert find_missing(client, folder, COLUMNS).value == ()


def test_without_the_right_the_owner_hears_which_columns(graph, client, folder):
    graph.grant("write")

    found = ensure_columns(client, folder, COLUMNS)

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.COLUMNS_MISSING
    assert "JcSha256, JcStatus" in found.sentence


def test_a_library_that_is_locked_for_a_while_has_no_missing_right(graph, client, folder):
    about = {"status": 403, "code": "accessDenied", "inner": "resourceLocked", "body": "json"}
    graph.play(Plan.of("column", "status", **about))

    found = ensure_columns(client, folder, COLUMNS)

    assert isinstance(found, TryLater)
    assert found.reason is Reason.LOCKED


def test_a_column_of_another_kind_is_for_the_owner(graph, client, folder):
    graph.add_column("JcStatus", number={})

    found = ensure_columns(client, folder, COLUMNS)

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.COLUMN_DIFFERS


def test_a_column_whose_answer_was_lost_is_there_once(graph, client, folder):
    graph.play(Plan.of("column", "lost"))

    unclear, again = ensure_columns(client, folder, COLUMNS), ensure_columns(client, folder, COLUMNS)

    assert isinstance(unclear, Ambiguous)
    assert again.value == COLUMNS[1:]


def test_fields_are_written_once(graph, client, item):
    """Each write makes a version: what is there already is not written."""
    first, second = (patch_fields(client, item, FIELDS).value for _ in range(2))

    assert (first, second) == (True, False)
    assert {name: graph.columns_of("a.pdf")[name] for name in FIELDS} == FIELDS


def test_only_what_differs_is_written(graph, client, item):
    patch_fields(client, item, FIELDS)
    graph.act_as_human("set_fields", "a.pdf", JcStatus="concept", Eigen="van een medewerker")

    patch_fields(client, item, FIELDS)

    assert graph.columns_of("a.pdf")["JcStatus"] == "vastgesteld"
    assert graph.columns_of("a.pdf")["Eigen"] == "van een medewerker"


def test_a_file_that_is_still_busy_is_for_seconds_later(graph, client, folder):
    graph.behave(fields_conflicts=2)
    ensure_columns(client, folder, COLUMNS)
    item = put_small(client, folder, "b.pdf", b"%PDF", "application/pdf").value

    found = [patch_fields(client, item, FIELDS) for _ in range(3)]

    assert [type(each) for each in found] == [TryLater, TryLater, Done]
    assert found[0].reason is Reason.SETTLING


@pytest.mark.parametrize("kind", ["lost", "status-after", "html-200"])
def test_after_an_unclear_answer_nothing_is_written_twice(graph, client, item, kind):
    graph.play(Plan.of("fields", kind, **({"status": 504, "body": "html"} if kind == "status-after" else {})))

    unclear = patch_fields(client, item, FIELDS)
    again = patch_fields(client, item, FIELDS)

    assert isinstance(unclear, Ambiguous)
    assert again.value is False


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (b'{"JcStatus": "Vastgesteld "}', NeedsPerson, Reason.COLUMN_DIFFERS),
        (b'{"Title": "a"}', Ambiguous, Reason.ODD_ANSWER),
        (b"", Ambiguous, Reason.ODD_ANSWER),
    ],
)
def test_a_column_that_keeps_something_else_is_said_once(client, item, body, kind, reason):
    """It would be written, and make a version, at each attempt."""
    asked = Done(value=Answer(status=200, body=body))

    found = require_kept(client, asked, item, {"JcStatus": "vastgesteld"})

    assert isinstance(found, kind)
    assert found.reason is reason


def test_a_column_that_gets_another_name_is_made_once(graph, client, folder):
    """Its name lies in the bin: at each attempt there would be one more (sp-dev-docs 7549)."""
    graph.store.set("bin", ["JcStatus", "JcStatus0"])

    found = [ensure_columns(client, folder, COLUMNS) for _ in range(3)]

    assert [each.reason for each in found] == [Reason.COLUMN_RENAMED] * 3
    assert "JcStatus01" in found[2].sentence
    assert len(graph.effects("column-created")) == len(COLUMNS)


def test_a_hidden_column_is_seen_and_not_made_again(graph, client, folder):
    """They are listed to who asks for them only (resources/columndefinition)."""
    graph.add_column("JcStatus")
    graph.store.run("UPDATE list_column SET hidden = 1")

    found = find_missing(client, folder, COLUMNS)

    assert isinstance(found, NeedsPerson)
    assert (found.reason, "JcStatus" in found.sentence) == (Reason.COLUMN_DIFFERS, True)


def test_a_column_that_got_another_name_is_for_the_owner(client):
    """The name was that of a column which somebody took away: columns keep theirs in the bin."""
    found = require_made(client, Done(value=Answer(status=201, body=b'{"name": "JcStatus0"}')), COLUMNS[1])

    assert isinstance(found, NeedsPerson)
    assert "JcStatus0" in found.sentence


def test_a_column_nobody_made_is_no_silence(client, item):
    """It is there in the list, and not in the content type of the file: msgraph-sdk-java 2054."""
    found = patch_fields(client, item, {"BestaatNiet": "x"})

    assert isinstance(found, NeedsPerson)
    assert (found.reason, "BestaatNiet" in found.sentence) == (Reason.COLUMN_DIFFERS, True)


def test_a_file_that_goes_unseen_for_a_moment_is_for_later(graph, client, item):
    graph.play(Plan.of("fields", "status", status=404, code="itemNotFound", body="json"))

    unseen, again = (patch_fields(client, item, FIELDS) for _ in range(2))

    assert isinstance(unseen, TryLater)
    assert again.value is True


def test_a_list_that_goes_on_elsewhere_is_not_followed(graph, client, folder):
    graph.play(Plan.of("columns", "foreign-link"))

    found = find_missing(client, folder, COLUMNS)

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.HOST_FOREIGN
    assert graph.strays() == []


def test_a_locked_file_is_for_later(graph, client, item):
    graph.act_as_human("lock", "a.pdf")

    found = patch_fields(client, item, FIELDS)

    assert isinstance(found, TryLater)
    assert found.reason is Reason.LOCKED


def test_a_file_that_was_rewritten_in_between_gets_its_columns_at_the_next_look(graph, client, item):
    graph.play(Plan.of("fields", "rewrite"))

    changed, again = (patch_fields(client, item, FIELDS) for _ in range(2))

    assert isinstance(changed, Ambiguous)
    assert changed.reason is Reason.CHANGED
    assert again.value is True


def test_columns_of_a_file_that_somebody_touched_since_are_left(graph, client, item):
    seen = read_fields(client, item)
    graph.act_as_human("set_fields", "a.pdf", JcStatus="concept")

    assert isinstance(patch_fields(client, item, FIELDS, seen), Ambiguous)
    assert graph.columns_of("a.pdf")["JcStatus"] == "concept"

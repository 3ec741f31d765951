"""One file: looked at, put once, checked out and in, taken away; never over what is there."""

from dataclasses import replace

import pytest

from graph.plan import Plan
from jaarcyclus.graph.answers import Answer
from jaarcyclus.graph.items import (
    MAX_SMALL,
    checkin,
    checkout,
    discard,
    look,
    look_again,
    look_around,
    placed,
    put_small,
    remove,
    replace_small,
)
from jaarcyclus.graph.outcomes import Ambiguous, Done, Exists, NeedsPerson, TryLater
from jaarcyclus.graph.places import resolve
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.graph.records import read_item
from jaarcyclus.graph.sessions import open_session


@pytest.fixture
def folder(client):
    return resolve(client, ("2027",)).value


def put(client, folder, name="a.zip", content=b"inhoud"):
    return put_small(client, folder, name, content, "application/zip")


def test_a_file_is_placed_and_seen(graph, client, folder):
    placed = put(client, folder)
    seen = look(client, folder, "A.ZIP")

    assert isinstance(placed, Done)
    assert (seen.value.id, seen.value.name, seen.value.size) == (placed.value.id, "a.zip", 6)
    assert seen.value.created_by_app == graph.client_id
    assert graph.content("2027/a.zip") == b"inhoud"


def test_all_that_lies_in_a_folder_is_seen(graph, client, folder):
    """Over several pages, with what a person put there, and not what lies deeper."""
    graph.behave(page_size=2)
    for number in range(4):
        put(client, folder, f"{number}.zip")
    graph.upload_as_human("2027/van een ander.txt", b"x")
    graph.upload_as_human("2027/dieper/x.txt", b"x")

    found = look_around(client, folder).value

    assert sorted(item.name for item in found) == [*(f"{n}.zip" for n in range(4)), "dieper", "van een ander.txt"]
    assert [item.name for item in found if item.is_folder] == ["dieper"]


def test_a_library_that_looks_up_in_many_others_is_looked_at(graph, client, folder):
    """Its list is not shown with all of its columns (sp-dev-docs 4660); an inbox there waited for ever."""
    graph.behave(lookups=13)
    put(client, folder)

    assert [item.name for item in look_around(client, folder).value] == ["a.zip"]


def test_what_is_not_there_is_none(client, folder):
    assert look(client, folder, "a.zip").value is None


@pytest.mark.parametrize("size", [0, MAX_SMALL])
def test_the_smallest_and_largest_small_file_are_placed(graph, client, folder, size):
    assert isinstance(put(client, folder, content=bytes(size)), Done)
    assert len(graph.content("2027/a.zip")) == size


def test_what_somebody_put_there_stays(graph, client, folder):
    """The default of a PUT is to replace."""
    graph.upload_as_human("2027/a.zip", b"van een medewerker")

    found = put(client, folder)

    assert isinstance(found, Exists)
    assert found.item.created_by_app == ""
    assert graph.content("2027/a.zip") == b"van een medewerker"
    assert graph.versions_of("2027/a.zip") == 1


@pytest.mark.parametrize("kind", ["lost", "status-after", "html-200", "truncated"])
def test_after_an_unclear_answer_the_file_is_there_once(graph, client, folder, kind):
    graph.play(Plan.of("put", kind, **({"status": 502, "body": "html"} if kind == "status-after" else {})))

    unclear, again = put(client, folder), put(client, folder)

    assert isinstance(unclear, Ambiguous)
    assert isinstance(again, Exists)
    assert again.item.created_by_app == graph.client_id
    assert len(graph.effects("file-created")) == 1


@pytest.mark.parametrize(
    ("about", "kind", "reason"),
    [
        ({"status": 423, "code": "notAllowed", "inner": "resourceLocked"}, TryLater, Reason.LOCKED),
        ({"status": 507, "code": "quotaLimitReached"}, NeedsPerson, Reason.QUOTA),
        ({"status": 412, "code": "resourceModified"}, Ambiguous, Reason.CHANGED),
        ({"status": 409, "code": "nameAlreadyExists"}, TryLater, Reason.NAME_HELD),
        ({"status": 413, "code": "invalidRequest"}, NeedsPerson, Reason.MISUSED),
    ],
)
def test_a_refusal_says_what_it_is(graph, client, folder, about, kind, reason):
    graph.play(Plan.of("put", "status", body="json", **about))

    found = put(client, folder)

    assert isinstance(found, kind)
    assert found.reason is reason
    assert graph.effects("file-created") == []


def test_a_file_of_somebody_else_that_was_replaced_all_the_same_is_said(graph, client, folder):
    """`fail` was seen ignored. Else the controller hears of a name that is taken, and nobody puts the version back."""
    graph.upload_as_human("2027/a.zip", b"van een medewerker")
    graph.behave(put_ignores_fail=True)

    found = put(client, folder)

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.REPLACED


def test_a_name_that_a_lost_session_holds_is_for_later(graph, client, folder):
    graph.play(Plan.of("put", "name-lock"))

    found = put(client, folder)

    assert isinstance(found, TryLater)
    assert found.reason is Reason.NAME_HELD


@pytest.mark.parametrize("name", ["a:b.zip", "a.zip ", "CON", "x" * 400])
def test_a_forbidden_name_is_never_sent(graph, client, folder, name):
    found = put(client, folder, name)

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.NAME_FORBIDDEN
    assert graph.requests("put") == []


@pytest.mark.parametrize("large", [False, True])
def test_a_folder_that_somebody_took_away_is_resolved_again(graph, client, folder, large):
    graph.act_as_human("delete", "2027")

    found = open_session(client, folder, "a.zip", 10) if large else put(client, folder)

    assert isinstance(found, TryLater)
    assert isinstance(put(client, resolve(client, ("2027",)).value), Done)


def test_a_page_with_404_is_not_absence(graph, client, folder):
    """A gateway in between knows nothing of the file: who believed it would put it again."""
    put(client, folder)
    graph.play(Plan.of("look", "status", status=404, body="html"))

    assert isinstance(look(client, folder, "a.zip"), TryLater)


def test_an_item_is_found_where_it_was_moved(graph, client, folder):
    item = put(client, folder).value
    graph.act_as_human("rename", "2027/a.zip", name="b.zip")

    assert look(client, folder, "a.zip").value is None
    assert look_again(client, item).value.name == "b.zip"


@pytest.mark.parametrize("name", ["FINANCI\u00cbN.ZIP", "financie\u0308n.zip"])
def test_a_name_that_only_looks_otherwise_is_taken(graph, client, folder, name):
    graph.upload_as_human(f"2027/{name}", b"van een medewerker")

    found = put_small(client, folder, "financi\u00ebn.zip", b"PK", "application/zip")

    assert isinstance(found, Exists)
    assert found.item.name == name
    assert {path: graph.content(path) for path in graph.tree()} == {f"2027/{name}": b"van een medewerker"}


@pytest.mark.parametrize(
    ("told", "by"),
    [
        ({"application": {"id": "a1", "displayName": "Jaarcyclus"}, "user": {"displayName": "SharePoint App"}}, "a1"),
        ({"user": {"id": "u1", "displayName": "medewerker"}}, "u1"),
        ({"user": {"email": "m@raalte.example", "displayName": "medewerker"}}, "m@raalte.example"),  # docs-contrib 824
        ({"user": {"displayName": "System Account"}}, ""),
        (None, ""),  # vscode-onedrive-browser 11
    ],
)
def test_who_wrote_last_is_an_app_a_person_or_nobody(told, by):
    found = read_item({"id": "1", "lastModifiedBy": told}, "drive")

    assert found is not None
    assert found.modified_by == by


def test_a_file_that_somebody_edited_is_not_removed(graph, client, folder):
    item = put(client, folder).value
    graph.act_as_human("edit", "2027/a.zip")

    found = remove(client, item)

    assert isinstance(found, Ambiguous)
    assert found.reason is Reason.CHANGED
    assert "2027/a.zip" in graph.tree()


def test_a_page_with_404_removes_nothing(graph, client, folder):
    """Who believed a gateway would record that a document is gone which all still read."""
    item = put(client, folder).value
    graph.play(Plan.of("delete", "status", status=404, body="html"))

    unclear = remove(client, item)

    assert isinstance(unclear, TryLater)
    assert "2027/a.zip" in graph.tree()
    assert isinstance(remove(client, item), Done)


def test_a_file_is_replaced_as_it_was_seen_only(graph, client, folder):
    item = put(client, folder).value
    replaced = replace_small(client, item, b"nieuw", "application/zip")
    graph.act_as_human("edit", "2027/a.zip", content=b"van een medewerker")

    stale = replace_small(client, replaced.value, b"nieuwer", "application/zip")

    assert isinstance(stale, Ambiguous)
    assert stale.reason is Reason.CHANGED
    assert graph.content("2027/a.zip") == b"van een medewerker"
    assert graph.versions_of("2027/a.zip") == 3


@pytest.mark.parametrize("act", [remove, lambda client, item: replace_small(client, item, b"x", "application/zip")])
def test_without_an_etag_nobody_knows_what_would_be_lost(graph, client, folder, act):
    item = replace(put(client, folder).value, etag="")

    assert isinstance(act(client, item), TryLater)
    assert graph.content("2027/a.zip") == b"inhoud"
    assert graph.effects("deleted") == []


def test_removing_twice_is_removing_once(client, folder):
    item = look_again(client, put(client, folder).value).value

    assert [isinstance(remove(client, item), Done) for _ in range(2)] == [True, True]


@pytest.fixture
def strict(graph, make_client):
    """A client in a library that wants a check-out, and its folder."""
    graph.drive_id = graph.add_library("Besluiten", require_checkout=True)
    client = make_client("Besluiten")
    return client, resolve(client, ("2027",)).value


def test_a_fresh_file_in_a_strict_library_is_seen_after_check_in(graph, strict):
    client, folder = strict
    item = put(client, folder).value

    before, checked = look(client, folder, "a.zip").value, checkin(client, item, "Vastgesteld")

    assert before.level == "checkout"
    assert checked.value.level == "published"
    assert isinstance(checkin(client, item, "Vastgesteld"), Done)
    assert len(graph.effects("checked-in")) == 1


@pytest.mark.parametrize(("drafts", "level"), [("minor", "published"), ("approval", "draft")])
def test_a_draft_is_published_and_one_that_waits_for_approval_stays_so(graph, make_client, drafts, level):
    """Minor versions keep a new file from its readers, although nothing is checked out (docs-contrib 312, 8943)."""
    graph.drive_id = graph.add_library("Besluiten", drafts=drafts)
    client = make_client("Besluiten")
    item = put(client, resolve(client, ("2027",)).value).value
    before = look_again(client, item).value

    published = checkin(client, item, "Vastgesteld")

    assert (before.level, published.value.level) == ("draft", level)
    assert len(graph.effects("checked-in")) == 1


@pytest.mark.parametrize("kind", ["lost", "status-after"])
def test_a_check_in_whose_answer_was_lost_is_done_once(graph, strict, kind):
    client, folder = strict
    item = put(client, folder).value
    graph.play(Plan.of("checkin", kind, **({"status": 500, "body": "json"} if kind == "status-after" else {})))

    unclear, again = checkin(client, item, "x"), checkin(client, item, "x")

    assert isinstance(unclear, Ambiguous)
    assert again.value.level == "published"
    assert len(graph.effects("checked-in")) == 1


def test_a_file_that_is_checked_out_again_at_once_is_looked_at_later(graph, client, folder):
    item = put(client, folder).value
    checkout(client, item)
    graph.play(Plan.of("look", "human", nth=2, act="checkout"))

    assert isinstance(checkin(client, item, "x"), Ambiguous)


def test_a_file_that_got_another_name_is_for_a_person(client, folder):
    """`rename` was seen where `fail` was asked."""
    answer = Answer(status=201, body=b'{"id": "01ABC", "name": "a 1.zip"}')

    found = placed(client, Done(value=answer), folder, "a.zip")

    assert isinstance(found, NeedsPerson)
    assert (found.reason, "a 1.zip" in found.sentence) == (Reason.NAME_CHANGED, True)


@pytest.mark.parametrize(("step", "act"), [("checkin", lambda *ours: checkin(*ours, "x")), ("checkout", checkout)])
def test_a_file_that_goes_unseen_for_a_moment_is_for_later(graph, client, folder, step, act):
    item = put(client, folder).value
    if step == "checkin":
        checkout(client, item)
    graph.play(Plan.of(step, "status", status=404, code="itemNotFound", body="json"))

    unseen, again = act(client, item), act(client, item)

    assert isinstance(unseen, TryLater)
    assert isinstance(again, Done)


def test_an_empty_required_column_is_for_the_owner(graph, strict):
    client, folder = strict
    graph.add_column("Verplicht", drive=graph.drive_id, required=True)
    item = put(client, folder).value

    found = checkin(client, item, "x")

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.CHECKIN_REFUSED
    assert "verplichte kolommen" in found.sentence


def test_a_file_is_checked_out_once(graph, client, folder):
    item = put(client, folder).value

    assert [checkout(client, item).value.level for _ in range(2)] == ["checkout", "checkout"]
    assert len(graph.requests("checkout")) == 1


def test_a_file_that_somebody_else_has_checked_out_is_for_that_person(graph, client, folder):
    item = put(client, folder).value
    graph.act_as_human("checkout", "2027/a.zip")

    found = [checkout(client, item), checkin(client, item, "x")]

    assert [each.reason for each in found] == [Reason.CHECKED_OUT] * 2
    assert "medewerker Raalte" in found[0].sentence
    assert graph.requests("checkin") == []


def test_checking_out_what_is_gone_is_for_a_person(graph, client, folder):
    item = put(client, folder).value
    graph.act_as_human("delete", "2027/a.zip")

    found = checkout(client, item)

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.GONE


def test_a_check_out_of_ours_is_given_up_with_what_was_written_under_it(graph, client, folder):
    item = put(client, folder).value
    graph.act_as_human("edit", "2027/a.zip", content=b"van een medewerker")
    replace_small(client, checkout(client, item).value, b"nieuw", "application/zip")

    free = [discard(client, item).value, discard(client, item).value]

    assert [each.level for each in free] == ["published"] * 2
    assert not free[0].is_only_of(client.connection.app)
    assert graph.content("2027/a.zip") == b"van een medewerker"
    assert len(graph.requests("discard")) == 1


@pytest.mark.parametrize("kind", ["lost", "status-after"])
def test_a_giving_up_whose_answer_was_lost_is_seen(graph, client, folder, kind):
    item = put(client, folder).value
    checkout(client, item)
    graph.play(Plan.of("discard", kind, **({"status": 500, "body": "json"} if kind == "status-after" else {})))

    unclear, again = discard(client, item), discard(client, item)

    assert isinstance(unclear, Ambiguous)
    assert again.value.level == "published"


def test_the_check_out_of_somebody_else_is_never_given_up(graph, client, folder):
    """SharePoint lets an app do that."""
    item = put(client, folder).value
    graph.act_as_human("checkout", "2027/a.zip")

    found = discard(client, item)

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.CHECKED_OUT
    assert graph.requests("discard") == []


def test_what_was_never_checked_in_stays_with_the_app(graph, strict):
    client, folder = strict
    item = put(client, folder).value

    assert discard(client, item).value.level == "checkout"
    assert graph.content("2027/a.zip") == b"inhoud"


def test_a_check_in_after_somebody_else_ended_the_check_out_is_done(graph, client, folder):
    item = put(client, folder).value
    checkout(client, item)
    graph.play(Plan.of("checkin", "human", act="discard"))

    assert checkin(client, item, "x").value.level == "published"


def test_what_graph_says_is_gone_already_was_not_taken_away_by_us(graph, client, folder):
    item = look_again(client, put(client, folder).value).value
    graph.play(Plan.of("delete", "status", status=404, code="itemNotFound", body="json"))

    assert [remove(client, item).value for _ in range(2)] == [False, True]

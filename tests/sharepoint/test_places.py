"""From the address in a profile to a folder, made where it is missing."""

import pytest

from graph.plan import Plan
from jaarcyclus.graph.client import Client
from jaarcyclus.graph.connection import SharePoint
from jaarcyclus.graph.items import put_small
from jaarcyclus.graph.outcomes import Ambiguous, Done, NeedsPerson
from jaarcyclus.graph.places import _make, find_library, resolve
from jaarcyclus.graph.reasons import Reason


def test_folders_are_made_once(graph, client):
    first = resolve(client, ("2027", "begroting"))
    second = resolve(client, ("2027", "Begroting"))

    assert isinstance(first, Done)
    assert isinstance(second, Done)
    assert second.value.id == first.value.id
    assert [entry.name for entry in graph.effects("folder-created")] == ["2027", "begroting"]


def test_an_odd_name_is_one_folder(client):
    found = resolve(client, ("100% #1 + a&b'c",))

    assert isinstance(found, Done)
    assert resolve(client, ("100% #1 + a&b'c",)).value.id == found.value.id


def test_a_library_is_found_however_its_accent_is_composed(graph, make_client):
    graph.add_library("Financie\u0308n")

    assert isinstance(find_library(make_client("Financi\u00ebn")), Done)


def test_a_library_is_found_by_both_of_its_names(make_client):
    by_name, by_address = (find_library(make_client(name)) for name in ("documenten", "Gedeelde documenten"))

    assert by_name.value.id == by_address.value.id


@pytest.mark.parametrize("act", ["lost", "status-after"])
def test_a_folder_whose_answer_was_lost_is_found_again(graph, client, act):
    about = {"status": 504, "body": "html"} if act == "status-after" else {}
    graph.play(Plan.of("folder", act, **about))

    lost, again = resolve(client, ("2027",)), resolve(client, ("2027",))

    assert isinstance(lost, Ambiguous)
    assert isinstance(again, Done)
    assert len(graph.effects("folder-created")) == 1


def test_a_folder_that_another_just_made_is_taken(graph, client):
    """Whoever made it between our look and our order: it is the folder that was wanted."""
    library = resolve(client).value
    theirs = resolve(client, ("2027",)).value

    found = _make(client, library, "2027", "de map 2027")

    assert isinstance(found, Done)
    assert found.value is not None
    assert found.value.id == theirs.id


def test_without_making_a_missing_folder_is_for_a_person(graph, client):
    found = resolve(client, ("2027",), make=False)

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.GONE
    assert graph.effects("folder-created") == []


def test_a_file_in_the_way_is_for_a_person(graph, client):
    put_small(client, resolve(client).value, "2027", b"x", "text/plain")

    found = resolve(client, ("2027",))

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.FOLDER_IS_FILE


@pytest.mark.parametrize("name", ["~map", "a:b", "forms", ""])
def test_a_forbidden_name_is_never_sent(graph, client, name):
    found = resolve(client, (name,))

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.NAME_FORBIDDEN
    assert graph.requests("folder") == []


def test_a_site_without_grant_and_an_address_that_is_wrong_are_told_as_either(graph, client, connection):
    """Both get 403 under Sites.Selected: who only read of the grant looked for it where it was never missing."""
    wrong = SharePoint.of(f"https://{graph.site_host}/sites/verschreven", graph.library)
    with Client(connection, wrong) as mistaken:
        refused = [resolve(mistaken)]
    graph.grant(None)
    refused.append(resolve(client))

    assert all(isinstance(found, NeedsPerson) for found in refused)
    for found, place in zip(refused, (wrong, client.place), strict=True):
        assert (found.reason, found.trace.status) == (Reason.SITE_REFUSED, 403)
        assert place.site in found.sentence
        assert "Laat de beheerder eerst het adres in het profiel vergelijken" in found.sentence
        assert "laat dan de beheerder van SharePoint de app schrijfrecht geven" in found.sentence


@pytest.mark.parametrize("step", ["site", "drives", "look", "folder"])
def test_a_site_that_is_locked_or_archived_is_for_its_administrator(graph, client, step):
    """Nobody has a site open in Office, and no waiting unlocks it (corso 4464, dust 20377)."""
    graph.play(Plan.of(step, "status", status=423, code="notAllowed", inner="resourceLocked"))

    found = resolve(client, ("2027",))

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.SITE_LOCKED


def test_a_host_of_another_tenant_is_no_fault_of_the_program(graph, client):
    """Graph calls the address an invalid request: microsoft-graph-docs 3745, python-o365 295."""
    graph.play(Plan.of("site", "status", status=400, code="invalidRequest"))

    found = resolve(client)

    assert isinstance(found, NeedsPerson)
    assert (found.reason, client.place.site in found.sentence) == (Reason.SITE_UNKNOWN, True)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"tenant": "99999999-bbbb-4ccc-8ddd-eeeeeeeeeeee"}, Reason.TENANT_UNKNOWN),
        ({"app": "99999999-2222-4333-8444-555555555555"}, Reason.APP_UNKNOWN),
    ],
)
def test_a_sign_in_that_is_refused_says_nothing_of_the_site(make_client, typed, reason):
    """Entra answers 400 to both, as Graph does of a site in another tenant: a right address was called wrong."""
    found = resolve(make_client(typed=typed))

    assert isinstance(found, NeedsPerson)
    assert found.reason is reason
    assert "profiel" not in found.sentence


def test_an_unknown_library_is_for_a_person_who_hears_which_there_are(graph, make_client):
    """The standard one is called after the language of its site: onyx 6539, OfficeDocs-SharePoint 2299."""
    found = resolve(make_client("Archief"))

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.LIBRARY_UNKNOWN
    assert "Documenten" in found.sentence


def test_libraries_over_several_pages_are_all_read(graph, make_client):
    graph.behave(page_size=2)
    for number in range(5):
        graph.add_library(f"Bibliotheek {number}")

    assert isinstance(find_library(make_client("Bibliotheek 4")), Done)


def test_one_that_may_only_read_makes_no_folder(graph, client):
    graph.grant("read")

    found = resolve(client, ("2027",))

    assert isinstance(found, NeedsPerson)
    assert found.reason is Reason.RIGHT_MISSING

"""Columns: their names inside, what may be written, the versions that costs, and check-out where it is required."""

import pytest

from graph.bare import Bare, code
from graph.running import Graph


def test_a_column_is_made_and_keeps_its_inner_name(bare: Bare, graph: Graph) -> None:
    listing = bare.api("GET", f"/drives/{graph.drive_id}/list").json()["id"]
    body = {"name": "Besluit datum", "displayName": "Besluitdatum", "dateTime": {"format": "dateOnly"}}

    made = bare.api("POST", f"/sites/{graph.site_id}/lists/{listing}/columns", json=body)
    again = bare.api("POST", f"/sites/{graph.site_id}/lists/{listing}/columns", json=body)
    listed = bare.api("GET", f"/drives/{graph.drive_id}/list/columns").json()["value"]

    assert (made.status_code, made.json()["name"]) == (201, "Besluit_x0020_datum")
    assert code(again) == (409, "nameAlreadyExists")
    assert [column["name"] for column in listed] == ["Besluit_x0020_datum"]


def test_who_may_write_may_not_make_columns(bare: Bare, graph: Graph) -> None:
    graph.grant("write")

    made = bare.api("POST", f"/drives/{graph.drive_id}/list/columns", json={"name": "Sleutel", "text": {}})

    assert code(made) == (403, "accessDenied")


def test_a_shown_name_is_no_column(bare: Bare, graph: Graph) -> None:
    """Trap: the column stays empty."""
    graph.add_column("Besluit datum")
    item = bare.put("nota.txt", b"x").json()["id"]

    shown = bare.api("PATCH", bare.by_id(item, "listItem/fields"), json={"Besluit datum": "nu"})
    inside = bare.fields(item, Besluit_x0020_datum="nu")

    assert code(shown) == (400, "invalidRequest")
    assert (inside.status_code, graph.columns_of("nota.txt")) == (200, {"Besluit_x0020_datum": "nu"})


def test_a_person_is_named_by_a_number(bare: Bare, graph: Graph) -> None:
    """Trap: the column of a person stays empty."""
    graph.add_column("Steller", personOrGroup={})
    item = bare.put("nota.txt", b"x").json()["id"]

    assert code(bare.fields(item, Steller="controller")) == (400, "invalidRequest")
    assert bare.fields(item, StellerLookupId="7").status_code == 200


def test_more_than_one_choice_needs_its_type(bare: Bare, graph: Graph) -> None:
    graph.add_column("Percelen", choice={"choices": ["ict", "hrm"]})
    item = bare.put("nota.txt", b"x").json()["id"]
    typed = {"Percelen@odata.type": "Collection(Edm.String)", "Percelen": ["ict", "hrm"]}

    assert code(bare.fields(item, Percelen=["ict", "hrm"])) == (400, "invalidRequest")
    assert bare.fields(item, **typed).status_code == 200


@pytest.mark.parametrize(
    ("facet", "wrong"),
    [({"number": {}}, "twee"), ({"boolean": {}}, "ja"), ({"dateTime": {}}, "morgen"), ({"text": {}}, "a" * 256)],
)
def test_a_value_of_another_type_is_refused(bare: Bare, graph: Graph, facet: dict, wrong: object) -> None:
    graph.add_column("Kolom", **facet)
    item = bare.put("nota.txt", b"x").json()["id"]

    assert code(bare.fields(item, Kolom=wrong)) == (400, "invalidRequest")


def test_every_write_is_a_version_also_of_the_same(bare: Bare, graph: Graph) -> None:
    graph.add_column("Sleutel")
    item = bare.put("nota.txt", b"x").json()["id"]

    bare.fields(item, Sleutel="K")
    bare.fields(item, Sleutel="K")

    assert graph.versions_of("nota.txt") == 3


def test_the_first_write_after_an_upload_may_meet_a_conflict(bare: Bare, graph: Graph) -> None:
    """Trap: 409 on the first PATCH of fields."""
    graph.behave(fields_conflicts=2)
    graph.add_column("Sleutel")
    item = bare.put("nota.txt", b"x").json()["id"]

    answers = [bare.fields(item, Sleutel="K").status_code for _ in range(3)]

    assert answers == [409, 409, 200]


def test_columns_are_read_with_the_item(bare: Bare, graph: Graph) -> None:
    graph.add_column("Sleutel")
    item = bare.put("nota.txt", b"x").json()["id"]
    bare.fields(item, Sleutel="K")

    params = {"$select": "id,eTag,publication", "$expand": "listItem($expand=fields)"}
    shown = bare.api("GET", bare.by_id(item), params=params).json()

    assert shown["listItem"]["fields"]["Sleutel"] == "K"
    assert shown["publication"] == {"level": "published", "versionId": "2.0"}
    assert "name" not in shown
    assert "publication" not in bare.look("nota.txt").json(), "it is told to who selects it only"


def test_columns_are_reached_by_list_and_number_too(bare: Bare, graph: Graph) -> None:
    graph.add_column("Sleutel")
    item = bare.put("nota.txt", b"x").json()["id"]
    listing = bare.api("GET", f"/drives/{graph.drive_id}/list").json()["id"]
    number = bare.api("GET", bare.by_id(item, "listItem")).json()["id"]

    path = f"/sites/{graph.site_id}/lists/{listing}/items/{number}/fields"
    bare.api("PATCH", path, json={"Sleutel": "K"})

    assert bare.api("GET", path).json()["Sleutel"] == "K"


@pytest.fixture
def strict(graph: Graph) -> Graph:
    """A library where check-out is required, with a column that must be filled."""
    graph.drive_id = graph.add_library(f"Streng {graph.drive_id}", require_checkout=True)
    graph.add_column("Sleutel", required=True)
    return graph


def test_a_fresh_upload_is_its_uploaders_alone(bare: Bare, strict: Graph) -> None:
    """Trap: nobody sees the file."""
    item = bare.put("nota.txt", b"x").json()["id"]
    strict.register("ander", roles=["Sites.ReadWrite.All"], secret="s")
    other = bare.sign_in(client_id="ander", client_secret="s").json()["access_token"]
    theirs = {"Authorization": f"Bearer {other}"}

    seen = bare.api("GET", bare.by_id(item), theirs)
    listed = bare.api("GET", f"/drives/{strict.drive_id}/root/children", theirs).json()["value"]
    again = bare.api("PUT", bare.at("nota.txt", "content"), theirs, content=b"y")

    assert (code(seen), listed, code(again)) == ((404, "itemNotFound"), [], (409, "nameAlreadyExists"))
    assert (
        bare.api("GET", bare.by_id(item), params={"$select": "publication"}).json()["publication"]["level"]
        == "checkout"
    )


def test_a_check_in_waits_for_required_columns(bare: Bare, strict: Graph) -> None:
    item = bare.put("nota.txt", b"x").json()["id"]
    body = {"comment": "Vastgesteld", "checkInAs": "published"}

    early = bare.api("POST", bare.by_id(item, "checkin"), json=body)
    bare.fields(item, Sleutel="K")
    done = bare.api("POST", bare.by_id(item, "checkin"), json=body)
    again = bare.api("POST", bare.by_id(item, "checkin"), json=body)

    assert (early.status_code, done.status_code, again.status_code) == (400, 204, 400)
    level = bare.api("GET", bare.by_id(item), params={"$select": "publication"}).json()["publication"]["level"]
    assert level == "published"
    assert [effect.detail["as_"] for effect in strict.effects("checked-in")] == ["published"]
    assert strict.versions_of("nota.txt") == 1, "what happens while it is checked out is one version"


def test_what_is_there_must_be_checked_out_first(bare: Bare, strict: Graph) -> None:
    item = bare.put("nota.txt", b"x").json()["id"]
    bare.fields(item, Sleutel="K")
    bare.api("POST", bare.by_id(item, "checkin"), json={})

    before = bare.put("nota.txt", b"y")
    bare.api("POST", bare.by_id(item, "checkout"))

    assert (before.status_code, bare.put("nota.txt", b"y").status_code) == (423, 200)


def test_what_was_checked_in_is_deleted_without_a_check_out(bare: Bare, strict: Graph) -> None:
    item = bare.put("nota.txt", b"x").json()["id"]
    bare.fields(item, Sleutel="K")
    bare.api("POST", bare.by_id(item, "checkin"), json={})

    assert bare.api("DELETE", bare.by_id(item)).status_code == 204


def test_what_was_open_in_office_is_deleted_once_that_ended(bare: Bare, strict: Graph) -> None:
    item = bare.put("nota.txt", b"x").json()["id"]
    bare.fields(item, Sleutel="K")
    bare.api("POST", bare.by_id(item, "checkin"), json={})
    strict.act_as_human("lock", "nota.txt", seconds=60)
    early = bare.api("DELETE", bare.by_id(item))
    strict.advance(61)

    assert (early.status_code, bare.api("DELETE", bare.by_id(item)).status_code) == (423, 204)


@pytest.mark.parametrize("act", ["edit", "rename", "move", "delete", "checkout", "lock", "set_fields"])
def test_a_person_acts_where_check_out_is_required(bare: Bare, strict: Graph, act: str) -> None:
    item = bare.put("nota.txt", b"x").json()["id"]
    bare.fields(item, Sleutel="K")
    bare.api("POST", bare.by_id(item, "checkin"), json={})

    strict.act_as_human(act, "nota.txt")

    still = bare.api("GET", bare.by_id(item), params={"$select": "publication"})
    level = {"checkout": "checkout", "delete": None}.get(act, "published")
    assert still.json().get("publication", {}).get("level") == level


def test_checked_out_by_somebody_else_is_500(bare: Bare, graph: Graph) -> None:
    """Trap: 500 UnknownError on checkout."""
    item = bare.put("nota.txt", b"x").json()["id"]
    graph.act_as_human("checkout", "nota.txt")

    assert code(bare.api("POST", bare.by_id(item, "checkout"))) == (500, "UnknownError")
    assert code(bare.put("nota.txt", b"y")) == (423, "resourceLocked")


def test_a_discarded_check_out_leaves_what_was_there_and_who_wrote_it(bare: Bare, strict: Graph) -> None:
    item = bare.put("nota.txt", b"x").json()["id"]
    bare.fields(item, Sleutel="K")
    bare.api("POST", bare.by_id(item, "checkin"), json={})
    strict.act_as_human("edit", "nota.txt", content=b"van een medewerker")
    bare.api("POST", bare.by_id(item, "checkout"))
    bare.put("nota.txt", b"y")
    bare.fields(item, Sleutel="L")

    done = bare.api("POST", bare.by_id(item, "discardCheckout"))
    again = bare.api("POST", bare.by_id(item, "discardCheckout"))

    assert (done.status_code, again.status_code) == (204, 400)
    assert strict.content("nota.txt") == b"van een medewerker"
    assert strict.columns_of("nota.txt")["Sleutel"] == "K"
    assert bare.api("GET", bare.by_id(item)).json()["lastModifiedBy"]["user"]["displayName"] == "medewerker Raalte"


def test_what_was_never_checked_in_has_nothing_to_go_back_to(bare: Bare, strict: Graph) -> None:
    item = bare.put("nota.txt", b"x").json()["id"]

    assert bare.api("POST", bare.by_id(item, "discardCheckout")).status_code == 400
    assert strict.content("nota.txt") == b"x"


def test_an_app_discards_the_check_out_of_anybody(bare: Bare, graph: Graph) -> None:
    """Said of application access: v1.0/driveitem-discardcheckout."""
    item = bare.put("nota.txt", b"x").json()["id"]
    graph.act_as_human("checkout", "nota.txt")

    assert bare.api("POST", bare.by_id(item, "discardCheckout")).status_code == 204

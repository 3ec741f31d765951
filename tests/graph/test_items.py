"""Files and folders: how they are addressed and named, what a PUT does to what is there, tags and versions."""

from urllib.parse import quote

import pytest

from graph.bare import FAIL, Bare, code
from graph.running import Graph


def test_a_site_is_found_by_its_path_and_its_libraries_by_their_shown_name(bare: Bare, graph: Graph) -> None:
    site = bare.api("GET", f"/sites/{graph.site_host}:/{graph.site_path}").json()

    drives = bare.api("GET", f"/sites/{site['id']}/drives").json()["value"]

    assert site["id"] == graph.site_id
    assert graph.drive_id in {drive["id"] for drive in drives if drive["name"] == graph.library}
    shown = next(drive for drive in drives if drive["name"] == "Documenten")
    assert shown["webUrl"].endswith("/Gedeelde%20documenten"), "what is shown is not what is in the URL"


def test_each_segment_is_decoded_by_itself(bare: Bare) -> None:
    name = "50% + 1 #2 & één.txt"

    made = bare.put(f"2027/{name}", b"x").json()

    assert made["name"] == name
    assert bare.look(f"2027/{name}").json()["id"] == made["id"]


def test_a_plus_is_a_plus(bare: Bare, graph: Graph) -> None:
    bare.api("PUT", f"/drives/{graph.drive_id}/root:/a+b.txt:/content", content=b"x")

    assert list(graph.tree()) == ["a+b.txt"]


def test_a_name_is_the_same_in_other_capitals(bare: Bare) -> None:
    made = bare.put("Nota.txt", b"x").json()

    assert bare.look("NOTA.TXT").json()["id"] == made["id"]
    assert code(bare.put("nota.TXT", b"y", params=FAIL)) == (409, "nameAlreadyExists")


@pytest.mark.parametrize(
    "name",
    ["a:b.txt", 'a"b.txt', "a*b", "a?b", "a<b", "a|b", " voor.txt", "na.txt ", "punt.", "~$slot.docx", "CON", "lpt1",
     ".lock", "desktop.ini", "x_vti_y.txt", "forms", "&#39;.txt", "regel\neinde.txt"],
)  # fmt: skip
def test_sharepoint_takes_no_such_name(bare: Bare, graph: Graph, name: str) -> None:
    assert code(bare.put(name, b"x")) == (400, "invalidPath")
    assert graph.tree() == {}


def test_what_is_refused_leaves_nothing(bare: Bare, graph: Graph) -> None:
    """Not the folder on the way, nor a word of it in the log."""
    assert bare.put("nieuw/a:b.txt", b"x").status_code == 400

    assert (bare.look("nieuw").status_code, graph.effects("folder-created")) == (404, [])


def test_a_tenant_may_drop_the_end_of_a_name_in_silence(bare: Bare, graph: Graph) -> None:
    graph.behave(strips_names=True)

    assert bare.put("nota.", b"x").json()["name"] == "nota"
    assert bare.folder("map ").json()["name"] == "map"


def test_a_path_is_shorter_than_400_characters(bare: Bare) -> None:
    folder = "a" * 130

    assert bare.put(f"{folder}/{folder}/kort.txt", b"x").status_code == 201
    assert code(bare.put(f"{folder}/{folder}/{folder}.txt", b"x")) == (400, "pathIsTooLong")


def test_a_long_list_comes_in_pages(bare: Bare, graph: Graph) -> None:
    graph.behave(page_size=2)
    for number in range(5):
        bare.put(f"{number}.txt", b"x")

    names, link = [], f"/drives/{graph.drive_id}/root/children?$select=name"
    while link and len(names) < 10:
        page = bare.api("GET", link.removeprefix(graph.base_url)).json()
        names += [item["name"] for item in page["value"]]
        link = page.get("@odata.nextLink", "")

    assert names == ["0.txt", "1.txt", "2.txt", "3.txt", "4.txt"]
    assert len(graph.requests("children")) == 3


def test_put_replaces_unless_told_otherwise(bare: Bare, graph: Graph) -> None:
    """Trap: a second publication overwrote a human edit."""
    bare.put("nota.txt", b"van ons")
    graph.act_as_human("edit", "nota.txt", content=b"van een medewerker")

    again = bare.put("nota.txt", b"weer van ons")

    assert again.status_code == 200
    assert graph.content("nota.txt") == b"weer van ons"


def test_what_to_do_about_a_taken_name_is_heard_in_the_query_only(bare: Bare, graph: Graph) -> None:
    """Trap: conflictBehavior ignored."""
    bare.put("nota.txt", b"eerst")

    in_header = bare.put("nota.txt", b"kop", headers={"conflictBehavior": "fail"})
    in_query = bare.put("nota.txt", b"vraag", params=FAIL)

    assert (in_header.status_code, code(in_query)) == (200, (409, "nameAlreadyExists"))
    assert graph.content("nota.txt") == b"kop"


def test_a_large_simple_put_is_refused(bare: Bare, graph: Graph) -> None:
    """Trap: "Content-Range must include a total length"."""
    answered = bare.put("groot.zip", bytes(4 * 1024 * 1024 + 1))

    assert code(answered) == (400, "invalidRequest")
    assert "Content-Range" in answered.json()["error"]["message"]
    assert graph.tree() == {}


def test_rename_makes_a_numbered_file_and_folder(bare: Bare, graph: Graph) -> None:
    """Trap: the folder "2027 1"."""
    bare.folder("2027")
    bare.put("nota.txt", b"x")

    folder = bare.folder("2027", conflict="rename").json()
    file = bare.put("nota.txt", b"y", params={"@microsoft.graph.conflictBehavior": "rename"})

    assert (folder["name"], file.json()["name"], file.status_code) == ("2027 1", "nota 1.txt", 201)


def test_a_folder_that_is_there_is_a_conflict(bare: Bare, graph: Graph) -> None:
    made = bare.folder("2027")

    again = bare.folder("2027")

    assert (made.status_code, code(again)) == (201, (409, "nameAlreadyExists"))
    assert "cTag" not in made.json()
    assert len(graph.effects("folder-created")) == 1


def test_metadata_moves_the_etag_and_content_both(bare: Bare, graph: Graph) -> None:
    graph.add_column("Sleutel")
    first = bare.put("nota.txt", b"een").json()

    bare.fields(first["id"], Sleutel="K")
    with_key = bare.look("nota.txt").json()
    second = bare.put("nota.txt", b"twee").json()

    assert (first["eTag"][:2], first["eTag"][-3:], first["cTag"][:4]) == ('"{', ',1"', '"c:{')
    assert (with_key["eTag"] != first["eTag"], with_key["cTag"] == first["cTag"]) == (True, True)
    assert (second["eTag"] != with_key["eTag"], second["cTag"] != first["cTag"]) == (True, True)


def test_a_precondition_holds_off_who_read_something_older(bare: Bare, graph: Graph) -> None:
    first = bare.put("nota.txt", b"een").json()
    graph.act_as_human("edit", "nota.txt", content=b"mens")

    stale = bare.put("nota.txt", b"twee", headers={"If-Match": first["eTag"]})
    bare_tag = bare.put("nota.txt", b"twee", headers={"If-Match": first["eTag"].strip('"')})
    none_there = bare.put("nota.txt", b"twee", headers={"If-None-Match": "*"})

    assert code(stale) == (412, "resourceModified")
    assert code(bare_tag) == (400, "malformedEntityTag")
    assert code(none_there) == (412, "resourceModified")
    assert graph.content("nota.txt") == b"mens"


def test_nothing_new_is_304(bare: Bare) -> None:
    tag = bare.put("nota.txt", b"een").json()["eTag"]

    assert bare.api("GET", bare.at("nota.txt"), {"If-None-Match": tag}).status_code == 304


def test_versions_are_listed_newest_first(bare: Bare) -> None:
    item = bare.put("nota.txt", b"een").json()["id"]
    bare.put("nota.txt", b"twee!")

    listed = bare.api("GET", bare.by_id(item, "versions")).json()["value"]

    assert [(version["id"], version["size"]) for version in listed] == [("2.0", 5), ("1.0", 3)]


def test_an_item_is_moved_renamed_and_deleted(bare: Bare, graph: Graph) -> None:
    item = bare.put("nota.txt", b"x").json()["id"]
    folder = bare.folder("oud").json()["id"]

    moved = bare.api("PATCH", bare.by_id(item), json={"name": "n.txt", "parentReference": {"id": folder}})
    gone = bare.api("DELETE", bare.by_id(folder))

    assert moved.json()["parentReference"]["path"].endswith("/root:/oud")
    assert gone.status_code == 204
    assert code(bare.api("GET", bare.by_id(item))) == (404, "itemNotFound")


def test_a_locked_file_is_423_and_its_name_in_the_inner_error(bare: Bare, graph: Graph) -> None:
    item = bare.put("nota.txt", b"x").json()["id"]
    graph.act_as_human("lock", "nota.txt", seconds=600)

    refused = bare.put("nota.txt", b"y")
    graph.advance(601)

    assert (refused.json()["error"]["code"], code(refused)) == ("notAllowed", (423, "resourceLocked"))
    assert bare.api("PUT", bare.by_id(item, "content"), content=b"y").status_code == 200


def test_a_full_site_is_507(bare: Bare, graph: Graph) -> None:
    graph.behave(quota=0)

    assert code(bare.put("nota.txt", b"x")) == (507, "insufficientStorage")
    assert graph.tree() == {}


def test_errors_carry_the_request_and_spell_the_inner_one_two_ways(bare: Bare) -> None:
    asked = {"client-request-id": "9d2a4d4e-0000-4000-8000-000000000001"}

    answers = [bare.api("GET", bare.at("niets.txt"), asked) for _ in range(2)]

    assert {frozenset(a.json()["error"]) for a in answers} == {
        frozenset({"code", "message", spelling}) for spelling in ("innerError", "innererror")
    }
    assert {a.headers["client-request-id"] for a in answers} == {asked["client-request-id"]}
    assert answers[0].headers["request-id"] != answers[1].headers["request-id"]
    assert (answers[0].headers["odata-version"], "ServerInfo" in answers[0].headers["x-ms-ags-diagnostic"]) == (
        "4.0",
        True,
    )


def test_an_unknown_call_is_400(bare: Bare, graph: Graph) -> None:
    assert code(bare.api("POST", bare.at("x.txt", "opslaan"))) == (400, "invalidRequest")
    assert bare.api("GET", f"/drives/{graph.drive_id}/root:/a//{quote('b')}").status_code == 400

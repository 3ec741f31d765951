"""The delta query and all that is odd about it."""

from graph.bare import Bare, code
from graph.running import Graph


def entries(bare: Bare, link: str = "") -> tuple[list[dict], str]:
    """Follow the pages; return all entries and the link for the next round."""
    found = []
    while True:
        page = bare.delta(link).json()
        found += page["value"]
        if "@odata.deltaLink" in page:
            return found, page["@odata.deltaLink"]
        link = page["@odata.nextLink"]


def test_a_round_tells_what_changed_since_the_last(bare: Bare, graph: Graph) -> None:
    graph.upload_as_human("ict/eerste.xlsx", b"1")
    first, link = entries(bare)
    graph.upload_as_human("ict/tweede.xlsx", b"2")

    second, link = entries(bare, link)
    third, _ = entries(bare, link)

    assert [entry["name"] for entry in first] == ["root", "ict", "eerste.xlsx"]
    assert [entry["name"] for entry in second] == ["root", "ict", "tweede.xlsx"], "its parents come along"
    assert third == []


def test_a_link_is_for_this_host(bare: Bare, graph: Graph) -> None:
    assert bare.delta().json()["@odata.deltaLink"].startswith(f"{graph.base_url}/drives/")


def test_latest_begins_now(bare: Bare, graph: Graph) -> None:
    graph.upload_as_human("oud.xlsx", b"1")

    started = bare.delta(token="latest").json()
    graph.upload_as_human("nieuw.xlsx", b"1")

    assert started["value"] == []
    assert [entry["name"] for entry in entries(bare, started["@odata.deltaLink"])[0]] == ["root", "nieuw.xlsx"]


def test_an_item_comes_more_than_once_the_last_state_last(bare: Bare, graph: Graph) -> None:
    """Trap: an inbox document taken in twice, by duplicates."""
    graph.behave(delta_duplicates=True, delta_page=2)
    for name in ("a.xlsx", "b.xlsx", "c.xlsx"):
        graph.upload_as_human(name, b"1")

    told, _ = entries(bare)

    ids = [entry["id"] for entry in told]
    assert len(ids) > len(set(ids))
    last = {entry["id"]: entry for entry in told}
    assert {entry["name"]: entry["eTag"][-3:] for entry in last.values() if "file" in entry} == {
        "a.xlsx": ',2"', "b.xlsx": ',2"', "c.xlsx": ',2"',
    }  # fmt: skip


def test_a_deleted_entry_has_an_id_and_little_else(bare: Bare, graph: Graph) -> None:
    """Trap: crash on a deleted entry."""
    item = graph.upload_as_human("weg.xlsx", b"1")
    _, link = entries(bare)
    graph.act_as_human("delete", "weg.xlsx")

    told, _ = entries(bare, link)

    (gone,) = [entry for entry in told if "deleted" in entry]
    assert gone.keys() == {"id", "deleted", "parentReference"}
    assert (gone["id"], "path" in gone["parentReference"]) == (item, False)


def test_what_was_deleted_may_come_back_with_its_id(bare: Bare, graph: Graph) -> None:
    item = graph.upload_as_human("terug.xlsx", b"1")
    graph.act_as_human("delete", "terug.xlsx")
    _, link = entries(bare)
    graph.restore_as_human(item)

    assert [entry["id"] for entry in entries(bare, link)[0] if "file" in entry] == [item]


def test_not_everything_is_a_file_or_a_folder(bare: Bare, graph: Graph) -> None:
    notebook = graph.add_notebook("Aantekeningen")

    (told,) = [entry for entry in entries(bare)[0] if entry["id"] == notebook]

    assert ("file" in told, "folder" in told, told["package"]) == (False, False, {"type": "oneNote"})


def test_the_first_round_tells_nothing_of_what_is_gone(bare: Bare, graph: Graph) -> None:
    graph.upload_as_human("weg.xlsx", b"1")
    graph.act_as_human("delete", "weg.xlsx")

    assert [entry["name"] for entry in entries(bare)[0]] == ["root"]


def test_no_entry_has_a_ctag_or_the_path_of_its_parent(bare: Bare, graph: Graph) -> None:
    graph.upload_as_human("ict/a.xlsx", b"1")

    told, _ = entries(bare)

    assert not any("cTag" in entry or "path" in entry["parentReference"] for entry in told)


def test_hashes_may_be_missing(bare: Bare, graph: Graph) -> None:
    graph.behave(hashes=False)
    graph.upload_as_human("a.xlsx", b"1")

    assert all("hashes" not in entry["file"] for entry in entries(bare)[0] if "file" in entry)


def test_a_change_may_be_told_late_and_out_of_turn(bare: Bare, graph: Graph) -> None:
    graph.behave(delta_late=1800, rewrite_after=None)
    graph.upload_as_human("laat.xlsx", b"1")
    graph.behave(delta_late=0)
    graph.upload_as_human("vroeg.xlsx", b"1")

    first, link = entries(bare)
    graph.advance(1801)
    second, _ = entries(bare, link)

    assert bare.look("laat.xlsx").status_code == 200, "who asks for it by name sees it at once"
    assert [entry["name"] for entry in first if "file" in entry] == ["vroeg.xlsx"]
    assert [entry["name"] for entry in second if "file" in entry] == ["laat.xlsx"]


def test_an_old_token_is_410_with_a_place_to_begin_anew(bare: Bare, graph: Graph) -> None:
    """Trap: an inbox document taken in twice, by a resync."""
    graph.upload_as_human("a.xlsx", b"1")
    _, link = entries(bare)
    graph.forget_delta_tokens()

    gone = bare.delta(link)

    assert code(gone)[0] == 410
    assert code(gone)[1].startswith("resync")
    assert [entry["name"] for entry in entries(bare, gone.headers["Location"])[0]] == ["root", "a.xlsx"]


def test_a_token_lives_thirty_days(bare: Bare, graph: Graph) -> None:
    _, link = entries(bare)
    graph.advance(31 * 86400)
    bare.bearer = bare.sign_in().json()["access_token"]

    assert bare.delta(link).status_code == 410


def test_a_change_after_the_link_is_not_missed(bare: Bare, graph: Graph) -> None:
    """Trap: an inbox document missed. What arrives between two pages of one round comes in the next."""
    graph.behave(delta_page=1)
    graph.upload_as_human("a.xlsx", b"1")
    page = bare.delta().json()
    graph.upload_as_human("b.xlsx", b"1")

    rest, link = entries(bare, page["@odata.nextLink"])
    following, _ = entries(bare, link)

    assert "b.xlsx" not in {entry["name"] for entry in rest}
    assert "b.xlsx" in {entry["name"] for entry in following}


def test_delta_of_a_folder_misses_its_own_deletion(bare: Bare, graph: Graph) -> None:
    """Trap: an inbox document missed, by asking a subfolder."""
    graph.upload_as_human("ict/a.xlsx", b"1")
    link = bare.api("GET", bare.at("ict", "delta")).json()["@odata.deltaLink"]
    graph.act_as_human("delete", "ict")

    assert code(bare.delta(link)) == (404, "itemNotFound")

"""Upload sessions: their own host, fragments in order, what stays when something goes wrong, and the name they hold."""

from graph.bare import Bare, code
from graph.running import Graph

UNIT = 320 * 1024
FILE = bytes(range(256)) * (UNIT * 3 // 256) + b"einde"


def test_a_file_in_fragments_is_there_after_the_last(bare: Bare, graph: Graph) -> None:
    url = bare.open_session("groot.zip").json()["uploadUrl"]

    first = bare.chunk(url, FILE[: 2 * UNIT], 0, len(FILE))
    before = dict(graph.tree())
    last = bare.chunk(url, FILE[2 * UNIT :], 2 * UNIT, len(FILE))

    assert url.startswith(graph.files)
    assert (first.status_code, first.json()["nextExpectedRanges"], before) == (202, [f"{2 * UNIT}-"], {})
    assert (last.status_code, last.json()["name"], graph.content("groot.zip")) == (201, "groot.zip", FILE)


def test_authorization_at_the_upload_host_is_401(bare: Bare, graph: Graph) -> None:
    """Trap: 401/403 on a fragment; a token that goes to another host is logged."""
    url = bare.open_session("groot.zip").json()["uploadUrl"]

    refused = bare.chunk(url, FILE, 0, len(FILE), headers={"Authorization": f"Bearer {bare.bearer}"})

    assert code(refused) == (401, "unauthenticated")
    assert [asked.step for asked in graph.strays()] == ["chunk"]


def test_a_range_needs_its_total(bare: Bare) -> None:
    """Trap: "Content-Range must include a total length"."""
    url = bare.open_session("groot.zip").json()["uploadUrl"]

    assert code(bare.chunk(url, FILE, 0, "*")) == (400, "invalidRequest")


def test_a_fragment_is_a_multiple_of_320_kib(bare: Bare) -> None:
    url = bare.open_session("groot.zip").json()["uploadUrl"]

    assert bare.chunk(url, FILE[: UNIT + 1], 0, len(FILE)).status_code == 400
    assert bare.chunk(url, FILE[:UNIT], 0, len(FILE)).status_code == 202


def test_what_was_received_is_416_and_the_status_says_where_to_go_on(bare: Bare) -> None:
    url = bare.open_session("groot.zip").json()["uploadUrl"]
    bare.chunk(url, FILE[:UNIT], 0, len(FILE))

    again = bare.chunk(url, FILE[:UNIT], 0, len(FILE))
    ahead = bare.chunk(url, FILE[2 * UNIT :], 2 * UNIT, len(FILE))

    assert (code(again), code(ahead)) == ((416, "fragmentOverlap"), (416, "fragmentOutOfOrder"))
    assert bare.files("GET", url).json()["nextExpectedRanges"] == [f"{UNIT}-"]


def test_what_is_expected_is_told_in_more_than_one_way(bare: Bare, graph: Graph) -> None:
    url = bare.open_session("groot.zip").json()["uploadUrl"]
    bare.chunk(url, FILE[:UNIT], 0, len(FILE))

    told = []
    for ranges in ("open", "closed", "missing"):
        graph.behave(ranges=ranges)
        told.append(bare.files("GET", url).json().get("nextExpectedRanges"))

    assert told == [[f"{UNIT}-"], [f"{UNIT}-{len(FILE) - 1}"], None]


def test_another_total_is_refused(bare: Bare) -> None:
    url = bare.open_session("groot.zip").json()["uploadUrl"]
    bare.chunk(url, FILE[:UNIT], 0, len(FILE))

    assert bare.chunk(url, FILE[UNIT:], UNIT, len(FILE) + 1).status_code == 400


def test_a_session_holds_the_name_until_it_ends(bare: Bare, graph: Graph) -> None:
    """Trap: 409 "An upload session already exists" for days, because the URL was lost."""
    bare.open_session("groot.zip")

    second = bare.open_session("GROOT.zip")
    simple = bare.put("groot.zip", b"klein")
    graph.advance(3 * 86400 + 1)

    assert (code(second), code(simple)) == ((409, "nameAlreadyExists"), (409, "nameAlreadyExists"))
    assert bare.api("GET", bare.at("groot.zip")).status_code == 401, "so long on, the token has ended too"
    bare.bearer = bare.sign_in().json()["access_token"]
    assert bare.open_session("groot.zip").status_code == 200


def test_an_expired_session_is_gone_with_its_bytes(bare: Bare, graph: Graph) -> None:
    graph.behave(session_seconds=600)
    url = bare.open_session("groot.zip").json()["uploadUrl"]
    bare.chunk(url, FILE[:UNIT], 0, len(FILE))
    graph.advance(601)

    assert code(bare.files("GET", url)) == (404, "itemNotFound")
    assert code(bare.chunk(url, FILE[UNIT:], UNIT, len(FILE))) == (404, "itemNotFound")


def test_a_cancelled_session_is_gone_and_frees_the_name(bare: Bare) -> None:
    url = bare.open_session("groot.zip").json()["uploadUrl"]

    ended = bare.files("DELETE", url)

    assert (ended.status_code, code(bare.files("GET", url))) == (204, (404, "itemNotFound"))
    assert bare.open_session("groot.zip").status_code == 200


def test_a_name_taken_meanwhile_is_409_at_the_last_fragment_and_the_bytes_stay(bare: Bare, graph: Graph) -> None:
    url = bare.open_session("groot.zip").json()["uploadUrl"]
    graph.upload_as_human("groot.zip", b"van een medewerker")

    last = bare.chunk(url, FILE, 0, len(FILE))
    status = bare.files("GET", url).json()
    graph.act_as_human("rename", "groot.zip", name="anders.zip")
    committed = bare.files("POST", url)

    assert (code(last), status["nextExpectedRanges"]) == ((409, "nameAlreadyExists"), [])
    assert (committed.status_code, graph.content("groot.zip")) == (201, FILE)
    assert graph.content("anders.zip") == b"van een medewerker"


def test_a_deferred_commit_waits_for_its_post(bare: Bare, graph: Graph) -> None:
    url = bare.open_session("groot.zip", deferCommit=True).json()["uploadUrl"]

    received = bare.chunk(url, FILE, 0, len(FILE))
    before = dict(graph.tree())
    committed = bare.files("POST", url)

    assert (received.status_code, before, committed.status_code) == (202, {}, 201)


def test_outside_item_the_behaviour_is_not_heard(bare: Bare, graph: Graph) -> None:
    """Trap: conflictBehavior ignored outside `item`, so the session replaces."""
    bare.put("nota.zip", b"eerst")
    body = {"@microsoft.graph.conflictBehavior": "fail"}

    outside = bare.api("POST", bare.at("nota.zip", "createUploadSession"), json=body)
    bare.chunk(outside.json()["uploadUrl"], FILE, 0, len(FILE))
    inside = bare.open_session("nota.zip")

    assert (graph.content("nota.zip"), code(inside)) == (FILE, (409, "nameAlreadyExists"))


def test_a_tenant_that_ignores_fail_replaces(bare: Bare, graph: Graph) -> None:
    graph.behave(session_ignores_fail=True)
    bare.put("nota.zip", b"eerst")

    url = bare.open_session("nota.zip").json()["uploadUrl"]

    assert bare.chunk(url, FILE, 0, len(FILE)).status_code == 200


def test_a_file_that_is_open_lets_no_session_begin(bare: Bare, graph: Graph) -> None:
    bare.put("nota.docx", b"eerst")
    graph.act_as_human("lock", "nota.docx")

    assert code(bare.open_session("nota.docx", conflict="replace")) == (409, "nameAlreadyExists")


def test_a_folder_alone_is_no_place_for_a_session(bare: Bare) -> None:
    folder = bare.folder("2027").json()["id"]

    assert code(bare.api("POST", bare.by_id(folder, "createUploadSession"), json={})) == (400, "invalidRequest")


def test_a_size_that_does_not_fit_is_told_early(bare: Bare, graph: Graph) -> None:
    graph.behave(quota=1000)
    body = {"item": {"fileSize": 2000}}

    assert code(bare.api("POST", bare.at("g.zip", "createUploadSession"), json=body)) == (507, "insufficientStorage")


def test_a_restart_in_between_loses_nothing(bare: Bare, graph: Graph) -> None:
    url = bare.open_session("groot.zip").json()["uploadUrl"]
    bare.chunk(url, FILE[:UNIT], 0, len(FILE))

    graph.restart()

    assert bare.files("GET", url).json()["nextExpectedRanges"] == [f"{UNIT}-"]
    assert bare.chunk(url, FILE[UNIT:], UNIT, len(FILE)).status_code == 201
    assert graph.content("groot.zip") == FILE

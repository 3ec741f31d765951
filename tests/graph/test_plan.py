"""A plan is the same for the same seed, and each kind of fault does what its name says, once."""

import threading
import time

import httpx
import pytest

from graph.bare import FAIL, Bare, code
from graph.plan import GROUPS, INBOX, PUBLICATION, Plan
from graph.running import Graph


def test_a_seed_is_a_plan() -> None:
    assert Plan.from_seed(17) == Plan.from_seed(17)
    assert len({repr(Plan.from_seed(seed)) for seed in range(280)}) > 140


def test_fourteen_seeds_have_all_groups_in_the_order_of_testing() -> None:
    plans = [Plan.from_seed(seed) for seed in range(14)]

    assert [plan.groups for plan in plans[:13]] == [(group,) for group in GROUPS if group < 14]
    assert len(plans[13].planned) == 2


@pytest.mark.parametrize("steps", [PUBLICATION, INBOX])
def test_a_plan_can_be_kept_to_some_steps(steps: tuple[str, ...]) -> None:
    drawn = {planned.step for seed in range(280) for planned in Plan.from_seed(seed, steps).planned}

    assert drawn == {"token", *steps}


@pytest.mark.parametrize("kind", ["refuse", "lost"])
def test_a_cut_connection_tells_not_what_was_done(bare: Bare, graph: Graph, kind: str) -> None:
    graph.play(Plan.of("put", kind))

    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)):
        bare.put("nota.txt", b"x")

    assert list(graph.tree()) == ([] if kind == "refuse" else ["nota.txt"])
    assert bare.put("nota.txt", b"x").status_code == (201 if kind == "refuse" else 200), "each fault is played once"


@pytest.mark.parametrize("kind", ["stall", "stall-after"])
def test_a_caller_that_gives_up_may_have_had_its_effect(bare: Bare, graph: Graph, kind: str) -> None:
    graph.play(Plan.of("put", kind, seconds=60))

    with pytest.raises(httpx.ReadTimeout):
        bare.put("nota.txt", b"x", timeout=0.5)

    assert list(graph.tree()) == ([] if kind == "stall" else ["nota.txt"])


def test_a_token_is_revoked_in_mid_run(bare: Bare, graph: Graph) -> None:
    graph.play(Plan.of("look", "unauthorized", nth=2))

    answers = [bare.look("niets.txt").status_code for _ in range(3)]
    bare.bearer = bare.sign_in().json()["access_token"]

    assert answers == [404, 401, 401]
    assert bare.look("niets.txt").status_code == 404


@pytest.mark.parametrize(("told", "early"), [("7", 1), ("2.5", 1), ("soon", 0), (None, 0), ("-5", 0), ("", 0)])
def test_an_odd_wait_counts_only_when_it_can_be_known(bare: Bare, graph: Graph, told: str | None, early: int) -> None:
    graph.play(Plan.of("look", "throttle", retry_after=told, header="RETRY-AFTER"))

    first = bare.look("niets.txt")
    bare.look("niets.txt")

    assert (first.status_code, first.headers.get("Retry-After")) == (429, told)
    assert len(graph.client_faults()) == early


@pytest.mark.parametrize(("body", "begins"), [("json", b'{"error"'), ("html", b"<html>"), ("empty", b"")])
def test_a_failure_has_a_body_of_any_kind_and_no_effect(bare: Bare, graph: Graph, body: str, begins: bytes) -> None:
    graph.play(Plan.of("put", "status", status=502, body=body))

    failed = bare.put("nota.txt", b"x")

    assert (failed.status_code, failed.content[: len(begins)], graph.tree()) == (502, begins, {})


def test_a_gateway_gives_up_on_what_was_done(bare: Bare, graph: Graph) -> None:
    graph.play(Plan.of("folder", "status-after", status=504, body="html"))

    assert bare.folder("2027").status_code == 504
    assert code(bare.folder("2027")) == (409, "nameAlreadyExists")


def test_an_orphan_takes_effect_between_a_look_and_a_repeat(bare: Bare, graph: Graph) -> None:
    graph.play(Plan.of("put", "late-effect", after=2))

    answers = [bare.put("nota.txt", b"x", params=FAIL), bare.look("nota.txt"), bare.put("nota.txt", b"x", params=FAIL)]

    assert [answer.status_code for answer in answers] == [504, 404, 409]
    assert len(graph.effects("file-created")) == 1


@pytest.mark.parametrize("kind", ["hold", "hold-after"])
def test_a_call_is_held_until_its_caller_is_gone(bare: Bare, graph: Graph, kind: str) -> None:
    """To kill a client at one exact moment: before its effect, or after it."""
    graph.play(Plan.of("put", kind))
    caller = threading.Thread(target=_quietly, args=(bare,))
    caller.start()

    graph.wait_for(kind)
    time.sleep(0.2)
    during = list(graph.tree())
    bare.http.close()
    caller.join()

    assert during == ([] if kind == "hold" else ["nota.txt"])


def _quietly(bare: Bare) -> None:
    with pytest.raises(httpx.HTTPError):
        bare.put("nota.txt", b"x", timeout=1)


def test_a_held_call_goes_on_when_released(bare: Bare, graph: Graph) -> None:
    graph.play(Plan.of("put", "hold"))
    releasing = threading.Thread(target=lambda: (graph.wait_for("hold"), graph.release()))
    releasing.start()

    answered = bare.put("nota.txt", b"x")
    releasing.join()

    assert answered.status_code == 201


@pytest.mark.parametrize(
    ("status", "expected", "inner"), [(409, "resourceModified", ""), (423, "notAllowed", "resourceLocked")]
)
def test_a_conflict_comes_at_any_step(bare: Bare, graph: Graph, status: int, expected: str, inner: str) -> None:
    graph.play(Plan.of("folder", "status", status=status, code=expected, inner=inner))

    assert code(bare.folder("2027")) == (status, inner or expected)


def test_a_session_ends_and_another_can_begin(bare: Bare, graph: Graph) -> None:
    """Trap: session 404 right after it was made; who keeps to the old URL gets no further."""
    graph.play(Plan.of("chunk", "session-gone"))
    old = bare.open_session("groot.zip").json()["uploadUrl"]

    first = bare.chunk(old, b"alles", 0, 5)
    new = bare.open_session("groot.zip").json()["uploadUrl"]

    assert code(first) == (404, "itemNotFound")
    assert code(bare.chunk(old, b"alles", 0, 5)) == (404, "itemNotFound")
    assert bare.chunk(new, b"alles", 0, 5).status_code == 201


def test_half_a_fragment_arrives(bare: Bare, graph: Graph) -> None:
    unit = 320 * 1024
    graph.play(Plan.of("chunk", "half"))
    url = bare.open_session("groot.zip").json()["uploadUrl"]

    answered = bare.chunk(url, bytes(2 * unit), 0, 2 * unit)

    assert (answered.status_code, answered.json()["nextExpectedRanges"]) == (202, [f"{unit}-"])


def test_what_is_left_of_half_a_fragment_need_not_begin_at_a_multiple(bare: Bare, graph: Graph) -> None:
    unit = 320 * 1024
    graph.play(Plan.of("chunk", "half", aligned=False))
    url = bare.open_session("groot.zip").json()["uploadUrl"]
    reached = int(bare.chunk(url, bytes(2 * unit), 0, 3 * unit).json()["nextExpectedRanges"][0].rstrip("-"))

    assert reached % unit
    assert bare.chunk(url, bytes(unit), reached, 3 * unit).status_code == 202
    assert bare.chunk(url, bytes(2 * unit - reached), reached + unit, 3 * unit).status_code == 201


@pytest.mark.parametrize("step", ["put", "session"])
def test_a_lost_session_of_another_holds_the_name(bare: Bare, graph: Graph, step: str) -> None:
    graph.play(Plan.of(step, "name-lock"))

    refused = bare.put("nota.zip", b"x") if step == "put" else bare.open_session("nota.zip")
    graph.advance(901)

    assert code(refused) == (409, "nameAlreadyExists")
    assert bare.put("nota.zip", b"x").status_code == 201


def test_a_file_is_rewritten_between_put_and_patch(bare: Bare, graph: Graph) -> None:
    graph.behave(rewrite_after=None)
    graph.add_column("Sleutel")
    graph.play(Plan.of("fields", "rewrite"))
    made = bare.put("b.pdf", b"%PDF").json()

    bare.fields(made["id"], Sleutel="K")

    assert [effect.kind for effect in graph.effects() if effect.item == made["id"]] == [
        "file-created", "rewritten", "fields-written",
    ]  # fmt: skip


def test_an_answer_tells_another_size(bare: Bare, graph: Graph) -> None:
    graph.play(Plan.of("put", "wrong-size"))

    assert bare.put("nota.txt", b"x").json()["size"] != bare.look("nota.txt").json()["size"]


@pytest.mark.parametrize("kind", ["restart", "restart-after"])
def test_the_server_starts_anew_in_the_middle(bare: Bare, graph: Graph, kind: str) -> None:
    graph.play(Plan.of("put", kind))

    with pytest.raises(httpx.HTTPError):
        bare.put("nota.txt", b"x")
    graph.wait_until_ready()

    assert bare.look("nota.txt").status_code == (404 if kind == "restart" else 200)


def test_a_delta_link_is_refused_told_twice_or_late(bare: Bare, graph: Graph) -> None:
    graph.behave(rewrite_after=None)
    graph.upload_as_human("a.xlsx", b"1")
    link = bare.delta(token="latest").json()["@odata.deltaLink"]
    graph.upload_as_human("b.xlsx", b"1")

    graph.play(Plan.of("delta", "delta-late") + Plan.of("delta", "delta-duplicates", nth=2))
    late, twice = bare.delta(link).json(), bare.delta(link).json()
    graph.play(Plan.of("delta", "delta-410"))

    assert late["value"] == []
    assert twice["value"] == []
    assert bare.delta(link).status_code == 410


def test_a_download_url_has_expired_when_it_is_given(bare: Bare, graph: Graph) -> None:
    bare.put("nota.txt", b"x")
    graph.play(Plan.of("content", "expired-url"))

    urls = [bare.api("GET", bare.at("nota.txt", "content")).headers["Location"] for _ in range(2)]

    assert [bare.files("GET", url).status_code for url in urls] == [401, 200]


def test_a_body_is_cut_off(bare: Bare, graph: Graph) -> None:
    bare.put("nota.txt", b"x" * 1000)
    url = bare.api("GET", bare.at("nota.txt", "content")).headers["Location"]
    graph.play(Plan.of("download", "truncated"))

    with pytest.raises(httpx.RemoteProtocolError, match=r"incomplete|without sending complete"):
        bare.files("GET", url)


@pytest.mark.parametrize("kind", ["foreign-link", "redirect"])
def test_a_link_to_another_host_catches_who_follows_it_with_a_token(bare: Bare, graph: Graph, kind: str) -> None:
    """Trap: a token at a foreign host."""
    graph.play(Plan.of("drives", kind))

    told = bare.api("GET", f"/sites/{graph.site_id}/drives")
    link = told.headers["Location"] if kind == "redirect" else told.json()["@odata.nextLink"]
    bare.http.get(link, headers={"Authorization": f"Bearer {bare.bearer}"})

    assert link.startswith(graph.files)
    assert len(graph.strays()) == 1


def test_a_sign_in_page_comes_with_200(bare: Bare, graph: Graph) -> None:
    """Trap: a stored file contains HTML."""
    bare.put("nota.txt", b"x")
    url = bare.api("GET", bare.at("nota.txt", "content")).headers["Location"]
    graph.play(Plan.of("download", "html-200"))

    answered = bare.files("GET", url)

    assert (answered.status_code, answered.content[:6]) == (200, b"<html>")


@pytest.mark.parametrize(
    ("act", "status"),
    [("edit", 200), ("rename", 200), ("move", 200), ("delete", 404), ("checkout", 423), ("lock", 423)],
)
def test_a_person_comes_between(bare: Bare, graph: Graph, act: str, status: int) -> None:
    graph.add_column("Sleutel")
    item = bare.put("nota.txt", b"x").json()["id"]
    graph.play(Plan.of("fields", "human", act=act))

    assert bare.fields(item, Sleutel="K").status_code == status
    assert graph.effects(by="user:medewerker Raalte") != []


@pytest.mark.parametrize("step", ["put", "session", "chunk"])
def test_a_second_publisher_is_first(bare: Bare, graph: Graph, step: str) -> None:
    graph.play(Plan.of(step, "second-publisher"))

    if step == "put":
        answered = bare.put("nota.zip", b"x", params=FAIL)
    else:
        answered = bare.open_session("nota.zip")
        if step == "chunk":
            answered = bare.chunk(answered.json()["uploadUrl"], b"alles", 0, 5)

    assert code(answered) == (409, "nameAlreadyExists")
    assert graph.content("nota.zip") == b"van een andere publicatie"


@pytest.mark.parametrize("group", GROUPS)
def test_no_plan_makes_the_server_itself_fail(bare: Bare, graph: Graph, group: int) -> None:
    """The fixture looks for that; the story here ends where a careless client ends."""
    for seed in range(group - 1, 14 * 7, 14):
        graph.play(Plan.from_seed(seed, PUBLICATION + INBOX))
        try:
            _one_of_each(bare, graph)
        except (httpx.HTTPError, KeyError, ValueError):
            graph.wait_until_ready()
            graph.release()


def _one_of_each(bare: Bare, graph: Graph) -> None:
    """Walk through every step once, as carelessly as can be."""
    bare.bearer = bare.sign_in(timeout=0.3).json()["access_token"]
    name, wait = f"{len(graph.requests())}.zip", {"timeout": 0.3}
    bare.api("GET", f"/sites/{graph.site_host}:/{graph.site_path}", **wait)
    bare.api("GET", f"/sites/{graph.site_id}/drives", **wait)
    bare.api("GET", f"/drives/{graph.drive_id}/list/columns", **wait)
    bare.api("POST", f"/drives/{graph.drive_id}/list/columns", json={"name": name, "text": {}}, **wait)
    bare.api("POST", f"/drives/{graph.drive_id}/root/children", json={"name": f"map {name}", "folder": {}}, **wait)
    bare.put(name, b"x", **wait)
    item = bare.look(name, **wait).json()["id"]
    bare.api("GET", bare.by_id(item, "listItem/fields"), **wait)
    for action in ("checkout", "checkin"):
        bare.api("POST", bare.by_id(item, action), json={}, **wait)
    bare.api("PATCH", bare.by_id(item, "listItem/fields"), json={"Title": "x"}, **wait)
    bare.api("GET", f"/drives/{graph.drive_id}/root/delta", **wait)
    location = bare.api("GET", bare.by_id(item, "content"), **wait).headers["Location"]
    bare.files("GET", location, **wait)
    opened = bare.api("POST", bare.at(f"s{name}", "createUploadSession"), json={}, **wait).json()["uploadUrl"]
    bare.chunk(opened, b"alles", 0, 5, **wait)


def test_a_killed_server_is_started_again_where_it_was(bare: Bare, graph: Graph) -> None:
    graph.play(Plan.of("put", "die-after"))

    with pytest.raises(httpx.HTTPError):
        bare.put("nota.txt", b"x")
    graph.restart()

    assert bare.look("nota.txt").status_code == 200
    assert [asked.fault for asked in graph.requests("put")] == ["die-after"]

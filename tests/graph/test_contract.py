"""The same calls by Microsoft's own client: so that the local Graph is no mirror of ours."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import pytest
from kiota_abstractions.api_error import APIError

from graph.plan import Plan
from graph.running import Graph
from graph.sdk import Credential, Sdk

T = TypeVar("T")
UNIT = 320 * 1024


@pytest.fixture
def run(graph: Graph) -> Callable[[Callable[[Sdk], Awaitable[Any]]], Any]:
    """Return what runs one story with the client of Microsoft, and sees that no token went astray."""

    def told(story: Callable[[Sdk], Awaitable[T]]) -> T:
        async def whole() -> T:
            return await story(Sdk(graph))

        try:
            return asyncio.run(whole())
        finally:
            assert graph.strays() == []

    return told


def test_msal_signs_in_with_the_secret_and_with_the_certificate(graph: Graph) -> None:
    pem = graph.certificate_file.read_text()
    certificate = {"private_key": pem, "public_certificate": pem[pem.index("-----BEGIN CERT") :]}

    by_secret = Credential(graph, graph.client_secret).ask()
    by_certificate = Credential(graph, certificate).ask()

    assert by_secret["token_type"] == by_certificate["token_type"] == "Bearer"
    assert [effect.detail["by"] for effect in graph.effects("token-issued")] == ["secret", "certificate"]


def test_msal_understands_a_refusal(graph: Graph) -> None:
    told = Credential(graph, "mis").ask()

    assert (told["error"], told["error_codes"]) == ("invalid_client", [7000215])


def test_list(run: Callable, graph: Graph) -> None:
    graph.behave(page_size=2)
    for number in range(5):
        graph.upload_as_human(f"{number}.txt", b"x")

    listed = run(lambda sdk: sdk.listed(f"/drives/{graph.drive_id}/root/children"))

    assert [item["name"] for item in listed] == ["0.txt", "1.txt", "2.txt", "3.txt", "4.txt"]


def test_folder_and_its_conflict(run: Callable, graph: Graph) -> None:
    body = {"name": "2027", "folder": {}, "@microsoft.graph.conflictBehavior": "fail"}
    path = f"/drives/{graph.drive_id}/root/children"

    async def twice(sdk: Sdk) -> tuple[dict, int]:
        made = await sdk.call("POST", path, body)
        with pytest.raises(APIError) as refused:
            await sdk.call("POST", path, body)
        return made, refused.value.response_status_code

    made, status = run(twice)

    assert (made["name"], "folder" in made, status) == ("2027", True, 409)


def test_small_put(run: Callable, graph: Graph) -> None:
    path = f"/drives/{graph.drive_id}/root:/2027/nota.txt:/content"

    made = run(lambda sdk: sdk.call("PUT", path, content=b"onze bytes"))

    assert (made["name"], made["size"], graph.content("2027/nota.txt")) == ("nota.txt", 10, b"onze bytes")


@pytest.mark.parametrize("length", [1000, UNIT, 3 * UNIT, 3 * UNIT + 1, 10 * UNIT + 77])
def test_large_upload_by_its_own_task(run: Callable, graph: Graph, length: int) -> None:
    """Its task (1.5.2) reads a closed range only, sends fragments of one byte more than it was told, and one more PUT
    after the last (microsoftgraph/msgraph-sdk-python-core#718): the file is there, whole and once, and it says no.
    """
    content = bytes(range(256)) * (length // 256) + b"x" * (length % 256)
    path = f"/drives/{graph.drive_id}/root:/groot.zip:/createUploadSession"
    graph.behave(ranges="closed", fragment_multiple=None)

    with pytest.raises(APIError) as superfluous:
        run(lambda sdk: sdk.upload(path, content, UNIT))

    assert superfluous.value.response_status_code == 404
    assert [asked.status for asked in graph.requests("chunk")][-2:] == [201, 404]
    assert graph.content("groot.zip") == content
    assert len(graph.effects("file-created")) == 1


def test_fields(run: Callable, graph: Graph) -> None:
    graph.add_column("Sleutel")
    item = graph.upload_as_human("nota.txt", b"x")
    path = f"/drives/{graph.drive_id}/items/{item}/listItem/fields"

    kept = run(lambda sdk: sdk.call("PATCH", path, {"Sleutel": "K"}))

    assert (kept["Sleutel"], graph.columns_of("nota.txt")) == ("K", {"Sleutel": "K"})


def test_delta_by_its_page_iterator(run: Callable, graph: Graph) -> None:
    graph.behave(delta_page=2)
    for number in range(5):
        graph.upload_as_human(f"ict/{number}.xlsx", b"x")

    told = run(lambda sdk: sdk.listed(f"/drives/{graph.drive_id}/root/delta"))

    assert [entry["name"] for entry in told] == ["root", "ict", "0.xlsx", "1.xlsx", "2.xlsx", "3.xlsx", "4.xlsx"]


def test_download_by_its_redirect(run: Callable, graph: Graph) -> None:
    item = graph.upload_as_human("nota.txt", b"onze bytes" * 1000)

    content = run(lambda sdk: sdk.download(f"/drives/{graph.drive_id}/items/{item}/content"))

    assert content == b"onze bytes" * 1000
    assert [asked.step for asked in graph.requests() if asked.host == "files"] == ["download"]


def test_its_middleware_waits_and_asks_again(run: Callable, graph: Graph) -> None:
    """The Retry-After is one its handler can read; it waits, so nothing counts as its fault."""
    graph.play(Plan.of("look", "throttle", retry_after="1"))
    graph.upload_as_human("nota.txt", b"x")

    seen = run(lambda sdk: sdk.call("GET", f"/drives/{graph.drive_id}/root:/nota.txt"))

    assert seen["name"] == "nota.txt"
    assert [asked.status for asked in graph.requests("look")] == [429, 200]
    assert graph.client_faults() == []

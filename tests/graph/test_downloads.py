"""Downloads: a redirect to another host, where the URL as given is the right to it, and only that."""

import pytest

from graph.bare import Bare, code
from graph.running import Graph

TEXT = b"0123456789" * 100


@pytest.fixture
def url(bare: Bare) -> str:
    bare.put("nota.txt", TEXT)
    answered = bare.api("GET", bare.at("nota.txt", "content"))
    assert answered.status_code == 302
    return answered.headers["Location"]


def test_the_bytes_are_at_another_host(bare: Bare, graph: Graph, url: str) -> None:
    assert url.startswith(graph.files)
    assert bare.files("GET", url).content == TEXT


def test_authorization_there_is_401(bare: Bare, graph: Graph, url: str) -> None:
    """Trap: 401/403 on a download, because a client adds its token after the redirect."""
    refused = bare.files("GET", url, headers={"Authorization": f"Bearer {bare.bearer}"})

    assert code(refused) == (401, "unauthenticated")
    assert [asked.step for asked in graph.strays()] == ["download"]


def test_another_order_of_its_query_is_another_url(bare: Bare, url: str) -> None:
    address, _, query = url.partition("?")
    turned = "&".join(reversed(query.split("&")))

    assert bare.files("GET", f"{address}?{turned}").status_code == 401


def test_a_range_is_206_and_one_behind_the_end_416(bare: Bare, url: str) -> None:
    part = bare.files("GET", url, headers={"Range": "bytes=990-"})
    behind = bare.files("GET", url, headers={"Range": "bytes=1000-"})

    assert (part.status_code, part.content, part.headers["Content-Range"]) == (206, TEXT[990:], "bytes 990-999/1000")
    assert code(behind) == (416, "invalidRange")


def test_it_expires(bare: Bare, graph: Graph, url: str) -> None:
    graph.advance(3601)

    assert bare.files("GET", url).status_code == 401


def test_it_may_serve_once(bare: Bare, graph: Graph, url: str) -> None:
    graph.behave(download_uses=1)

    assert [bare.files("GET", url).status_code for _ in range(2)] == [200, 401]


def test_what_the_scanner_found_is_not_given(bare: Bare, graph: Graph) -> None:
    bare.put("nota.txt", TEXT)
    graph.act_as_human("find_malware", "nota.txt")

    assert "malware" in bare.look("nota.txt").json()
    assert code(bare.api("GET", bare.at("nota.txt", "content"))) == (403, "malwareDetected")


def test_an_empty_file_has_no_hash_and_no_bytes(bare: Bare) -> None:
    made = bare.put("leeg.txt", b"").json()

    url = bare.look("leeg.txt").json()["@microsoft.graph.downloadUrl"]

    assert (made["size"], made["file"]["hashes"], bare.files("GET", url).content) == (0, {}, b"")

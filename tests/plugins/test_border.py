"""What stands in front of Airflow: for which host, from which page, and with which headers."""

import asyncio
import sys
from typing import Any

import httpx
import pytest

from jaarcyclus.installation.environment import PROJECT
from jaarcyclus.settings import Settings

sys.path.append(str(PROJECT / "plugins"))
from jaarcyclus_airflow.border import Border

HERE = "http://127.0.0.1:8080"
OFFICE = "https://jaarcyclus.example"
COOKIE = {"cookie": "_token=x"}


async def page(scope: Any, _receive: Any, send: Any) -> None:
    """Airflow, which says in a header by which scheme it thinks to be reached."""
    headers = [(b"scheme", scope["scheme"].encode()), (b"referrer-policy", b"no-referrer")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def ask(method: str, headers: dict[str, str], url: str = HERE, **settings: str) -> httpx.Response:
    """Ask the border of an installation with these settings."""
    border = Border(page, Settings.from_env({f"JAARCYCLUS_{name}": value for name, value in settings.items()}))

    async def send() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(border)) as client:
            return await client.request(method, url, headers=headers)

    return asyncio.run(send())


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (COOKIE | {"origin": HERE}, 200),  # a form or a script on our page
        (COOKIE | {"sec-fetch-site": "same-origin"}, 200),
        ({}, 200),  # a program that signs in
        ({"authorization": "Bearer x"}, 200),  # a program that did
        (COOKIE, 403),
        (COOKIE | {"origin": "http://elders.example"}, 403),
        (COOKIE | {"origin": "http://127.0.0.1:9999"}, 403),  # another program on this machine: the cookie goes along
        (COOKIE | {"origin": "https://127.0.0.1:8080"}, 403),
        (COOKIE | {"origin": "null"}, 403),
        (COOKIE | {"sec-fetch-site": "same-site"}, 403),
        (COOKIE | {"sec-fetch-site": "none"}, 403),
        (COOKIE | {"origin": "http://elders.example", "sec-fetch-site": "same-origin"}, 403),
        ({"origin": "http://elders.example"}, 403),  # signs somebody in under a stranger's name
        (COOKIE | {"authorization": "Basic x"}, 403),  # a browser adds that by itself
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_change_comes_from_our_own_page_or_from_a_program(
    method: str, headers: dict[str, str], expected: int
) -> None:
    assert ask(method, headers).status_code == expected


def test_who_only_reads_may_come_from_anywhere() -> None:
    """A link in a mail is another site."""
    assert ask("GET", COOKIE | {"sec-fetch-site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("path", ["/auth/logout", "/auth/logout/", "/api/v2/auth/logout", "/auth/token/logout"])
@pytest.mark.parametrize(
    ("site", "expected"), [("cross-site", 403), ("same-site", 403), ("same-origin", 200), ("none", 200), (None, 200)]
)
def test_no_other_site_signs_somebody_out(path: str, site: str | None, expected: int) -> None:
    """Airflow does so by GET; a link on our page, an address that is typed and an older browser go on."""
    headers = COOKIE | ({"sec-fetch-site": site} if site else {})

    assert ask("GET", headers, HERE + path).status_code == expected


@pytest.mark.parametrize(
    ("origin", "expected"), [(OFFICE, 200), ("http://jaarcyclus.example", 403), (f"{OFFICE}:8443", 403), (HERE, 403)]
)
@pytest.mark.parametrize("url", [HERE, "http://jaarcyclus.example"])
def test_behind_a_proxy_our_page_is_the_address_of_the_settings(url: str, origin: str, expected: int) -> None:
    """Whether the proxy passes the name on or not."""
    assert ask("POST", COOKIE | {"origin": origin}, url, ADRES=OFFICE).status_code == expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1:8080", 200),
        ("LOCALHOST", 200),
        ("[::1]:8080", 200),
        ("jaarcyclus.example", 200),
        ("jc.intern:8080", 200),
        ("elders.example", 400),  # a name that a stranger lets point to this machine
        ("jaarcyclus.example.elders.example", 400),
        ("127.0.0.1:8080@elders.example", 400),
        ("elders.example@127.0.0.1", 400),
        ("127.0.0.1:80:80", 400),
        ("jaarcyclus.example.", 400),
        ("", 400),
    ],
)
def test_it_answers_under_its_own_names_only(host: str, expected: int) -> None:
    answer = ask("GET", {"host": host}, ADRES="https://jaarcyclus.example:8443", HOSTS="jc.intern, tweede.intern")

    assert answer.status_code == expected


def test_every_answer_has_the_headers_and_keeps_its_own() -> None:
    """Refusals too; a page that is stricter stays so."""
    good, refused = ask("GET", {}), ask("POST", COOKIE)

    assert good.headers["referrer-policy"] == "no-referrer"
    assert refused.headers["referrer-policy"] == "same-origin"
    for answer in (good, refused):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
        assert "strict-transport-security" not in answer.headers


def test_behind_tls_everything_is_https() -> None:
    """Airflow makes a cookie Secure by the scheme, and the proxy speaks http to us."""
    answer = ask("GET", {}, ADRES=OFFICE)

    assert answer.headers["scheme"] == "https"
    assert answer.headers["strict-transport-security"] == "max-age=31536000"

"""Passwords that are tried: an office behind one address goes on working, one account does not get guessed."""

import asyncio
import json
import sys
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from jaarcyclus.installation.environment import PROJECT
from jaarcyclus.steps.airflow_names import TECHNICAL

sys.path.append(str(PROJECT / "plugins"))
from jaarcyclus_airflow.sign_in_limit import SignInLimit

OFFICE = "198.51.100.7"
FORM, TOKEN, OWN = "/auth/login/", "/auth/token", "/jaarcyclus/wachtwoord"
ENCODED = "application/x-www-form-urlencoded"
WRONG, RIGHT = "gok", "goed"


class Desk:
    """A sign-in that knows one password, with the limit in front, and people at their addresses."""

    def __init__(self, failed: int = 401) -> None:
        self.looked_at, self._failed = 0, failed
        self._limit = SignInLimit(self._airflow, withdraw=lambda _: False)

    async def _airflow(self, scope: Any, receive: Any, send: Any) -> None:
        body = (await receive())["body"]
        self.looked_at += 1
        await asyncio.sleep(0)
        status = 302 if scope["path"] == FORM else 201 if RIGHT.encode() in body else self._failed
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def try_all(self, *tries: tuple[str, str, str], path: str = TOKEN, at_once: bool = False) -> list[int]:
        """Try (account, password, address) after one another or at once; return the statuses."""

        async def one(account: str, password: str, address: str) -> httpx.Response:
            transport = httpx.ASGITransport(self._limit, client=(address, 1))
            fields = {"username": account, "password": password}
            content = {"data": fields} if path in (FORM, OWN) else {"json": fields}
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                return await client.post(path, **content)

        async def every() -> list[int]:
            if at_once:
                return [answer.status_code for answer in await asyncio.gather(*(one(*what) for what in tries))]
            return [(await one(*what)).status_code for what in tries]

        return asyncio.run(every())

    def send(self, path: str, **content: Any) -> httpx.Response:
        """Send one request from the office."""

        async def one() -> httpx.Response:
            transport = httpx.ASGITransport(self._limit, client=(OFFICE, 1))
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                return await client.post(path, **content)

        return asyncio.run(one())


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_password_that_does_not_suit_is_no_guess() -> None:
    """Who knows the one of now and chooses too short a one is not shut out."""
    assert Desk(422).try_all(*[("dowr-lid", WRONG, OFFICE)] * 7, path=OWN) == [422] * 7


@pytest.mark.parametrize("path", [FORM, OWN, TOKEN, "/auth/token/cli", "/auth/api/v1/security/login"])
def test_the_sixth_try_on_an_account_waits(desk: Desk, path: str) -> None:
    """On every way in, and without a look at the password."""
    statuses = desk.try_all(*[("dowr-controller", WRONG, OFFICE)] * 6, path=path)

    assert (statuses[:5].count(429), statuses[5]) == (0, 429)
    assert desk.looked_at == 5


def test_thirty_colleagues_with_a_typing_error_each_all_get_in(desk: Desk) -> None:
    """They have one address."""
    tries = [(f"dowr-lid{n}", password, OFFICE) for n in range(30) for password in (WRONG, RIGHT)]

    assert desk.try_all(*tries) == [401, 201] * 30


def test_nobody_keeps_a_member_out_from_elsewhere(desk: Desk) -> None:
    desk.try_all(*[("dowr-lid", WRONG, "203.0.113.9")] * 8)

    assert desk.try_all(("dowr-lid", RIGHT, OFFICE)) == [201]


def test_one_way_in_counts_for_the_other(desk: Desk) -> None:
    desk.try_all(*[("dowr-lid", WRONG, OFFICE)] * 5, path=FORM)

    assert desk.try_all(("dowr-lid", WRONG, OFFICE)) == [429]


@pytest.mark.parametrize("spelling", ["DOWR-Lid", " dowr-lid ", "dowr-lid@jaarcyclus.invalid"])
def test_another_spelling_of_the_account_is_no_new_chance(desk: Desk, spelling: str) -> None:
    desk.try_all(*[("dowr-lid", WRONG, OFFICE)] * 5)

    assert desk.try_all((spelling, WRONG, OFFICE)) == [429]


def test_all_at_once_is_no_new_chance(desk: Desk) -> None:
    """Each would be counted when the first is answered."""
    desk.try_all(*[("dowr-lid", WRONG, OFFICE)] * 50, at_once=True)

    assert desk.looked_at == 5


def test_who_knows_the_password_may_sign_in_often(desk: Desk) -> None:
    """A script does, for each of its commands."""
    assert set(desk.try_all(*[("dowr-lid", RIGHT, OFFICE)] * 50)) == {201}


def test_a_session_of_my_own_does_not_wipe_out_my_guesses_at_another_account(desk: Desk) -> None:
    """Airflow's form answers somebody who is signed in as if the password were right, so on the form each counts."""
    assert desk.try_all(*[("dowr-lid", RIGHT, OFFICE)] * 6, path=FORM)[5] == 429


def test_one_password_along_all_accounts_is_stopped(desk: Desk) -> None:
    statuses = desk.try_all(*[(f"dowr-lid{n}", WRONG, OFFICE) for n in range(101)])

    assert (statuses[:100].count(429), statuses[100]) == (0, 429)


def test_another_address_of_the_same_network_is_no_new_chance(desk: Desk) -> None:
    """One desk has 2^64 addresses of IPv6."""
    statuses = desk.try_all(*[("dowr-lid", WRONG, f"2001:db8::{n}") for n in range(1, 7)])

    assert statuses[5] == 429


def test_the_installation_itself_is_never_kept_out(desk: Desk) -> None:
    """Anybody on the machine could stop all runs by trying its account."""
    desk.try_all(*[(TECHNICAL, WRONG, "127.0.0.1")] * 200)

    assert desk.try_all((TECHNICAL, RIGHT, "127.0.0.1")) == [201]


FIELDS = {"username": "dowr-lid", "password": WRONG}


@pytest.mark.parametrize(
    "content",
    [
        {"files": {name: (None, value) for name, value in FIELDS.items()}},
        {"json": FIELDS},
        {"content": urlencode(FIELDS)},
        {"content": urlencode(FIELDS), "headers": {"content-type": "text/plain"}},
        {"content": urlencode(FIELDS), "headers": [("content-type", ENCODED), ("content-type", "multipart/form-data")]},
    ],
)
def test_the_form_in_another_encoding_is_no_try(desk: Desk, content: dict[str, Any]) -> None:
    """Airflow reads the account from some of them, and each would be five more tries."""
    answer = desk.send(FORM, **content)

    assert (answer.status_code, desk.looked_at) == (415, 0)
    assert "Open /auth/login/ in uw browser" in answer.json()["detail"]


def test_an_encoding_written_otherwise_is_the_same(desk: Desk) -> None:
    headers = {"content-type": "Application/X-WWW-Form-urlencoded ; charset=utf-8"}

    assert desk.send(FORM, content=urlencode(FIELDS), headers=headers).status_code == 302


@pytest.mark.parametrize(
    "content",
    [
        {"content": b"\xff\xfe"},
        {"json": ["dowr-lid"]},
        {"json": {"password": "x"}},
        {"content": b"[" * 15_000},
        {"files": {"username": (None, b"dowr-lid")}},
    ],
)
def test_what_cannot_be_read_counts_together(desk: Desk, content: dict[str, Any]) -> None:
    """It hides which account is tried."""
    answers = [desk.send(TOKEN, **content).status_code for _ in range(6)]

    assert answers[5] == 429


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32-be"])
def test_a_token_asked_for_in_other_bytes_is_the_same_account(desk: Desk, encoding: str) -> None:
    """JSON may come in each of these, and Airflow reads them all."""
    desk.try_all(*[("dowr-lid", WRONG, OFFICE)] * 5)

    assert desk.send(TOKEN, content=json.dumps(FIELDS).encode(encoding)).status_code == 429


def test_the_refusal_is_dutch_and_says_how_long(desk: Desk) -> None:
    """A page for a person, a sentence for a program."""
    desk.try_all(*[("dowr-lid", WRONG, OFFICE)] * 5)
    form = desk.send(FORM, content=urlencode(FIELDS), headers={"content-type": ENCODED})
    token = desk.send(TOKEN, json=FIELDS)

    assert form.headers["retry-after"] == token.headers["retry-after"] == "40"
    assert '<html lang="nl">' in form.text
    for answer in (form.text, token.json()["detail"]):
        assert "U hebt te vaak geprobeerd u aan te melden. Wacht 40 seconden en probeer het dan opnieuw." in answer


def test_a_wrong_password_for_a_token_is_told_in_dutch(desk: Desk) -> None:
    """Airflow says "Invalid credentials"."""
    assert "wachtwoord klopt niet" in desk.send(TOKEN, json=FIELDS).json()["detail"]
    assert desk.send(TOKEN, json=FIELDS | {"password": RIGHT}).status_code == 201


def test_a_try_of_megabytes_is_not_read(desk: Desk) -> None:
    assert desk.send(TOKEN, json={"username": "x" * 30_000, "password": "x"}).status_code == 413
    assert desk.looked_at == 0


def test_nothing_else_is_counted_or_read(desk: Desk) -> None:
    answers = {desk.send("/api/v2/dags", content=b"0" * 30_000).status_code for _ in range(200)}

    assert answers == {401}

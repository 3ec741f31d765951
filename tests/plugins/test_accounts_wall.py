"""Which of Airflow's routes for accounts are open: what concerns oneself. The rest is closed to everybody."""

import asyncio
import sys
from typing import Any

import httpx
import pytest

from jaarcyclus.installation.environment import PROJECT

sys.path.append(str(PROJECT / "plugins"))
from jaarcyclus_airflow.accounts_wall import AccountsWall


async def airflow(_scope: Any, _receive: Any, send: Any) -> None:
    """Airflow, which would do it."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def ask(method: str, path: str) -> httpx.Response:
    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(AccountsWall(airflow))
        async with httpx.AsyncClient(transport=transport, base_url="http://hier") as client:
            return await client.request(method, path)

    return asyncio.run(send())


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", "/auth/fab/v1/users/dowr-burgemeester"),
        ("POST", "/auth/fab/v1/users"),
        ("DELETE", "/auth/fab/v1/roles/dowr_bvr"),
        ("POST", "/auth/resetpassword/form?pk=7"),
        ("GET", "/auth/users/delete/7"),
        ("POST", "/auth/users/userinfo/../edit/7"),
        ("POST", "/auth/users/edit/7"),
        ("POST", "/auth/userinfoeditview/form"),
        ("POST", "/auth/permissions/add"),
        ("PUT", "/auth/what/a/next/version/brings"),
        ("POST", "/ui/auth/token"),  # a token for a token: a sign-in that never ends
        ("POST", "/auth/api/v1/security/refresh"),  # and one that a former holder could go on making
        # Who works at another cooperation, and by which name one tries a password there.
        ("GET", "/auth/fab/v1/users"),
        ("GET", "/auth/fab/v1/users/dowr-burgemeester"),
        ("GET", "/auth/fab/v1/roles"),
        ("GET", "/auth/fab/v1/roles/dowr-bvr"),
        ("GET", "/auth/fab/v1/permissions"),
    ],
)
def test_nobody_changes_or_lists_accounts(method: str, path: str) -> None:
    answer = ask(method, path)

    assert answer.status_code == 403
    assert "Uw eigen wachtwoord verandert u op" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/auth/login/?next=/"),
        ("POST", "/auth/login/"),
        ("POST", "/auth/token"),
        ("POST", "/auth/api/v1/security/login"),
        ("GET", "/auth/static/appbuilder/css/ab.css"),
        ("GET", "/auth/users/userinfo/"),
        ("GET", "/auth/openapi.json"),
        ("GET", "/api/v2/auth/login"),
        ("POST", "/authenticated/elsewhere"),
    ],
)
def test_what_concerns_oneself_is_open(method: str, path: str) -> None:
    assert ask(method, path).status_code == 200


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_airflows_page_for_the_own_password_leads_to_ours(method: str) -> None:
    answer = ask(method, "/auth/resetmypassword/form")

    assert (answer.status_code, answer.headers["location"]) == (303, "/jaarcyclus/wachtwoord")

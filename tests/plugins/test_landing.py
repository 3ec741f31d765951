"""Where somebody is led after signing in: a page of ours, and never another site, whatever stands in the cookie."""

from pathlib import Path

import pytest
from airflow.api_fastapi.core_api.security import get_user

from builders.asgi import call
from builders.dossier import open_round
from jaarcyclus.pages.mailbox import Mailboxes
from jaarcyclus.pages.reader import SUBMISSIONS, reader_of
from jaarcyclus.pages.standings import Standings
from jaarcyclus_airflow.landing import is_own
from jaarcyclus_airflow.pages import app
from jaarcyclus_airflow.reading import Looking, look


@pytest.mark.parametrize("address", ["/jaarcyclus/besluiten", "/jaarcyclus/jaar/2027?x=1"])
def test_a_page_of_ours_is_gone_back_to(address: str) -> None:
    assert is_own(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "/", "https://kwaad.example/jaarcyclus/", "//kwaad.example", "/\\kwaad.example",
        "/jaarcyclus//kwaad.example",
        "/jaarcyclus/\\kwaad.example", "/jaarcyclus/\r\nSet-Cookie: a=b", "javascript:alert(1)",
        "/jaarcyclus/" + "a" * 500,
    ],
)  # fmt: skip
def test_all_else_is_not(address: str) -> None:
    assert not is_own(address)


def test_home_leads_to_what_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A teammanager has a seat too; which page comes first is held by `tests/pages/test_landing.py`."""
    workspace = open_round(tmp_path).workspace
    looking = Looking(
        standings=Standings(workspace),
        mailboxes=Mailboxes(workspace),
        reader=reader_of(workspace.profile("dowr"), "manager_ict", workspace.today()),
    )
    monkeypatch.setitem(app.dependency_overrides, get_user, lambda: None)
    monkeypatch.setitem(app.dependency_overrides, look, lambda: looking)
    answer = call(app, "GET", "/")

    assert (answer.status_code, answer.headers["location"]) == (303, SUBMISSIONS)

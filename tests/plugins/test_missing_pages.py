"""An address below ours where there is nothing: a person reads a page, a program its JSON."""

import pytest

from builders.asgi import call
from jaarcyclus_airflow.pages import app

BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


@pytest.mark.parametrize("path", ["/foo", "/beheer/", "/jaar/", "/dossiers/", "/beheer%00"])
def test_a_browser_reads_a_page_that_is_not_kept(path: str) -> None:
    answer = call(app, "GET", path, headers={"accept": BROWSER})

    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert answer.headers["cache-control"] == "private, no-store"
    assert "Niet gevonden" in answer.text
    assert "Dit adres bestaat niet; controleer het en probeer het opnieuw." in answer.text


@pytest.mark.parametrize("accept", ["*/*", "application/json"])
def test_a_program_keeps_its_json(accept: str) -> None:
    answer = call(app, "GET", "/foo", headers={"accept": accept})

    assert answer.status_code == 404
    assert answer.json() == {"detail": "Dit adres bestaat niet; controleer het en probeer het opnieuw."}


def test_a_form_that_is_opened_as_a_page_is_told_so_too() -> None:
    answer = call(app, "GET", "/uitgifte/dowr", headers={"accept": BROWSER})

    assert (answer.status_code, answer.headers["content-type"]) == (405, "text/html; charset=utf-8")

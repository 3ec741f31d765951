"""An address below ours where there is nothing: a person reads a page, a program its JSON."""

from typing import Annotated

import pytest
from fastapi import FastAPI, Form

from builders.asgi import call
from jaarcyclus_airflow.page_faults import show_faults
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


@pytest.fixture
def forms() -> FastAPI:
    """A page with a number in its address, and a form with a text."""
    made = FastAPI(openapi_url=None)
    show_faults(made)

    @made.get("/jaar/{boekjaar}")
    def read_year(boekjaar: int) -> int:
        return boekjaar

    @made.post("/antwoord/{boekjaar}")
    def answer(boekjaar: int, toelichting: Annotated[str, Form(max_length=64_000)]) -> int:
        return boekjaar + len(toelichting)

    return made


@pytest.mark.parametrize(("method", "path"), [("GET", "/jaar/x"), ("POST", "/antwoord/x")])
def test_an_address_that_names_nothing_is_not_called_a_form(forms: FastAPI, method: str, path: str) -> None:
    answer = call(forms, method, path, headers={"accept": BROWSER}, data={"toelichting": "kort"})

    assert (answer.status_code, "Dit adres bestaat niet" in answer.text) == (404, True)


def test_a_text_that_is_too_long_is_named(forms: FastAPI) -> None:
    answer = call(forms, "POST", "/antwoord/1", data={"toelichting": "x" * 64_001})

    assert answer.status_code == 422
    assert "Te lang: toelichting. Er is niets vastgelegd." in answer.text
    assert "korter dan 64.000 tekens" in answer.text


def test_a_text_that_the_library_stops_reading_is_not_called_a_workbook(forms: FastAPI) -> None:
    """In a form as browsers send files; the library does not say which field it was."""
    answer = call(forms, "POST", "/antwoord/1", files={"toelichting": (None, "x" * 1_500_000)})

    assert (answer.status_code, "Te lang: een tekst in dit formulier." in answer.text) == (413, True)
    assert "werkboek" not in answer.text

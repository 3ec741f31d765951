"""Het jaar says what went to whom, what did not, and that nothing goes out where nothing is set."""

from pathlib import Path

import pytest

from builders.dossier import Office, open_gates, wait_until, with_version
from builders.messages import tell_all
from builders.post_office import open_post_office
from jaarcyclus.pages.reader import reader_of
from jaarcyclus.pages.standings import Standings
from jaarcyclus.pages.year_page import show_year


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = with_version(tmp_path / "var")
    wait_until(made, "2026-05-11")
    open_gates(made)
    return made


def page_of(office: Office) -> str:
    workspace = office.workspace
    return show_year(Standings(workspace), reader_of(workspace.profile("dowr"), "controller", workspace.today()))


def test_an_installation_without_a_mail_server_says_so(office: Office) -> None:
    page = page_of(office)

    assert "Er gaat geen mail uit: JAARCYCLUS_MAIL_SERVER is niet ingesteld" in page
    assert "Er is nog geen bericht uitgegaan." in page
    assert "Zonder adres, en dus zonder bericht: " in page


def test_what_a_server_refused_stands_beside_what_it_took(office: Office) -> None:
    with open_post_office(answers={"rcpt": "550 5.1.1 <wie@gemeente.example> unknown"}) as post:
        tell_all(office, post, "2026-05-11T09:05")
        post.answers.clear()
        tell_all(office, post, "2026-05-19T09:05")
    page = page_of(office)

    assert "(12 niet goed)" in page
    assert page.count("aangenomen door de server") == 12
    assert "niet verzonden: De mailserver neemt het bericht niet aan: 550 5.1.1 (adres) unknown." in page
    assert "gemeente.example" not in page

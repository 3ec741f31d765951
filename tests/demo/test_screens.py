"""What the players of the demo cannot send: what a browser could not either."""

import httpx
import pytest

from jaarcyclus.demo.screens import Screens
from jaarcyclus.errors import DemoStuck

QUESTION = """<form method="post" action="/vraag/controle">
<input type="radio" name="antwoord" value="stelt vast"><input type="radio" name="antwoord" value="stelt niet vast">
<textarea name="toelichting">
</textarea><input type="file" name="bestand"></form>"""


class Office:
    """A server that keeps what it is sent, and leads on to a receipt."""

    def __init__(self) -> None:
        self.sent: list[object] = []

    def browse(self, method: str, path: str, **kwargs: object) -> httpx.Response:
        if method == "GET":
            return httpx.Response(200, text=QUESTION if path == "/vraag" else '<p role="status">Vastgelegd.</p>')
        self.sent.append(kwargs["data"])
        return httpx.Response(303, headers={"location": "/bewijs"})


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def screens(office: Office) -> Screens:
    return Screens(office)  # type: ignore[arg-type]


def test_a_form_goes_as_it_is_filled_in_and_leads_to_the_next_page(office: Office, screens: Screens) -> None:
    """A line end at the start of a text field is no text."""
    shown = screens.send(screens.open("/vraag"), "/controle", {"antwoord": "stelt vast"})

    assert office.sent == [{"antwoord": ["stelt vast"], "toelichting": [""]}]
    assert (shown.path, shown.first('//*[@role="status"]')) == ("/bewijs", "Vastgelegd.")


@pytest.mark.parametrize("typed", [{"antwoord": "ja"}, {"voorwaarde": "Onderbouw de formatie."}])
def test_what_the_page_does_not_offer_cannot_be_sent(office: Office, screens: Screens, typed: dict[str, str]) -> None:
    with pytest.raises(DemoStuck, match="niet in te vullen of te kiezen"):
        screens.send(screens.open("/vraag"), "/controle", typed)

    assert office.sent == []


def test_a_page_without_the_form_says_what_stood_there(screens: Screens) -> None:
    with pytest.raises(DemoStuck, match="/bewijs"):
        screens.send(screens.open("/bewijs"), "/controle", {})

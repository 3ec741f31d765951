"""A message as Teams takes it: the shape that a flow posts, never too large, and a stranger's signs as they are."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jaarcyclus.messages.card import MOST_BYTES, MOST_LINKS, make_card

PAGE = ("Naar Mijn besluiten", "https://jaarcyclus.example/jaarcyclus/besluiten")


def read(body: bytes) -> dict[str, Any]:
    """The card, in the only envelope that a flow posts."""
    message = json.loads(body)
    assert list(message) == ["type", "attachments"]
    assert message["type"] == "message"
    (attachment,) = message["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert attachment["contentUrl"] is None
    card: dict[str, Any] = attachment["content"]
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")
    return card


def lines_of(card: dict[str, Any]) -> list[str]:
    return [run["text"] for block in card["body"] for run in block["inlines"]]


def test_it_has_a_title_lines_and_buttons() -> None:
    card = read(make_card("Wat wordt u gevraagd?", ["Begroting 2027: stem uiterlijk 9 april."], [PAGE]))

    assert lines_of(card) == ["Wat wordt u gevraagd?", "Begroting 2027: stem uiterlijk 9 april."]
    assert card["actions"] == [{"type": "Action.OpenUrl", "title": PAGE[0], "url": PAGE[1]}]


def test_what_a_stranger_wrote_makes_no_link() -> None:
    """Only a `TextBlock` reads Markdown."""
    card = read(make_card("[klik](https://voorbeeld.nl)", ["**let op** [klik](https://voorbeeld.nl)"], []))

    assert {block["type"] for block in card["body"]} == {"RichTextBlock"}
    assert "actions" not in card


def test_what_does_not_fit_is_left_out_and_counted() -> None:
    card = read(make_card("Overzicht", [f"{number}: {'é' * 900}" for number in range(40)], [PAGE] * 9))

    shown = lines_of(card)
    assert shown[1].startswith("0: ")
    assert shown[-1] == f"En nog {40 - (len(shown) - 2)} regels: open de pagina."
    assert len(card["actions"]) == MOST_LINKS


@given(title=st.text(max_size=3000), lines=st.lists(st.text(max_size=3000), max_size=30))
def test_no_card_is_larger_than_a_flow_takes(title: str, lines: list[str]) -> None:
    links = [("x" * 2000, f"https://jaarcyclus.example/{'y' * 300}")] * 8
    assert len(make_card(title.replace("\ud800", ""), lines, links)) <= MOST_BYTES

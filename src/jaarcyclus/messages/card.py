"""A message as a card of Teams (Adaptive Card 1.4): its shape, and how it stays within what a flow takes. Pure.

Facts: a `{"text": …}` or MessageCard is answered 202 too, and then fails where nobody sees it; above some 28 kB nothing
comes. Text is set in runs, which show signs as they are: in a block of text a stranger's `[…](…)` would become a link.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

MOST_BYTES = 20_000
"""Chosen: below what a flow takes, with room for what it adds itself."""
MOST_LINKS = 6
"""As many buttons as Teams shows beside each other."""
_KIND = "application/vnd.microsoft.card.adaptive"
_LONGEST_LINE = 1_000  # chosen: a sentence is shorter; what is longer is read on the page


def make_card(title: str, lines: Sequence[str], links: Sequence[tuple[str, str]]) -> bytes:
    """Return the body to post: a title, plain lines and buttons (label, https address), of at most `MOST_BYTES`.

    Lines that do not fit are left out from the end, and the card says how many.
    """
    shown = [_shorten(line) for line in lines]
    buttons = [(_shorten(label), address) for label, address in links[:MOST_LINKS]]
    for count in range(len(shown), -1, -1):
        rest = len(shown) - count
        more = [f"En nog {rest} {'regel' if rest == 1 else 'regels'}: open de pagina."] if rest else []
        body = _as_bytes(_shorten(title), [*shown[:count], *more], buttons)
        if len(body) <= MOST_BYTES:
            return body
    raise AssertionError("a title and six buttons fit on every card")


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_LINE else f"{text[: _LONGEST_LINE - 1]}…"


def _as_bytes(title: str, lines: Sequence[str], buttons: Sequence[tuple[str, str]]) -> bytes:
    content: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [_text(title, size="Medium", weight="Bolder"), *(_text(line) for line in lines)],
    }
    if buttons:
        content["actions"] = [{"type": "Action.OpenUrl", "title": label, "url": address} for label, address in buttons]
    attachment = {"contentType": _KIND, "contentUrl": None, "content": content}
    return json.dumps({"type": "message", "attachments": [attachment]}, ensure_ascii=False).encode()


def _text(line: str, **look: str) -> Mapping[str, Any]:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": line, **look}]}

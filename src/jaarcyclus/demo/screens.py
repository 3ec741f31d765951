"""Our own pages as somebody uses them: open one, fill in a form that stands on it, send it. lxml's only door.

A field that the page has not, and a choice that it does not offer, cannot be sent: then page or player is wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import html

from jaarcyclus.errors import DemoStuck
from jaarcyclus.installation.client import AirflowClient, Response


@dataclass(frozen=True)
class Screen:
    """A page as it came: where it stands, its status, and what is on it."""

    path: str
    status: int
    is_busy: bool
    """Whether the page says that it will look again by itself."""
    content: Any

    @property
    def fault(self) -> str:
        """Return what the page says went wrong, or nothing."""
        return self.first('//*[@role="alert"]')

    @property
    def can_be_tried_again(self) -> bool:
        """Return whether the server asks to come back later."""
        return self.status >= 500

    def first(self, where: str) -> str:
        """Return the text of the first element there, on one line; empty when there is none."""
        return next((" ".join(item.text_content().split()) for item in self.content.xpath(where)), "")

    def form(self, ending: str) -> Any | None:
        """Return the form that is sent to an address with this ending, if it stands on the page."""
        return next((form for form in self.content.forms if (form.action or "").endswith(ending)), None)


class Screens:
    """One person's pages."""

    def __init__(self, client: AirflowClient) -> None:
        self._client = client

    def open(self, path: str) -> Screen:
        """Open a page."""
        return self._read(path, self._client.browse("GET", path))

    def send(
        self, screen: Screen, ending: str, typed: Mapping[str, str], file: tuple[str, bytes] | None = None
    ) -> Screen:
        """Fill in a form, send it, and return the page that this leads to. Raises DemoStuck when that cannot be."""
        form = screen.form(ending)
        if form is None:
            raise DemoStuck(f"Op {screen.path} staat niet wat daar ingevuld moest worden. {screen.fault}".strip())
        _fill(screen, form, typed)
        files = {"bestand": file} if file else None
        answer = self._client.browse("POST", form.action, data=_as_sent(form), files=files)
        if answer.status_code == 303:
            return self.open(answer.headers["location"])
        return self._read(form.action, answer)

    def _read(self, path: str, answer: Response) -> Screen:
        content = html.document_fromstring(answer.text or "<html></html>")
        for area in content.iter("textarea"):  # a browser leaves out the first line end (HTML, 13.2.6.4.7)
            area.text = (area.text or "").removeprefix("\n")
        return Screen(path=path, status=answer.status_code, is_busy="refresh" in answer.headers, content=content)


def _fill(screen: Screen, form: Any, typed: Mapping[str, str]) -> None:
    for name, text in typed.items():
        try:
            form.fields[name] = text
        except (KeyError, ValueError) as fault:
            raise DemoStuck(f"Op {screen.path} is {text!r} bij {name} niet in te vullen of te kiezen.") from fault


def _as_sent(form: Any) -> dict[str, list[str]]:
    sent: dict[str, list[str]] = {}
    for name, text in form.form_values():
        sent.setdefault(name, []).append(text)
    return sent

"""Who plays in the demo: each person signs in with an account of their own and does on our pages what people do.

The demo knows who is asked from the dossier; what somebody may answer is decided by the door, as for anyone, and what
came of it is what the page says.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jaarcyclus.demo.screens import Screen, Screens
from jaarcyclus.demo.script import Choice
from jaarcyclus.dossier.records import Gate
from jaarcyclus.errors import DemoStuck
from jaarcyclus.installation import launcher
from jaarcyclus.installation.client import AirflowClient
from jaarcyclus.ledger.parts import Gatezetel
from jaarcyclus.pages.reader import DECISIONS, SUBMISSIONS
from jaarcyclus.settings import Settings
from jaarcyclus.steps import airflow_names

CHECK = "/controle"
_PATIENCE_S = 180.0
_PAUSE_S = 0.3


@dataclass
class Players:
    """The signed-in persons of one cooperation."""

    settings: Settings
    profiel: str
    _clients: dict[str, AirflowClient] = field(default_factory=dict)

    def as_person(self, person: str) -> AirflowClient:
        """Return this person's conversation with Airflow."""
        if person not in self._clients:
            account = airflow_names.account_name(self.profiel, person)
            self._clients[person] = launcher.client(self.settings, account)
        return self._clients[person]

    def close(self) -> None:
        """End all conversations."""
        for client in self._clients.values():
            client.close()

    def hand_in(self, person: str, perceel: str, name: str, content: bytes) -> str:
        """Hand in a workbook and return where its receipt stands. Raises DemoStuck when it is not taken."""
        screens = self._screens(person)
        sent = screens.send(screens.open(SUBMISSIONS), SUBMISSIONS, {"perceel": perceel}, (name, content))
        if sent.path == SUBMISSIONS:
            raise DemoStuck(f"Het werkboek van {perceel} is niet ontvangen. {sent.fault}")
        return sent.path

    def verdict(self, person: str, path: str) -> Screen:
        """Wait for the verdict on a receipt and return its page."""
        screens = self._screens(person)
        found: Screen = wait_for(f"het oordeel op {path}", lambda: _unless_busy(screens.open(path)))
        return found

    def answer(self, person: str, dossier: str, gate: Gate, zetel: Gatezetel, choice: Choice) -> None:
        """Answer for one seat: the question, the check, the confirmation. Raises DemoStuck when that is refused."""
        path = f"{DECISIONS}/{dossier}/{gate.gate}/{zetel.zetel}"
        wait_for(f"een antwoord van {zetel.naam} op {gate.gate}", lambda: self._answer_once(person, path, choice))

    def _answer_once(self, person: str, path: str, choice: Choice) -> bool:
        """Return whether the answer stands on the page as recorded; not while the page asks to come back later."""
        screens = self._screens(person)
        question = screens.open(path)
        if question.can_be_tried_again:
            return False
        if question.form(CHECK) is None:  # recorded, of which an interrupted line did not tell us
            return _is_recorded(question)
        check = screens.send(question, CHECK, {"antwoord": choice.answer, **choice.fields})
        if check.fault or check.can_be_tried_again:
            return _again_or_stuck(check)
        given = screens.send(check, "/antwoord", {})
        return _is_recorded(given) if given.path == path else _again_or_stuck(given)

    def fill_in(self, person: str, path: str, typed: Mapping[str, str], *, checked: bool = False) -> None:
        """Fill in and send the form of a page, and confirm it where the page asks that. Raises DemoStuck."""
        screens = self._screens(person)
        screen = screens.send(screens.open(path), CHECK if checked else path, typed)
        if checked and not screen.fault:
            screen = screens.send(screen, "/bevestig", {})
        if screen.fault or screen.status >= 400:
            raise DemoStuck(f"{path}: {screen.fault or screen.status}")

    def _screens(self, person: str) -> Screens:
        return Screens(self.as_person(person))


def _unless_busy(screen: Screen) -> Screen | None:
    return None if screen.is_busy or screen.can_be_tried_again else screen


def _is_recorded(screen: Screen) -> bool:
    told = screen.first('//*[@role="status"]')
    if not told.startswith("Uw antwoord is vastgelegd"):
        raise DemoStuck(f"{screen.path} zegt niet dat het antwoord is vastgelegd. {told} {screen.fault}".strip())
    return True


def _again_or_stuck(screen: Screen) -> bool:
    """Return False to try again later. Raises DemoStuck for any other refusal."""
    if screen.can_be_tried_again:
        return False
    raise DemoStuck(f"Het antwoord op {screen.path} werd geweigerd: {screen.fault}")


def wait_for(what: str, look: Callable[[], Any]) -> Any:
    """Return the first true thing `look` returns. Raises DemoStuck when it never comes."""
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(_PAUSE_S)
    raise DemoStuck(f"Na {_PATIENCE_S:.0f} seconden is er nog niet: {what}.")

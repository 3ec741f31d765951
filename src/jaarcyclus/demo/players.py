"""Who plays in the demo: each person signs in with an account of their own and does through REST what people do.

The demo knows who is asked from the dossier; what somebody may answer is decided by the door, as for anyone.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jaarcyclus.demo.script import Choice
from jaarcyclus.dossier.records import Gate
from jaarcyclus.errors import DemoStuck
from jaarcyclus.installation import launcher
from jaarcyclus.installation.client import AirflowClient, Response
from jaarcyclus.ledger.parts import Gatezetel
from jaarcyclus.settings import Settings
from jaarcyclus.steps import airflow_names

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

    def hand_in(self, person: str, perceel: str, name: str, content: bytes) -> int:
        """Send a workbook and return the number of its receipt."""
        receipt = self.as_person(person).call(
            "POST",
            f"/jaarcyclus/inzending/{self.profiel}",
            files={"bestand": (name, content)},
            data={"perceel": perceel},
        )
        return int(receipt["ontvangst"])

    def verdict(self, person: str, number: int) -> Mapping[str, Any]:
        """Wait for the verdict on a receipt and return it."""
        client, path = self.as_person(person), f"/jaarcyclus/inzending/{self.profiel}/{number}"
        found: Mapping[str, Any] = wait_for(
            f"het oordeel over ontvangst {number}", lambda: client.call("GET", path)["oordeel"]
        )
        return found

    def answer(self, person: str, dossier: str, gate: Gate, zetel: Gatezetel, choice: Choice) -> None:
        """Answer for one seat as the screen would. Raises DemoStuck when the door refuses."""
        response = wait_for(
            f"een antwoord van {zetel.naam} op {gate.gate}",
            lambda: self._answer_once(person, dossier, gate, zetel, choice),
        )
        if response.is_error:
            raise DemoStuck(f"Het antwoord van {zetel.naam} werd geweigerd: {response.text}")

    def _answer_once(self, person: str, dossier: str, gate: Gate, zetel: Gatezetel, choice: Choice) -> Response | None:
        """Return the response, or None when the door asks to try again later, as it asks any member."""
        client, place = self.as_person(person), gate.zetels.index(zetel)

        def question() -> Mapping[str, Any] | None:
            for item in client.questions():
                task = item["task_instance"]
                if task["map_index"] == place and airflow_names.asks_gate(task["dag_run_id"], dossier, gate.gate):
                    return item
            return None

        found = wait_for(f"de vraag aan {zetel.naam} over {gate.gate}", question)
        response = client.answer(found, choice.answer, **choice.fields)
        return None if response.is_server_error else response


def wait_for(what: str, look: Callable[[], Any]) -> Any:
    """Return the first true thing `look` returns. Raises DemoStuck when it never comes."""
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(_PAUSE_S)
    raise DemoStuck(f"Na {_PATIENCE_S:.0f} seconden is er nog niet: {what}.")

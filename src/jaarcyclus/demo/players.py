"""Who plays in the demo: each person signs in with an account of their own and does through REST what people do.

The demo knows who is asked from the dossier; what somebody may answer is decided by the door, as for anyone.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jaarcyclus.dossier.records import Gate
from jaarcyclus.dossier.tally import GESCHIL
from jaarcyclus.errors import DemoStuck
from jaarcyclus.installation import launcher
from jaarcyclus.installation.client import AirflowClient, Response
from jaarcyclus.ledger.parts import Gatezetel
from jaarcyclus.settings import Settings
from jaarcyclus.steps import airflow_names
from jaarcyclus.terms.days import add_working_days

_PATIENCE_S = 180.0
_PAUSE_S = 0.3


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a member answers: the text on the button and the fields beside it."""

    answer: str
    fields: Mapping[str, str] = field(default_factory=dict)


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


def choose(product: str, gate: Gate, zetel: Gatezetel, today: date) -> Choice:
    """Return what this seat answers in the demo: one remark, one dispute and one condition in the begroting."""
    script = _SCRIPT.get((product, gate.gremium, zetel.zetel)) if gate.soort != GESCHIL else None
    if script == "mits":
        return Choice(
            answer="stemt in, mits",
            fields={
                "voorwaarde": "De formatie van inkoop wordt per taak onderbouwd.",
                "eigenaar": "manager_inkoop",
                "datum": add_working_days(today, 5).isoformat(),
            },
        )
    if script is not None:
        answer, reason = script
        return Choice(answer=answer, fields={"toelichting": reason})
    return Choice(answer=_YES[gate.soort if gate.soort == GESCHIL else gate.rol])


_YES = {"afstemming": "afgestemd", "instemming": "stemt in", "vaststelling": "stelt vast", GESCHIL: "doorgang"}
_SCRIPT: Mapping[tuple[str, str, str], Any] = {
    ("begroting", "regiegroep_ict", "olst_wijhe"): (
        "afgestemd met opmerking",
        "Graag in de volgende rapportage ingaan op de vervanging van werkplekken.",
    ),
    ("begroting", "regiegroep_bedrijfsvoering", "raalte"): (
        "niet afgestemd",
        "De uitbreiding van de formatie bij inkoop is niet onderbouwd.",
    ),
    ("begroting", "directieberaad", "deventer"): "mits",
}

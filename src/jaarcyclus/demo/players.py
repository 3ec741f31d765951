"""Who plays in the demo: each person signs in with an account of their own and does through REST what people do.

The demo knows who is asked from the dossier; what somebody may answer is decided by the door, as for anyone.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jaarcyclus.dossier.records import Gate, Gatezetel
from jaarcyclus.dossier.tally import GESCHIL
from jaarcyclus.errors import DemoVastgelopen
from jaarcyclus.installation import launcher
from jaarcyclus.installation.client import AirflowClient, Response
from jaarcyclus.settings import Settings
from jaarcyclus.steps import airflow_names
from jaarcyclus.terms.days import add_working_days

_GEDULD_S = 180.0
_PAUZE_S = 0.3


@dataclass(frozen=True, kw_only=True)
class Antwoordkeuze:
    """What a member answers: the text on the button and the fields beside it."""

    antwoord: str
    velden: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Spelers:
    """The signed-in persons of one cooperation."""

    settings: Settings
    profiel: str
    _clients: dict[str, AirflowClient] = field(default_factory=dict)

    def als(self, persoon: str) -> AirflowClient:
        """Return this person's conversation with Airflow."""
        if persoon not in self._clients:
            account = airflow_names.account_name(self.profiel, persoon)
            self._clients[persoon] = launcher.client(self.settings, account)
        return self._clients[persoon]

    def close(self) -> None:
        """End all conversations."""
        for client in self._clients.values():
            client.close()

    def hand_in(self, persoon: str, perceel: str, naam: str, content: bytes) -> int:
        """Send a workbook and return the number of its receipt."""
        receipt = self.als(persoon).call(
            "POST",
            f"/jaarcyclus/inzending/{self.profiel}",
            files={"bestand": (naam, content)},
            data={"perceel": perceel},
        )
        return int(receipt["ontvangst"])

    def verdict(self, persoon: str, nummer: int) -> Mapping[str, Any]:
        """Wait for the verdict on a receipt and return it."""
        client, path = self.als(persoon), f"/jaarcyclus/inzending/{self.profiel}/{nummer}"
        found: Mapping[str, Any] = wait_for(
            f"het oordeel over ontvangst {nummer}", lambda: client.call("GET", path)["oordeel"]
        )
        return found

    def answer(self, persoon: str, dossier: str, gate: Gate, zetel: Gatezetel, keuze: Antwoordkeuze) -> None:
        """Answer for one seat as the screen would. Raises DemoVastgelopen when the door refuses."""
        response = wait_for(
            f"een antwoord van {zetel.naam} op {gate.gate}",
            lambda: self._answer_once(persoon, dossier, gate, zetel, keuze),
        )
        if response.is_error:
            raise DemoVastgelopen(f"Het antwoord van {zetel.naam} werd geweigerd: {response.text}")

    def _answer_once(
        self, persoon: str, dossier: str, gate: Gate, zetel: Gatezetel, keuze: Antwoordkeuze
    ) -> Response | None:
        """Return the response, or None when the door asks to try again later, as it asks any member."""
        client, place = self.als(persoon), gate.zetels.index(zetel)

        def question() -> Mapping[str, Any] | None:
            for item in client.questions():
                task = item["task_instance"]
                if task["map_index"] == place and airflow_names.asks_gate(task["dag_run_id"], dossier, gate.gate):
                    return item
            return None

        vraag = wait_for(f"de vraag aan {zetel.naam} over {gate.gate}", question)
        response = client.answer(vraag, keuze.antwoord, **keuze.velden)
        return None if response.is_server_error else response


def wait_for(what: str, look: Callable[[], Any]) -> Any:
    """Return the first true thing `look` returns. Raises DemoVastgelopen when it never comes."""
    end = time.monotonic() + _GEDULD_S
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(_PAUZE_S)
    raise DemoVastgelopen(f"Na {_GEDULD_S:.0f} seconden is er nog niet: {what}.")


def choose(product: str, gate: Gate, zetel: Gatezetel, today: date) -> Antwoordkeuze:
    """Return what this seat answers in the demo: one remark, one dispute and one condition in the begroting."""
    script = _SCRIPT.get((product, gate.gremium, zetel.zetel)) if gate.soort != GESCHIL else None
    if script == "mits":
        return Antwoordkeuze(
            antwoord="stemt in, mits",
            velden={
                "voorwaarde": "De formatie van inkoop wordt per taak onderbouwd.",
                "eigenaar": "manager_inkoop",
                "datum": add_working_days(today, 5).isoformat(),
            },
        )
    if script is not None:
        answer, reason = script
        return Antwoordkeuze(antwoord=answer, velden={"toelichting": reason})
    return Antwoordkeuze(antwoord=_YES[gate.soort if gate.soort == GESCHIL else gate.rol])


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

"""A ledger of many years: 1.000 dossiers of a hundred events each, 11.000 received files and 5.000 messages.

Two walked dossiers, one published and one in which a gremium is asked, again and again under other boekjaren, with an
event repeated until each has its hundred. What recording so much would take is another figure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from jaarcyclus.dossier.round import berichten_id, postbus_id
from jaarcyclus.ledger.chain import SYSTEM, Event, NewEvent
from jaarcyclus.ledger.message_events import BerichtAangenomen, BerichtVoorgenomen
from jaarcyclus.ledger.postbus_events import BestandBeoordeeld, BestandOntvangen
from jaarcyclus.ledger.wire import new_event
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.findings import bevinding

DOSSIERS, EVENTS, RECEIPTS, MESSAGES = 1_000, 100, 11_000, 5_000
LAST_RECEIPT = 2 * RECEIPTS - 1
"""The number of the last received file: each is judged in the event behind it."""
PROFIEL = "dowr"
SUBMITTER, MEMBER = "manager_ict", "directeur_bedrijfsvoering_deventer"
GATE, ZETEL = "v1-s1-directieberaad-r1", "deventer"
_FIRST_YEAR = 3000  # no boekjaar that a calendar opens
_REPEATED = "inzending_geaccepteerd"


@dataclass(frozen=True, kw_only=True)
class Known:
    """The two dossiers that were walked for real."""

    published: str
    asking: str


def fill_ledger(workspace: Workspace, *, still_open: int) -> Known:
    """Fill an empty installation, with a simulated clock that is left on the day on which the member is asked.

    That is so in `still_open` of its dossiers; of each day before that one other was published.
    """
    published, asking = _publish(workspace), _ask(workspace)
    last = datetime.fromisoformat(workspace.ledger.events(asking)[-1].klok)
    for number in range(DOSSIERS - 2):
        model, year = asking if number < still_open - 1 else published, _FIRST_YEAR + number
        moment = last if model == asking else last - timedelta(days=number)
        product = model.rpartition("-")[2]
        events = list(_under(workspace.ledger.events(model), year))
        workspace.ledger.append(f"{PROFIEL}-{year}-{product}", events, moment=moment, simulated=True)
    _fill_postbus(workspace)
    _fill_messages(workspace)
    return Known(published=published, asking=asking)


def _publish(workspace: Workspace) -> str:
    from builders import dossier as builders

    # Of the next boekjaar: the workbooks of the other dossier need not agree with it.
    office = builders.open_round(workspace.settings.var, "begroting", 2028, workspace=workspace)
    builders.submit_workbooks(office)
    builders.add_version(office)
    builders.walk_route(office)
    builders.publish_product(office)
    return str(office.dossier)


def _ask(workspace: Workspace) -> str:
    from builders import dossier as builders

    office = builders.open_round(workspace.settings.var, "tussenrapportage_1", workspace=workspace)
    builders.submit_workbooks(office)
    builders.add_version(office)
    for gate in builders.open_gates(office):
        builders.vote_all(office, gate)
        builders.end_gate(office, gate)
    builders.open_gates(office)
    return str(office.dossier)


def _under(known: Iterable[Event], year: int) -> Iterable[NewEvent]:
    """Return a hundred events of a dossier, as of another boekjaar."""
    events = [NewEvent(event.soort, event.actor, _of_year(event.inhoud, year)) for event in known]
    place = next(place for place, event in enumerate(events) if event.soort == _REPEATED)
    events[place:place] = [events[place]] * (EVENTS - len(events))
    return events


def _of_year(content: Mapping[str, Any], year: int) -> Mapping[str, Any]:
    return {**content, "boekjaar": year} if "boekjaar" in content else content


def _fill_postbus(workspace: Workspace) -> None:
    sha256 = workspace.store.put(b"PK")
    came = BestandOntvangen(
        sha256=sha256, bestandsnaam="ict.xlsx", via="api", inzender=SUBMITTER, perceel="ict", grootte=2
    )
    events = []
    for number in range(RECEIPTS):
        given = BestandBeoordeeld(
            ontvangst=2 * number + 1, sha256=sha256, perceel="ict", geaccepteerd=False, dossier=None,
            bevindingen=(bevinding("BESTAND_LEEG"),),
        )  # fmt: skip
        events += [new_event(SUBMITTER, came), new_event(SYSTEM, given)]
    _append(workspace, postbus_id(PROFIEL), events)


def _fill_messages(workspace: Workspace) -> None:
    events = []
    for number in range(MESSAGES):
        intended = BerichtVoorgenomen(
            bericht=f"<{number}@jaarcyclus>", sleutels=(f"overzicht:{number}",), persoon=MEMBER, bezetting=0,
            kanaal="mail", soort="overzicht", sha256="0" * 64, adres="0" * 64, zout="0" * 32,
            tot=workspace.now().isoformat(),
        )  # fmt: skip
        took = BerichtAangenomen(voornemen=2 * number + 1, antwoord="250 ok")
        events += [new_event(SYSTEM, intended), new_event(SYSTEM, took)]
    _append(workspace, berichten_id(PROFIEL), events)


def _append(workspace: Workspace, chain: str, events: list[NewEvent]) -> None:
    workspace.ledger.append(chain, events, moment=workspace.now(), simulated=True)

"""The conditions that one person must meet, and one of them with the seat that asks it. Pure but for `find`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from jaarcyclus.dossier.question import DOCUMENT_PATH
from jaarcyclus.dossier.records import Gate, Voorwaarde
from jaarcyclus.dossier.sight import holds_seat, seen_vote
from jaarcyclus.dossier.tally import Uitslag
from jaarcyclus.errors import UnknownKey
from jaarcyclus.pages.decisions import tell_left
from jaarcyclus.pages.reader import SUBMISSIONS, Reader
from jaarcyclus.pages.standings import Standing, Standings
from jaarcyclus.steps.airflow_names import profile_of_dossier
from jaarcyclus.terms.products import name_product

UNKNOWN = "Deze voorwaarde bestaat niet, of zij is niet aan u gesteld."


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One condition, by whom it was asked of whom. `left` is empty once it is met."""

    path: str
    dossier: str
    gate: str
    zetel: str
    title: str
    asked_by: str
    owner: str
    asked: Voorwaarde
    met_by: str
    left: str
    urgent: bool

    @property
    def file_path(self) -> str:
        """Return where the file is that shows it; only of one that has one."""
        return f"{DOCUMENT_PATH}/{self.asked.evidence.sha256}" if self.asked.evidence else ""


def list_conditions(standings: Iterable[Standing], person: str, today: date) -> tuple[Condition, ...]:
    """Return the conditions on the versions under way that this person must meet, or met: open and soonest first."""
    found = [item for standing in standings for item in _of_owner(standing, person, today)]
    return tuple(sorted(found, key=lambda item: (item.asked.vervuld_door is not None, item.asked.datum, item.title)))


def find_condition(standings: Standings, dossier: str, gate: str, zetel: str, reader: Reader) -> Condition:
    """Return the condition to its owner, and to the seat that set it. Raises UnknownKey, alike for any other."""
    standing = standings.of_dossier(dossier) if profile_of_dossier(dossier) == reader.profiel else None
    found = standing.state.gate(gate) if standing else None
    vote = seen_vote(found, standing.profile, zetel, reader.person) if standing and found else None
    if standing is None or found is None or vote is None or vote.voorwaarde is None:
        raise UnknownKey(UNKNOWN)
    passed = found.uitslag == Uitslag.POSITIEF and vote.voorwaarde.eigenaar == reader.person
    if not passed and not holds_seat(found, zetel, reader.person):
        raise UnknownKey(UNKNOWN)
    return _condition(standing, found, zetel, vote.voorwaarde, standings.workspace.today())


def is_met_so(condition: Condition, reader: Reader, words: str) -> bool:
    """Return whether this reader is recorded to have met it, in these words."""
    asked = condition.asked
    return (asked.vervuld_door, asked.vervuld_toelichting) == (reader.person, words)


def _of_owner(standing: Standing, person: str, today: date) -> Iterator[Condition]:
    """Of passed gates only: while a gate is open its conditions are as sealed as its answers (`dossier.sight`)."""
    state = standing.state
    version = None if state.ronde is None or state.is_closed else state.active_version
    for gate in state.gates_of(version.versie) if version else ():
        for vote in gate.votes if gate.uitslag == Uitslag.POSITIEF else ():
            if vote.voorwaarde is not None and vote.voorwaarde.eigenaar == person:
                yield _condition(standing, gate, vote.zetel, vote.voorwaarde, today)


def _condition(standing: Standing, gate: Gate, zetel: str, asked: Voorwaarde, today: date) -> Condition:
    state, profile = standing.state, standing.profile
    seat = next(item.naam for item in gate.zetels if item.zetel == zetel)
    left = "" if asked.vervuld_door else tell_left(date.fromisoformat(asked.datum), today)
    return Condition(
        path=f"{SUBMISSIONS}/voorwaarde/{state.dossier}/{gate.gate}/{zetel}",
        dossier=state.dossier,
        gate=gate.gate,
        zetel=zetel,
        title=f"{name_product(state.product, state.boekjaar)}, versie {gate.versie}",
        asked_by=f"{profile.gremium(gate.gremium).naam}, zetel {seat}",
        owner=profile.name_person(asked.eigenaar),
        asked=asked,
        met_by=profile.name_person(asked.vervuld_door) if asked.vervuld_door else "",
        left=left,
        urgent=left in ("termijn voorbij", "laatste dag", "nog 1 dag"),
    )

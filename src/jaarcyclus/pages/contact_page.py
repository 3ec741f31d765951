"""Mijn berichten: where somebody wants to be told, and the address of the own calendar. Also that calendar itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jaarcyclus import clock
from jaarcyclus.clock import AMSTERDAM
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.reach import Reach
from jaarcyclus.messages.addresses import MAIL, TEAMS, shorten_teams
from jaarcyclus.messages.agenda import write_agenda
from jaarcyclus.messages.links import MESSAGES
from jaarcyclus.pages.html import fill_page
from jaarcyclus.pages.own_days import list_days
from jaarcyclus.pages.reader import Reader, reader_of
from jaarcyclus.pages.silence import tell_silence
from jaarcyclus.pages.standings import Standings
from jaarcyclus.steps import agendas, contacts
from jaarcyclus.steps.message_log import LogLine, list_messages
from jaarcyclus.steps.workspace import profile_path

PATH = MESSAGES
MOST_MESSAGES = 20
"""How many messages a person sees again (chosen): those of a month."""
_FIELDS = {"MAILADRES_ONGESCHIKT": MAIL, "TEAMSADRES_ONGESCHIKT": TEAMS, "AGENDA_ANDERS": "agenda"}


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What somebody filled in: which channels, and an address of each; an empty one of Teams is that of before."""

    channels: tuple[str, ...] = ()
    mail: str = ""
    teams: str = ""

    @property
    def asked(self) -> dict[str, str | None]:
        return {name: getattr(self, name) if name in self.channels else None for name in (MAIL, TEAMS)}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Why it was not kept, at the field that it is about."""

    field: str
    sentence: str


def show_contact(
    standings: Standings,
    reader: Reader,
    *,
    typed: Typed | None = None,
    refusal: Refused | None = None,
    address: str = "",
) -> str:
    """Return the page; `address` is that of a calendar that was made just now, which is shown only then."""
    workspace = standings.workspace
    found = contacts.own_reach(workspace, reader.profiel, reader.person)
    kept = Typed(
        channels=tuple(name for name in (MAIL, TEAMS) if getattr(found, name) is not None), mail=found.mail or ""
    )
    return fill_page(
        "berichten.html",
        reader,
        current=PATH,
        getypt=typed or kept,
        gekozen=kept.channels,
        mail=found.mail,
        teams=shorten_teams(found.teams) if found.teams else None,
        fout=Fault(field=_FIELDS.get(refusal.code, "kanalen"), sentence=refusal.message) if refusal else None,
        agenda=agendas.state_of(workspace, reader.profiel, reader.person),
        adres=address,
        stil=tell_silence(workspace.settings, keeps=reader.keeps),
        berichten=_own_messages(standings, reader, found),
    )


def _own_messages(standings: Standings, reader: Reader, own: Reach) -> tuple[LogLine, ...]:
    """Return what went to this very holder, newest first; nothing while nobody can read it."""
    try:
        known = standings.message_book.of_profile(reader.profiel)
    except Refused:  # put back to an older copy: who runs the cycle is told
        return ()
    to = (reader.person, own.bezetting)
    mine = tuple(item for item in known if (item.content.persoon, item.content.bezetting) == to)
    workspace = standings.workspace
    return list_messages(mine, workspace.profile(reader.profiel).on(workspace.today()), most=MOST_MESSAGES)


def make_agenda(standings: Standings, token: str, site: str) -> bytes | None:
    """Return the calendar of whose address this is; None for any other alike."""
    workspace = standings.workspace
    owner = agendas.owner_of(workspace, token)
    if owner is None:
        return None
    whole, today = workspace.profile(owner.profiel), workspace.today()
    reader = reader_of(whole, owner.functie, today)
    changed = datetime.fromtimestamp(int(profile_path(workspace.settings, owner.profiel).stat().st_mtime), AMSTERDAM)
    exercise, known = clock.is_simulated(workspace.settings), standings.of_profile(owner.profiel).standings
    days = list_days(known, whole, changed, owner.functie, today, exercise=exercise)
    return write_agenda(f"Jaarcyclus {reader.samenwerking}: {reader.functie}", days, site)


def same_as_known(tag: str, known: Sequence[str]) -> bool:
    """Return whether who asks has these very bytes already (`If-None-Match`)."""
    return any(item.strip().removeprefix("W/") in (tag, "*") for line in known for item in line.split(","))

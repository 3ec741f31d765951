"""What went to whom, and what came of it, in words: for who runs the cycle, and for `status`.

What a server took is called that; what only was recorded is not called sent.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from jaarcyclus.clock import AMSTERDAM
from jaarcyclus.dossier.messages import FOLDER, MAIL, TEAMS, Message, read_on
from jaarcyclus.dossier.round import berichten_id
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.message_events import BerichtAangenomen, BerichtNietVerzonden, BerichtOnzeker
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps import contacts
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.formats import format_moment, join_names
from jaarcyclus.terms.products import PRODUCTS, name_product

_CHANNELS = {MAIL: "mail", TEAMS: "Teams", FOLDER: "proef"}
RECENT = timedelta(days=14)
_NAMED = 5  # chosen: how many a sentence bears


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """One message; `moment` is ISO. `told` says what came of it, `good` whether nobody need look at it."""

    moment: str
    to: str
    channel: str
    about: str
    told: str
    good: bool


@dataclass
class MessageBook:
    """The messages of one installation, read on from where they were read before, while the process lives."""

    workspace: Workspace
    _kept: dict[str, tuple[Event, dict[int, Message]]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def of_profile(self, profiel: str) -> tuple[Message, ...]:
        """Return every message of a cooperation, oldest first. Raises Refused when its chain was put back."""
        chain = berichten_id(profiel)
        with self._lock:
            last, known = self._kept.get(chain, (None, {}))
            new = self.workspace.read_on(chain, last)
            if new is None:
                known, new = {}, self.workspace.ledger.events(chain)
            if new:
                known = read_on(known, new)
                self._kept[chain] = (new[-1], known)
            return tuple(known.values())


def list_messages(known: Sequence[Message], profile: Profile, *, most: int) -> tuple[LogLine, ...]:
    """Return the newest messages of a cooperation, newest first."""
    return tuple(_line(message, profile) for message in reversed(known[-most:]))


def tell_failed(workspace: Workspace, profile: Profile) -> Iterator[str]:
    """Yield of each message of the last days that may not have come what is the matter, unless a later one went."""
    known = MessageBook(workspace).of_profile(profile.profiel)
    since = (workspace.now() - RECENT).isoformat()
    for message in _last_of_each(item for item in known if item.begun >= since):
        line = _line(message, profile)
        if not line.good:
            yield f"{line.to}, {line.channel}: {line.told}"


def tell_unreachable(workspace: Workspace, profile: Profile) -> Iterator[str]:
    """Yield who can be told nothing, by function, in one sentence; nothing when everybody can."""
    found = [profile.name_person(person) for person in contacts.unreachable(workspace, profile.profiel)]
    if found:
        rest = len(found) - _NAMED
        names = [*found[:_NAMED], *([f"nog {rest} anderen" if rest > 1 else "nog iemand"] if rest > 0 else [])]
        yield f"Zonder adres, en dus zonder bericht: {join_names(names)}. Vraag hen om Mijn berichten in te vullen."


def _last_of_each(known: Iterable[Message]) -> Iterable[Message]:
    return {(item.content.persoon, item.content.bezetting, item.content.kanaal): item for item in known}.values()


def _line(message: Message, profile: Profile) -> LogLine:
    told, good = _tell_outcome(message)
    return LogLine(
        moment=message.begun,
        to=profile.name_person(message.content.persoon),
        channel=_CHANNELS[message.content.kanaal],
        about=_tell_about(message.content.sleutels),
        told=told,
        good=good,
    )


def _tell_outcome(message: Message) -> tuple[str, bool]:
    match message.outcome:
        case BerichtAangenomen(antwoord=answer) if message.content.kanaal == FOLDER:
            return f"niet verzonden maar {answer}", True
        case BerichtAangenomen(antwoord=answer):
            return f"aangenomen door de server ({answer})", True
        case BerichtNietVerzonden(reden=reason, niet_voor=None):
            return f"niet verzonden: {reason} Laat de ontvanger op Mijn berichten het adres nakijken.", False
        case BerichtNietVerzonden(reden=reason, niet_voor=str(again)):
            moment = datetime.fromisoformat(again).astimezone(AMSTERDAM).isoformat()
            return f"niet verzonden: {reason} Jaarcyclus probeert het na {format_moment(moment)} opnieuw.", False
        case BerichtOnzeker(reden=reason):
            return f"onzeker: {reason} Het gaat niet opnieuw; vraag zo nodig of het aankwam.", False
        case _:
            return "voorgenomen; wat ervan kwam, is nog niet vastgelegd", True


def _tell_about(keys: tuple[str, ...]) -> str:
    """Return which products: `Begroting 2027, en nog 2`."""
    names = tuple(dict.fromkeys(map(_name_dossier, keys)))
    more = f", en nog {len(keys) - 1}" if len(keys) > 1 else ""
    return f"{names[0]}{more}"


def _name_dossier(key: str) -> str:
    _, boekjaar, product = (*key.partition("/")[0].split("-"), "", "")[:3]
    return name_product(product, int(boekjaar)) if product in PRODUCTS and boekjaar.isdigit() else "een werkboek"

"""Tells people what holds for them now: recorded before anything leaves, and what came of it after.

At most once: what a server took, and what nobody knows the end of, is not sent again. A killed attempt leaves an
intention without an end; the next look, once that attempt cannot live any more, records that nobody knows.
"""

import hashlib
import logging
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jaarcyclus import clock
from jaarcyclus.dossier.messages import Line, hash_address, held_until, read_messages
from jaarcyclus.dossier.round import berichten_id
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import Event, NewEvent
from jaarcyclus.ledger.message_events import (
    BerichtAangenomen,
    BerichtNietVerzonden,
    BerichtOnzeker,
    BerichtVoorgenomen,
)
from jaarcyclus.ledger.parts import Content
from jaarcyclus.ledger.wire import system_event
from jaarcyclus.messages.contact import Contact
from jaarcyclus.messages.digest import Digest, make_digest
from jaarcyclus.messages.occasion import Occasion
from jaarcyclus.messages.occasions import list_occasions
from jaarcyclus.messages.outcomes import NotTaken, Sent, Taken
from jaarcyclus.profile.records import Profile
from jaarcyclus.rules.messages import LEASE
from jaarcyclus.steps.message_channels import Channel, Parcel
from jaarcyclus.steps.message_facts import read_facts
from jaarcyclus.steps.message_log import MessageBook
from jaarcyclus.steps.workspace import Workspace

log = logging.getLogger(__name__)

FindContact = Callable[[str], Contact | None]
_PATIENCE = 2
"""After how many messages in a row that time may mend a channel rests until the next look (chosen): it is down."""
_SALT_BYTES = 16
_BY_ANOTHER = ("BERICHT_LOOPT", "AL_VERTELD", "UITKOMST_BEKEND")
_KILLED = "Het programma stopte tussen het verzenden en het vastleggen ervan; of het bericht weg is, weet niemand."


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What one look came to, by number of messages; `lost` were found without an end."""

    taken: int = 0
    not_taken: int = 0
    unknown: int = 0
    lost: int = 0


def tell(
    workspace: Workspace,
    profiel: str,
    *,
    find: FindContact,
    channels: Sequence[Channel],
    now: Callable[[], datetime] = clock.real_time,
) -> Telling:
    """Tell everybody of a cooperation what is new, by each channel that they chose; `now` is the machine's own time.

    Raises Refused, with nothing told, when the clock has jumped: nobody is reminded of a term by a broken clock.
    """
    workspace.require_steady(profiel)
    workspace.require_not_behind(profiel)
    lost = _end_lost(workspace, profiel, now())
    profile = workspace.profile(profiel).on(workspace.today())
    occasions = list_occasions(read_facts(workspace, profiel), profile, workspace.today())
    people = {person: find(person) for person in dict.fromkeys(item.person for item in occasions)}
    found: list[Sent] = []
    for channel in channels:
        look = _Round(workspace=workspace, profile=profile, channel=channel, now=now, book=MessageBook(workspace))
        found += look.go(occasions, people.values())
    return Telling(
        taken=sum(isinstance(one, Taken) for one in found),
        not_taken=sum(isinstance(one, NotTaken) for one in found),
        unknown=sum(not isinstance(one, Taken | NotTaken) for one in found),
        lost=lost,
    )


def _end_lost(workspace: Workspace, profiel: str, moment: datetime) -> int:
    """Record of each attempt that cannot be alive any more, and left no word, that nobody knows; return how many."""

    def decide(chain: tuple[Event, ...]) -> list[NewEvent]:
        open_ones = [item for item in read_messages(chain).values() if item.outcome is None and item.until <= moment]
        return [system_event(BerichtOnzeker(voornemen=item.seq, reden=_KILLED)) for item in open_ones]

    chain = berichten_id(profiel)
    return len(workspace.record_berichten(chain, decide)) if decide(workspace.ledger.events(chain)) else 0


@dataclass(frozen=True, kw_only=True)
class _Round:
    """One look by one channel."""

    workspace: Workspace
    profile: Profile
    channel: Channel
    now: Callable[[], datetime]
    book: MessageBook

    @property
    def chain(self) -> str:
        return berichten_id(self.profile.profiel)

    def go(self, occasions: Sequence[Occasion], people: Iterable[Contact | None]) -> Iterator[Sent]:
        """Tell each of these people, one after the other; stop when the channel seems down."""
        failed = 0
        for contact in people:
            sent = self._tell(occasions, contact) if contact else None
            if sent is None:
                continue
            yield sent
            failed = failed + 1 if isinstance(sent, NotTaken) and sent.again_from else 0
            if failed == _PATIENCE:
                log.warning("%s of %s rests until the next look", self.channel.name, self.profile.profiel)
                return

    def _tell(self, occasions: Sequence[Occasion], contact: Contact) -> Sent | None:
        """Return what came of telling one person, None when there is nothing to tell now."""
        address = self.channel.address_of(contact)
        if address is None:
            return None
        line = Line(person=contact.person, holding=contact.holding, channel=self.channel.name)
        known = self.book.of_profile(self.profile.profiel)
        until = held_until(known, line)
        if until is not None and self.now() < until:
            return None
        digest = make_digest(
            occasions, known, line, address=address, moment=self.workspace.now(), plan=self.profile.berichten
        )
        return self._send(digest, address) if digest else None

    def _send(self, digest: Digest, address: str) -> Sent | None:
        parcel = self.channel.pack(digest, self.profile, address, self.workspace.now())
        try:
            number = self._intend(digest, parcel, address)
            sent = self.channel.send(parcel, address)
            self._record(_outcome(number, sent))
        except Refused as refusal:
            if refusal.code not in _BY_ANOTHER:
                raise
            log.warning("%s: %s", self.chain, refusal.message)
            return None
        return sent

    def _intend(self, digest: Digest, parcel: Parcel, address: str) -> int:
        """Record what is about to leave, and return the number by which its end is known."""
        salt = secrets.token_hex(_SALT_BYTES)

        def decide(_: tuple[Event, ...]) -> list[NewEvent]:
            until = clock.real_time() + LEASE - timedelta(seconds=1)  # the ledger reads that clock a little later
            content = BerichtVoorgenomen(
                bericht=parcel.identifier,
                sleutels=digest.keys,
                persoon=digest.line.person,
                bezetting=digest.line.holding,
                kanaal=digest.line.channel,
                soort=digest.kind,
                sha256=hashlib.sha256(parcel.content).hexdigest(),
                adres=hash_address(address, salt),
                zout=salt,
                tot=until.isoformat(),
            )
            return [system_event(content)]

        (event,) = self.workspace.record_berichten(self.chain, decide)
        return event.seq

    def _record(self, content: Content) -> None:
        self.workspace.record_berichten(self.chain, lambda _: [system_event(content)])


def _outcome(number: int, sent: Sent) -> Content:
    if isinstance(sent, Taken):
        return BerichtAangenomen(voornemen=number, antwoord=sent.answer)
    if isinstance(sent, NotTaken):
        again = sent.again_from.isoformat() if sent.again_from else None
        return BerichtNietVerzonden(voornemen=number, reden=sent.sentence, niet_voor=again)
    return BerichtOnzeker(voornemen=number, reden=sent.sentence)

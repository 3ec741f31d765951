"""The channels by which people are told: what each needs to know of a person, what leaves, and handing that over.

A channel records nothing and decides nothing; `steps.messages` does, before and after.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from jaarcyclus import clock, disk
from jaarcyclus.dossier.messages import FOLDER, MAIL, TEAMS
from jaarcyclus.errors import StoreFailed
from jaarcyclus.messages import teams
from jaarcyclus.messages.card import MOST_LINKS, make_card
from jaarcyclus.messages.contact import Contact
from jaarcyclus.messages.digest import Digest
from jaarcyclus.messages.letter import tell_subject, write_letter
from jaarcyclus.messages.links import MESSAGES
from jaarcyclus.messages.mail import AGAIN, deliver, make_mail, message_id
from jaarcyclus.messages.mail_server import MailServer, address_of
from jaarcyclus.messages.outcomes import NotTaken, Sent, Taken
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.formats import format_day


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What leaves: its identifier, the same for the same keys to the same person, and its exact bytes."""

    identifier: str
    content: bytes


class Channel(Protocol):
    """One way to tell somebody; `name` stands in the chain."""

    @property
    def name(self) -> str: ...

    def address_of(self, contact: Contact) -> str | None:
        """Return where this person is told by this channel, None for who did not ask for it."""

    def pack(self, digest: Digest, profile: Profile, address: str, moment: datetime) -> Parcel:
        """Return what leaves for this address."""

    def send(self, parcel: Parcel, address: str) -> Sent:
        """Hand it over, once. Raises nothing that a network may do."""


@dataclass(frozen=True, kw_only=True)
class MailChannel:
    """Mail by one server; `site` is where people reach the installation, without a path."""

    server: MailServer
    site: str
    now: Callable[[], datetime] = clock.real_time
    name: str = MAIL

    def address_of(self, contact: Contact) -> str | None:
        return address_of(contact)

    def pack(self, digest: Digest, profile: Profile, address: str, moment: datetime) -> Parcel:
        return _pack_mail(digest, profile, address, moment, site=self.site, sender=self.server.sender)

    def send(self, parcel: Parcel, address: str) -> Sent:
        return deliver(parcel.content, self.server, recipient=address, now=self.now)


@dataclass(frozen=True, kw_only=True)
class FolderChannel:
    """Mail that does not leave: each is laid down as a file, to see in a trial what people would get."""

    folder: Path
    site: str
    sender: str
    now: Callable[[], datetime] = clock.real_time
    name: str = FOLDER

    def address_of(self, contact: Contact) -> str | None:
        return address_of(contact)

    def pack(self, digest: Digest, profile: Profile, address: str, moment: datetime) -> Parcel:
        return _pack_mail(digest, profile, address, moment, site=self.site, sender=self.sender)

    def send(self, parcel: Parcel, address: str) -> Sent:
        name = f"{parcel.identifier.partition('@')[0]}.eml"
        try:
            disk.make_folder(self.folder)
            disk.write(self.folder / name, parcel.content)
        except StoreFailed as fault:
            return NotTaken(sentence=str(fault), again_from=self.now() + AGAIN)
        return Taken(answer=f"in map gelegd: {name}")


def _pack_mail(digest: Digest, profile: Profile, address: str, moment: datetime, *, site: str, sender: str) -> Parcel:
    identifier = _identify(digest, profile, sender.rpartition("@")[2].lower())
    content = make_mail(
        write_letter(digest, profile, site),
        sender=sender,
        name=f"Jaarcyclus {profile.naam}",
        recipient=address,
        identifier=identifier,
        moment=moment,
    )
    return Parcel(identifier=identifier, content=content)


@dataclass(frozen=True, kw_only=True)
class TeamsChannel:
    """A card to a workflow of the person's own; `trial` as in `messages.addresses.read_teams`."""

    site: str
    trial: str = ""
    now: Callable[[], datetime] = clock.real_time
    name: str = TEAMS

    def address_of(self, contact: Contact) -> str | None:
        return contact.teams

    def pack(self, digest: Digest, profile: Profile, address: str, moment: datetime) -> Parcel:
        own = ("Anders bericht krijgen", f"{self.site}{MESSAGES}")
        links = [(f"{item.action}: {item.title}", f"{self.site}{item.link}") for item in digest.items]
        lines = [
            f"{item.title}{f', uiterlijk {format_day(item.deadline)}' if item.deadline else ''}: {item.told}"
            for item in digest.items
        ]
        card = make_card(tell_subject(digest), lines, [*links[: MOST_LINKS - 1], own])
        return Parcel(identifier=_identify(digest, profile, "teams"), content=card)

    def send(self, parcel: Parcel, address: str) -> Sent:
        return teams.send(address, parcel.content, now=self.now(), trial=self.trial)


def _identify(digest: Digest, profile: Profile, domain: str) -> str:
    line = digest.line
    parts = (profile.profiel, line.person, str(line.holding), line.channel, *sorted(digest.keys))
    return message_id(parts, domain)

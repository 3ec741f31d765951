"""Telling people without Airflow: contacts from a dict, a channel to a mail server on loopback, days one by one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from builders.dossier import Office
from builders.post_office import PostOffice
from jaarcyclus import clock
from jaarcyclus.dossier.messages import Message, read_messages
from jaarcyclus.dossier.round import berichten_id
from jaarcyclus.messages.contact import Contact
from jaarcyclus.messages.mail_server import MailServer
from jaarcyclus.messages.occasion import Occasion
from jaarcyclus.messages.occasions import list_occasions
from jaarcyclus.steps.message_channels import MailChannel
from jaarcyclus.steps.message_facts import read_facts
from jaarcyclus.steps.messages import Telling, tell
from jaarcyclus.steps.workspace import Workspace

SITE = "https://jaarcyclus.example"


def occasions(office: Office, **beside: object) -> list[Occasion]:
    """Return what people are to be told on the simulated day."""
    workspace = office.workspace
    profile = workspace.profile("dowr").on(workspace.today())
    return list(list_occasions(replace(read_facts(workspace, "dowr"), **beside), profile, workspace.today()))


def contact_of(person: str) -> Contact:
    """Return somebody who wants mail, at an address of the function."""
    return Contact(person=person, holding=0, mail=f"{person}@gemeente.example")


def channel_to(post: PostOffice) -> MailChannel:
    """Return mail by this server, in clear as on one machine."""
    server = MailServer(host="127.0.0.1", port=post.port, security="geen", sender="jaarcyclus@dowr.example")
    return MailChannel(server=server, site=SITE)


def tell_all(
    office: Office,
    post: PostOffice,
    moment: str,
    *,
    find: Callable[[str], Contact | None] = contact_of,
    now: Callable[[], datetime] = clock.real_time,
) -> Telling:
    """Let the simulated clock be `moment` and tell what is new then."""
    clock.set_simulated(office.workspace.settings, datetime.fromisoformat(moment))
    return tell(office.workspace, "dowr", find=find, channels=[channel_to(post)], now=now)


def told_in(workspace: Workspace) -> tuple[Message, ...]:
    """Return every message that stands in the chain."""
    return tuple(read_messages(workspace.ledger.events(berichten_id("dowr"))).values())

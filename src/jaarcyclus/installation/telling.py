"""By which channels this installation tells people, from its settings; and telling everybody of a cooperation.

Where somebody wants to be told is `steps.contacts`'.
"""

import logging

from jaarcyclus.errors import InvalidSetting, tell
from jaarcyclus.installation import launcher
from jaarcyclus.messages.mail_server import MailServer, server_of
from jaarcyclus.settings import PREFIX, Settings
from jaarcyclus.steps import messages
from jaarcyclus.steps.message_channels import Channel, MailChannel
from jaarcyclus.steps.messages import FindContact, Telling
from jaarcyclus.steps.workspace import Workspace

log = logging.getLogger(__name__)


def tell_everybody(workspace: Workspace, profiel: str, find: FindContact) -> Telling:
    """Tell everybody of a cooperation what is new. Raises InvalidSetting, and Refused when the clock has jumped.

    Without any channel this still ends what a killed attempt left open, and sends nothing.
    """
    return messages.tell(workspace, profiel, find=find, channels=channels_of(workspace.settings))


def channels_of(settings: Settings) -> tuple[Channel, ...]:
    """Return the channels that are set. Raises InvalidSetting for one that is half set."""
    server = server_of(settings.mail)
    return (MailChannel(server=server, site=site_of(settings)),) if server else ()


def site_of(settings: Settings) -> str:
    """Return where people reach the installation. Raises InvalidSetting when no link would lead anywhere."""
    site = settings.adres or ("" if settings.api else launcher.address(settings) or "")
    if not site:
        raise InvalidSetting(
            f"Er gaat geen bericht uit, want een link erin zou nergens heen leiden; zet in {PREFIX}ADRES waar mensen "
            "Jaarcyclus vinden."
        )
    return site


def tell_setting(settings: Settings) -> tuple[bool, str]:
    """Return whether mail can go out by what is set, and in Dutch what holds; nobody is asked anything."""
    try:
        server: MailServer | None = server_of(settings.mail)
        if server is None:
            return False, f"Er gaat geen mail uit: {PREFIX}MAIL_SERVER is niet ingesteld."
        site_of(settings)
    except InvalidSetting as fault:
        return False, tell(fault)
    return True, f"Mail gaat uit van {server.sender}, langs {server.host}:{server.port}."

"""By which channels this installation tells people, from its settings; and telling everybody of a cooperation.

Where somebody wants to be told is `steps.contacts`'.
"""

from collections.abc import Iterator

from jaarcyclus.errors import InvalidSetting
from jaarcyclus.installation import launcher
from jaarcyclus.messages.mail import look_at, tell_fault
from jaarcyclus.messages.mail_server import folder_of, server_of, tell_missing
from jaarcyclus.settings import PREFIX, MailSettings, Settings
from jaarcyclus.steps import messages
from jaarcyclus.steps.message_channels import Channel, FolderChannel, MailChannel, TeamsChannel
from jaarcyclus.steps.messages import FindContact, Telling
from jaarcyclus.steps.workspace import Workspace

_NOBODY = "jaarcyclus@proef.invalid"  # RFC 2606: leads nowhere


def tell_everybody(workspace: Workspace, profiel: str, find: FindContact) -> Telling:
    """Tell everybody of a cooperation what is new. Raises InvalidSetting, and Refused when the clock has jumped.

    A mail server that is half set keeps nobody from being told in Teams: that fault is raised after.

    Where nobody chose a channel that is there, this still ends what a killed attempt left open, and sends nothing.
    """
    settings, fault = workspace.settings, None
    try:
        channels = channels_of(settings)
    except InvalidSetting as half_set:
        channels, fault = (_teams(settings),), half_set
    told = messages.tell(workspace, profiel, find=find, channels=channels)
    if fault:
        raise fault
    return told


def channels_of(settings: Settings) -> tuple[Channel, ...]:
    """Return the channels there are. Teams needs no setting: each person gives an address of their own.

    Raises InvalidSetting for one that is half set.
    """
    server = server_of(settings.mail)
    mail = (MailChannel(server=server, site=site_of(settings)),) if server else ()
    return (*mail, *_trial(settings), _teams(settings))


def _trial(settings: Settings) -> Iterator[FolderChannel]:
    folder = folder_of(settings.mail)
    if folder:
        yield FolderChannel(folder=folder, site=site_of(settings), sender=settings.mail.sender or _NOBODY)


def _teams(settings: Settings) -> TeamsChannel:
    return TeamsChannel(site=site_of(settings), trial=settings.teams_proef)


def site_of(settings: Settings) -> str:
    """Return where people reach the installation. Raises InvalidSetting when no link would lead anywhere."""
    site = settings.adres or ("" if settings.api else launcher.address(settings) or "")
    if not site:
        raise InvalidSetting(
            f"Er gaat geen bericht uit, want een link erin zou nergens heen leiden; zet in {PREFIX}ADRES waar mensen "
            "Jaarcyclus vinden."
        )
    return site


def tell_setting(settings: Settings) -> str | None:
    """Return in Dutch why no mail goes out by what is set, None when it may; nobody is asked anything."""
    if missing := tell_missing(settings.mail):
        return missing
    try:
        site_of(settings)
    except InvalidSetting as fault:
        return str(fault)
    return None


def try_server(settings: Settings) -> tuple[bool, str]:
    """Greet the mail server and sign in there, without any mail; return whether that went well, and in Dutch how."""
    if (fault := tell_setting(settings)) is not None:
        return settings.mail in (MailSettings(), MailSettings(folder=settings.mail.folder)), fault
    server = server_of(settings.mail)
    assert server is not None, "else the setting says so"
    try:
        return True, look_at(server)
    except OSError as refused:
        return False, tell_fault(refused, server)

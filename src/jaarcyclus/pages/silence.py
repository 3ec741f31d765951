"""What does not leave by what is set, in words for who reads it: somebody who is told, or who keeps the installation.

A trial is told as one: there mail is made and laid in a folder, and cards for Teams do leave. Pure.
"""

from jaarcyclus.errors import InvalidSetting
from jaarcyclus.messages.mail_server import folder_of, server_of
from jaarcyclus.settings import PREFIX, Settings

_TRIAL = "mail wordt in een map gelegd en niet verzonden. Berichten in Teams gaan wel uit."
_AGAIN = "Start Jaarcyclus daarna opnieuw. De handleiding voor beheer noemt elke instelling onder ‘Mail to people’."


def tell_silence(settings: Settings, *, keeps: bool) -> str | None:
    """Return what somebody should know who chooses where to be told, None when all leaves.

    `keeps`: who reads is the beheerder, who finds on Beheer what to do.
    """
    remedy = "Op Beheer staat wat u kunt doen." if keeps else "De beheerder kan dit verhelpen."
    if _has_no_address(settings):
        return f"Er gaan nu geen berichten uit: deze installatie weet niet op welk adres u haar vindt. {remedy}"
    try:
        if folder_of(settings.mail):
            return f"Dit is een proef: {_TRIAL}"
        if server_of(settings.mail):
            return None
    except InvalidSetting:
        pass
    return f"Er gaat nu geen mail uit: deze installatie heeft geen mailserver die goed is ingesteld. {remedy}"


def tell_keeper(settings: Settings) -> tuple[str, str] | None:
    """Return a title and what is wrong with what to do, for who can change a setting; None when all leaves."""
    if _has_no_address(settings):
        told = f"Een link in een bericht zou nergens heen leiden. Zet in {PREFIX}ADRES waar mensen Jaarcyclus vinden."
        return "Er gaan geen berichten uit", f"{told} {_AGAIN}"
    try:
        server, folder = server_of(settings.mail), folder_of(settings.mail)
    except InvalidSetting as fault:
        return "Er gaat geen mail uit", f"{fault} {_AGAIN}"
    if folder:
        told = f"Berichten per mail worden in de map {folder} gelegd en niet verzonden; die in Teams gaan wel uit."
        change = f"Moet er echt mail uit? Haal {PREFIX}MAIL_MAP weg en zet in {PREFIX}MAIL_SERVER de mailserver."
        return "Mail is nu een proef", f"{told} {change} {_AGAIN}"
    if server is None:
        told = f"{PREFIX}MAIL_SERVER is niet ingesteld. Niemand krijgt mail over wat er van hem wordt gevraagd."
        change = f"Zet in {PREFIX}MAIL_SERVER de mailserver en in {PREFIX}MAIL_VAN het adres van de afzender."
        return "Er gaat geen mail uit", f"{told} {change} {_AGAIN}"
    return None


def _has_no_address(settings: Settings) -> bool:
    """In containers nobody else knows where people find it."""
    return bool(settings.api) and not settings.adres

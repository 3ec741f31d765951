"""By which server mail leaves, and from which address: what was typed, judged before anything is sent.

Signing in by XOAUTH2 is not among it: an office whose Exchange asks that gives a relay, or an address of its own.
Nothing here prints a secret.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from jaarcyclus import disk
from jaarcyclus.errors import InvalidSetting
from jaarcyclus.messages.contact import Contact
from jaarcyclus.settings import PREFIX, MailSettings

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}"
_ADDRESS = re.compile(rf"{_LOCAL}@(?P<domain>[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)*)")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_PORTS = {"starttls": 587, "tls": 465, "geen": 25}
_MAX_SECRET_BYTES = 10_000


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """Where mail is handed over. `security` is a word of the setting; `user` is empty where nobody signs in."""

    host: str
    port: int
    security: str
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None

    @property
    def domain(self) -> str:
        """Return the domain of the sender, which Message-IDs carry."""
        return self.sender.rpartition("@")[2].lower()


def server_of(typed: MailSettings) -> MailServer | None:
    """Return the server that was typed, its secret read; None when none was. Raises InvalidSetting.

    A part of it is none: else a word that was forgotten would keep people untold in silence.
    """
    if typed == MailSettings() or folder_of(typed):
        return None
    if not _HOST.fullmatch(typed.server):
        raise _invalid("SERVER", "zet er de naam van de mailserver in, zonder poort")
    if typed.security not in _PORTS:
        raise _invalid("BEVEILIGING", f"kies uit {', '.join(_PORTS)}")
    if typed.security == "geen" and typed.server not in _LOOPBACK:
        raise _invalid("BEVEILIGING", "zonder versleuteling gaat mail alleen naar een server op deze machine zelf")
    if not is_address(typed.sender):
        raise _invalid("VAN", "zet er het adres in waarvan de berichten komen, zoals jaarcyclus@gemeente.nl")
    return MailServer(
        host=typed.server,
        port=_port(typed),
        security=typed.security,
        sender=typed.sender,
        user=typed.user,
        password=_password(typed),
        ca_file=Path(typed.ca_file) if typed.ca_file else None,
    )


def folder_of(typed: MailSettings) -> Path | None:
    """Return where mail is laid instead of leaving, None when that was not typed. Raises InvalidSetting."""
    if not typed.folder:
        return None
    if typed != MailSettings(folder=typed.folder, sender=typed.sender):
        raise _invalid("MAP", "een proef in een map en een mailserver gaan niet samen; kies een van beide")
    return Path(typed.folder)


def tell_missing(typed: MailSettings) -> str | None:
    """Return in Dutch why no mail can go out by what was typed (a trial too), None when it may."""
    try:
        missing, folder = server_of(typed) is None, folder_of(typed)
    except InvalidSetting as fault:
        return f"Er gaat geen mail uit. {fault}"
    if folder:
        return f"Proef: mail wordt in de map {folder} gelegd en niet verzonden."
    return f"Er gaat geen mail uit: {PREFIX}MAIL_SERVER is niet ingesteld; vraag het de beheerder." if missing else None


def is_address(text: str) -> bool:
    """Return whether this is one plain mail address: a name, no comment, no sign that ends a header."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def address_of(contact: Contact) -> str | None:
    """Return where mail to this person goes, None for who wants none, and for what is no address."""
    return contact.mail if contact.mail and is_address(contact.mail) else None


def _port(typed: MailSettings) -> int:
    if not typed.port:
        return _PORTS[typed.security]
    if not re.fullmatch("[1-9][0-9]{0,4}", typed.port) or int(typed.port) > 65535:
        raise _invalid("POORT", "zet er het nummer van de poort in, zoals 587")
    return int(typed.port)


def _password(typed: MailSettings) -> str:
    given = [one for one in (typed.password, typed.password_file) if one]
    if bool(typed.user) != (len(given) == 1) or len(given) > 1:
        raise InvalidSetting(
            f"Geef met {PREFIX}MAIL_GEBRUIKER precies een van {PREFIX}MAIL_GEHEIM_BESTAND en {PREFIX}MAIL_GEHEIM; "
            "zonder gebruiker geen van beide."
        )
    if not typed.password_file:
        return typed.password
    return _read(typed.password_file)


def _read(path: str) -> str:
    try:
        with Path(path).open("rb") as file:
            if disk.is_open_to_others(file):
                remedy = f"anderen op deze machine kunnen bij dat bestand; {disk.how_to_shut(path)}"
                raise _invalid("GEHEIM_BESTAND", remedy)
            secret = file.read(_MAX_SECRET_BYTES).decode("utf-8", errors="replace").strip()
    except OSError as fault:
        remedy = (
            f"dat bestand is niet te lezen ({fault.strerror}); zet het daar, en laat de gebruiker van Jaarcyclus "
            "het lezen"
        )
        raise _invalid("GEHEIM_BESTAND", remedy) from None  # its own words repeat what was typed
    if not secret:
        raise _invalid("GEHEIM_BESTAND", "dat bestand is leeg; zet het wachtwoord erin")
    return secret


def _invalid(word: str, remedy: str) -> InvalidSetting:
    return InvalidSetting(f"De instelling {PREFIX}MAIL_{word} klopt niet; {remedy}.")

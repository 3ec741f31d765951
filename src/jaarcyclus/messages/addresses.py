"""What may be kept as somebody's address: a mail address, or that of a workflow in Teams. The door to email-validator.

A workflow's address is one that our server calls: only Microsoft's own hosts, else whoever types it reaches what stands
beside the server. What it called such an address before no longer works since 30 November 2025 and spring 2026.
"""

import re
from urllib.parse import SplitResult, urlsplit

from email_validator import EmailNotValidError, EmailUndeliverableError, ValidatedEmail, validate_email

from jaarcyclus.errors import Refused

MAIL, TEAMS = "mail", "teams"
LONGEST_MAIL = 254  # RFC 5321 §4.5.3.1.3, without its brackets
LONGEST_TEAMS = 2_000  # chosen: those of Microsoft have about 400 signs

_HOST = ".environment.api.powerplatform.com"
_GONE = (".logic.azure.com", ".webhook.office.com", "outlook.office.com")
_PRINTABLE = re.compile("[!-~]+")  # ASCII without a blank: what an address may have, and nothing that ends a header
_NEW = (
    "Maak in Teams een werkstroom met de trigger 'When a Teams webhook request is received' en plak het adres dat u "
    "daarbij krijgt."
)


def read_mail(text: str) -> str:
    """Return a mail address in its one spelling. Raises Refused (`MAILADRES_ONGESCHIKT`) for what is none.

    Nobody is asked whether it exists: that would tell a stranger's server who is being told.
    """
    try:
        found = _validated(text.strip())
    except EmailNotValidError as fault:
        raise Refused(
            "MAILADRES_ONGESCHIKT",
            "Dit is geen mailadres dat wij kunnen gebruiken. Vul één adres in, zoals naam@gemeente.nl.",
        ) from fault
    return found.ascii_email or found.normalized


def _validated(text: str) -> ValidatedEmail:
    if len(text) > LONGEST_MAIL or any(not sign.isprintable() for sign in text):
        raise EmailUndeliverableError
    return validate_email(text, check_deliverability=False, allow_smtputf8=False, strict=True)


def read_teams(text: str, trial: str = "") -> str:
    """Return the address of a workflow as it was given: another spelling breaks its signature.

    `trial` is where it may lead besides (`JAARCYCLUS_TEAMS_PROEF`: scheme, host and port of a server to try with).
    Raises Refused (`TEAMSADRES_ONGESCHIKT`).
    """
    address = text.strip()
    parts = _split(address)
    if parts is None or parts.username is not None or parts.fragment:
        raise _refused(f"Dit is geen heel adres van een werkstroom in Teams. {_NEW}")
    if trial and f"{parts.scheme}://{parts.netloc}" == trial:
        return address
    host = parts.hostname or ""
    if host.endswith(_GONE):
        raise _refused(f"Adressen van deze soort werken niet meer: Microsoft is ermee gestopt. {_NEW}")
    if parts.scheme != "https" or not host.endswith(_HOST) or parts.port not in (None, 443):
        raise _refused(
            "Wij sturen alleen naar een werkstroom van Microsoft: het adres begint met https:// en de naam erin "
            f"eindigt op {_HOST}. {_NEW}"
        )
    return address


def _split(address: str) -> SplitResult | None:
    if not _PRINTABLE.fullmatch(address) or len(address) > LONGEST_TEAMS or "\\" in address:
        return None
    try:
        parts = urlsplit(address)
        return parts if parts.port is None or parts.port else None
    except ValueError:
        return None


def _refused(sentence: str) -> Refused:
    return Refused("TEAMSADRES_ONGESCHIKT", sentence)


def shorten_teams(address: str) -> str:
    """Return as much of it as its owner knows it by: the host and the last four signs. All of it is a secret."""
    return f"{urlsplit(address).hostname} … {address[-4:]}"

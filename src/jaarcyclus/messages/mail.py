"""The only door to SMTP: a letter becomes the exact bytes of a mail, and a server is asked once to take it.

SMTP knows no "already done": when the connection ends after the text was sent, nobody can tell whether the server has
it, and asking again may give it twice (RFC 5321 §4.5.5, RFC 1047). So that is an outcome of its own, and nothing here
tries twice.
"""

import hashlib
import re
import smtplib
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from jaarcyclus.messages.letter import Letter
from jaarcyclus.messages.mail_server import MailServer
from jaarcyclus.messages.outcomes import NotTaken, Sent, Taken, Unknown
from jaarcyclus.terms.text import make_readable, on_one_line

TIMEOUT_S = 30.0
AGAIN = timedelta(minutes=50)
"""Before the calendar's next hourly look, so that this is where it is tried again (chosen)."""
_PERMANENT = range(500, 600)


def message_id(parts: Iterable[str], domain: str) -> str:
    """Return the Message-ID without its brackets: the same for the same parts, and nothing of them can be read."""
    told = "\n".join(parts).encode()
    return f"jaarcyclus.{hashlib.sha256(told).hexdigest()[:40]}@{domain}"


def make_mail(letter: Letter, *, sender: str, name: str, recipient: str, identifier: str, moment: datetime) -> bytes:
    """Return the bytes of the mail: the same input gives the same. `moment` is aware."""
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = f"<{identifier}>"
    message["Date"] = format_datetime(moment)
    message["From"] = f'"{_quoted(name)}" <{sender}>'
    message["To"] = recipient
    message["Subject"] = on_one_line(letter.subject)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"  # Exchange answers what only says Auto-Submitted
    message.set_content(letter.plain, subtype="plain", charset="utf-8", cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = "nl"  # here: setting content takes such headers away
    message.set_boundary(f"=_{hashlib.sha256(identifier.encode()).hexdigest()[:32]}")
    return message.as_bytes()


def _quoted(name: str) -> str:
    return "".join(sign for sign in on_one_line(name) if sign not in '"\\<>')


def deliver(mail: bytes, server: MailServer, *, recipient: str, now: Callable[[], datetime]) -> Sent:
    """Ask the server once to take these bytes for one recipient; every fault of a network is an outcome.

    Before the last dot it certainly did not go out, after that dot nothing is certain but by the server's word. Where
    only a person can mend it (a refused recipient or text) there is no moment to try anew.
    """
    try:
        with _connected(server) as connection:
            return _hand_over(connection, mail, server, recipient, now)
    except (OSError, smtplib.SMTPException, UnicodeError) as fault:
        return NotTaken(sentence=tell_fault(fault, server), again_from=now() + AGAIN)


def look_at(server: MailServer) -> str:
    """Return what the server is, after greeting, encryption and signing in, and without any mail. Raises OSError,
    SMTPException (an OSError too).
    """
    with _connected(server) as connection:
        how = {"starttls": "STARTTLS", "tls": "TLS", "geen": "zonder versleuteling, op deze machine"}[server.security]
        signed = "aangemeld" if server.user else "zonder aanmelding"
        size = connection.esmtp_features.get("size", "")
        return f"{server.host}:{server.port} antwoordt ({how}, {signed}{f', tot {size} bytes' if size else ''})"


def tell_fault(fault: Exception, server: MailServer) -> str:
    """Return in Dutch why nothing could be handed over, without an address or a secret."""
    at = f"mailserver {server.host}:{server.port}"
    match fault:
        case smtplib.SMTPAuthenticationError():
            return (
                f"De {at} weigert de aanmelding ({fault.smtp_code}); kijk JAARCYCLUS_MAIL_GEBRUIKER en het geheim na."
            )
        case smtplib.SMTPNotSupportedError():
            return f"De {at} biedt niet wat is ingesteld (STARTTLS of aanmelden); kijk JAARCYCLUS_MAIL_BEVEILIGING na."
        case ssl.SSLCertVerificationError():
            return f"Het certificaat van de {at} klopt niet ({fault.verify_message}); kijk JAARCYCLUS_MAIL_CA na."
        case smtplib.SMTPResponseException():
            return f"De {at} antwoordt {_word_of(fault.smtp_code, fault.smtp_error)}."
        case TimeoutError():
            return f"De {at} antwoordt niet binnen {TIMEOUT_S:.0f} seconden."
        case _:
            return (
                f"De {at} is niet te bereiken ({make_readable(getattr(fault, 'strerror', None) or 'geen antwoord')})."
            )


@contextmanager
def _connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    """Greet, encrypt with the certificate checked, sign in; never in clear but on this machine itself."""
    context = ssl.create_default_context(cafile=server.ca_file)
    if server.security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_S, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_S)
    try:
        connection.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            connection.starttls(context=context)
            connection.ehlo()
        if server.user:
            connection.login(server.user, server.password)
        yield connection
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.close()


def _hand_over(
    connection: smtplib.SMTP, mail: bytes, server: MailServer, recipient: str, now: Callable[[], datetime]
) -> Sent:
    code, word = connection.mail(server.sender)
    if code != 250:  # of whom it comes from the settings tell, and no recipient can mend it
        return replace(_refused(code, word, now), again_from=now() + AGAIN)
    code, word = connection.rcpt(recipient)
    if code not in (250, 251):
        return _refused(code, word, now)
    code, word = connection.docmd("data")
    if code != 354:
        return _refused(code, word, now)
    return _send_text(connection, mail, now)


def _send_text(connection: smtplib.SMTP, mail: bytes, now: Callable[[], datetime]) -> Sent:
    """Send the text but for its last dot, then that dot: what fails before it certainly did not go out."""
    quoted = re.sub(rb"(?m)^\.", b"..", mail.removesuffix(b"\r\n"))  # RFC 5321 §4.5.2
    connection.send(quoted + b"\r\n")
    try:
        connection.send(b".\r\n")
        code, word = connection.getreply()
    except (OSError, smtplib.SMTPException):
        return Unknown(sentence="De verbinding viel weg nadat het bericht was verzonden, en vóór het antwoord.")
    if code != 250:
        return _refused(code, word, now)
    with suppress(OSError, smtplib.SMTPException):
        connection.docmd("quit")
    return Taken(answer=_word_of(code, word))


def _refused(code: int, word: bytes, now: Callable[[], datetime]) -> NotTaken:
    again = None if code in _PERMANENT else now() + AGAIN
    return NotTaken(sentence=f"De mailserver neemt het bericht niet aan: {_word_of(code, word)}.", again_from=again)


def _word_of(code: int, word: bytes | str) -> str:
    """Return the server's word on one line, without any address: those are in no chain."""
    text = word.decode("utf-8", errors="replace") if isinstance(word, bytes) else word
    plain = " ".join("(adres)" if "@" in part else part for part in on_one_line(text).split())
    return make_readable(f"{code} {plain}".strip().rstrip("."))

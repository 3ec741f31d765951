"""Sends a card to a workflow of somebody's own in Teams, once. What it takes it may still fail to post: nobody can ask.

The address is a secret: who has it posts there. So a log names its host only, and no exception leaves with it.
"""

import logging
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urlsplit

import httpx

from jaarcyclus.errors import Refused
from jaarcyclus.messages.addresses import read_teams
from jaarcyclus.messages.outcomes import NotTaken, Sent, Taken, Unknown

TAKEN = "aangenomen door Teams"
_CONNECT_S, _PATIENCE_S = 10.0, 30.0
_SOON, _LATER, _LATEST = timedelta(minutes=5), timedelta(minutes=30), timedelta(days=1)  # chosen
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
_ASK_ANEW = "Laat de ontvanger op Mijn berichten een nieuw adres van een werkstroom in Teams geven."


def send(address: str, card: bytes, *, now: datetime, trial: str = "") -> Sent:
    """Post the card and return what came of it; `now` is aware, `trial` as in `addresses.read_teams`.

    An address is judged once more before it is called: what was kept may come from a database that somebody wrote in.
    """
    try:
        parts = urlsplit(read_teams(address, trial))
    except Refused:
        return NotTaken(sentence=f"Het adres van Teams is niet bruikbaar. {_ASK_ANEW}", again_from=None)
    logging.getLogger("httpcore").setLevel(logging.INFO)  # at DEBUG it logs the whole target
    try:
        return _told(_post(parts, card), now)
    except _NEVER_SENT:
        return NotTaken(sentence="Teams was niet te bereiken.", again_from=now + _SOON)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError):
        return Unknown(sentence="De verbinding met Teams brak af toen het bericht al onderweg was.")


def _post(parts: SplitResult, card: bytes) -> httpx.Response:
    """Post it, following no redirect. httpx logs the address it was built with, so that has no path."""
    target = parts._replace(scheme="", netloc="").geturl() or "/"
    timeout = httpx.Timeout(_PATIENCE_S, connect=_CONNECT_S)
    with httpx.Client(timeout=timeout, follow_redirects=False) as client:
        request = client.build_request(
            "POST",
            f"{parts.scheme}://{parts.netloc}/",
            content=card,
            headers={"Content-Type": "application/json; charset=utf-8", "Accept-Encoding": "identity"},
            extensions={"target": target.encode("ascii")},
        )
        answer = client.send(request, stream=True)  # what it says besides its status is not read
        answer.close()
        return answer


def _told(answer: httpx.Response, now: datetime) -> Sent:
    status = answer.status_code
    if status in (httpx.codes.OK, httpx.codes.ACCEPTED):
        return Taken(answer=f"{TAKEN} ({status})")
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return NotTaken(sentence="Teams vraagt om te wachten.", again_from=now + _wait(answer, now))
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return NotTaken(sentence=f"Teams heeft een storing ({status}).", again_from=now + _LATER)
    return NotTaken(sentence=f"Teams nam het bericht niet aan ({status}). {_ASK_ANEW}", again_from=None)


def _wait(answer: httpx.Response, now: datetime) -> timedelta:
    """Return how long is asked to wait, in seconds or until a moment; within reason, whatever it says."""
    asked = answer.headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdigit() and len(asked) <= 9:
        wait = timedelta(seconds=int(asked))
    else:
        try:
            until = parsedate_to_datetime(asked)
        except ValueError:
            return _SOON
        wait = (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
    return min(max(wait, timedelta(seconds=1)), _LATEST)

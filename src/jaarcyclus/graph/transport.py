"""One request out, one answer in: the only door to httpx of this room.

It follows no redirect, keeps no cookie, sends an address exactly as it was given and reads a bounded answer. A request
names its host in the log and nothing more: the path of an upload or a download is a secret.
"""

import logging
import ssl
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path

import httpx

from jaarcyclus.errors import InvalidSetting
from jaarcyclus.graph.answers import Answer, NoAnswer
from jaarcyclus.graph.connection import split_address

MAX_ANSWER_BYTES = 8_000_000  # chosen: a page of a delta is some hundreds of kilobytes
PATIENCE_S = 120.0
"""Chosen: the last chunk of a large file is answered slowly."""

_CONNECT_S = 15.0
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is sent. `content` in pieces needs its Content-Length among the headers."""

    method: str
    address: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    content: bytes | Iterable[bytes] = field(default=b"", repr=False)


@dataclass(kw_only=True)
class Stream:
    """An answer whose body still has to come; `is_broken` says afterwards that it ended before its end."""

    answer: Answer
    body: httpx.Response = field(repr=False)
    is_broken: bool = False

    def pieces(self) -> Iterator[bytes]:
        """Give the bytes as they come."""
        try:
            yield from self.body.iter_raw()
        except httpx.TransportError:
            self.is_broken = True


class Transport:
    """Connections that are kept while they live. Nothing is sent before the first call."""

    def __init__(self, ca_file: Path | None, patience_s: float = PATIENCE_S) -> None:
        """Trust what httpx trusts (certifi, or SSL_CERT_FILE), or only `ca_file`. Raises InvalidSetting."""
        self._timeout = httpx.Timeout(patience_s, connect=_CONNECT_S, pool=_CONNECT_S)
        self._trusted = _read_authorities(ca_file) if ca_file else True
        self._http: httpx.Client | None = None
        # At DEBUG it would log each header of an answer: the address of an upload is among them.
        logging.getLogger("httpcore").setLevel(logging.INFO)

    def close(self) -> None:
        """End all connections; a next call makes new ones."""
        if self._http is not None:
            self._http.close()
        self._http = None

    def send(self, request: Request) -> Answer | NoAnswer:
        """Return the whole answer, or that none came."""
        with self.stream(request) as stream:
            if isinstance(stream, NoAnswer):
                return stream
            body = _read(stream)
            return replace(stream.answer, body=body) if body is not None else _silence(request, sent=True)

    @contextmanager
    def stream(self, request: Request) -> Iterator[Stream | NoAnswer]:
        """Give the answer as soon as its headers are there; it is read inside the `with`."""
        found = split_address(request.address)
        assert found is not None, "an address is checked before it is asked"
        host, target = found
        outgoing = self._client().build_request(
            request.method,
            f"https://{host}/",
            headers={"accept-encoding": "identity", **request.headers},  # else a small answer may unpack to gigabytes
            content=request.content,
            extensions={"target": target.encode("ascii")},
        )
        try:
            incoming = self._client().send(outgoing, stream=True)
        except httpx.TransportError as fault:
            silence = _silence(request, sent=not isinstance(fault, _NEVER_SENT))
            yield replace(silence, untrusted=_is_untrusted(fault))
            return
        try:
            answer = Answer(
                status=incoming.status_code,
                headers={name.lower(): value for name, value in incoming.headers.items()},
                client_request_id=request.headers.get("client-request-id", ""),
            )
            yield Stream(answer=answer, body=incoming)
        finally:
            incoming.close()

    def _client(self) -> httpx.Client:
        if self._http is None:
            # The proxy and the certificates of the environment hold here: an office has them.
            no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
            try:
                self._http = httpx.Client(
                    verify=self._trusted, timeout=self._timeout, follow_redirects=False, cookies=no_cookies
                )
            except OSError as fault:
                raise InvalidSetting(
                    "De certificaten in SSL_CERT_FILE of SSL_CERT_DIR zijn niet te lezen; zet er een PEM-bestand in."
                ) from fault
            except (ValueError, ImportError, httpx.InvalidURL):
                raise InvalidSetting(
                    "De proxy in de omgeving (HTTPS_PROXY of ALL_PROXY) is niet te gebruiken; zet er een adres in dat "
                    "begint met http://."
                ) from None  # its own words repeat the address, a password too
        return self._http


def _read(stream: Stream) -> bytes | None:
    """Return the whole body; None when it broke off or is larger than any answer of Graph."""
    body = bytearray()
    for piece in stream.pieces():
        body += piece
        if len(body) > MAX_ANSWER_BYTES:
            return None
    return None if stream.is_broken else bytes(body)


def _silence(request: Request, *, sent: bool) -> NoAnswer:
    return NoAnswer(sent=sent, client_request_id=request.headers.get("client-request-id", ""))


def _is_untrusted(fault: BaseException | None) -> bool:
    """Return whether a certificate was refused: that does not pass by waiting."""
    while fault is not None:
        if isinstance(fault, ssl.SSLCertVerificationError):
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def _read_authorities(ca_file: Path) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=str(ca_file))
    except OSError as fault:  # ssl.SSLError is one
        raise InvalidSetting(
            f"Het bestand {ca_file} in JAARCYCLUS_GRAPH_CA is niet te lezen als certificaat; zet er een PEM-bestand in."
        ) from fault

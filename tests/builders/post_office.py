"""A mail server on loopback, small enough to be told at which word it fails: refusing, silent, gone after the text.

It speaks what RFC 5321 asks of a receiving server, with STARTTLS and sign-in when asked, one connection after another.
"""

import base64
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

GONE = "gone"
"""Instead of an answer: the connection ends."""


@dataclass
class PostOffice:
    """`answers` replaces the answer to a command (`rcpt`, `data`, `text`, ...); `GONE` ends the connection there.

    With `hold` it has the text and does not say so until that is set.
    """

    answers: dict[str, str] = field(default_factory=dict)
    hold: threading.Event | None = None
    context: ssl.SSLContext | None = None
    login: tuple[str, str] | None = None
    taken: list[bytes] = field(default_factory=list)
    heard: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    port: int = 0
    _signed: bool = False

    @property
    def messages(self) -> list[EmailMessage]:
        """Return what it took, or heard before it went away, as a mail program reads it."""
        return [message_from_bytes(text, policy=default) for text in self.heard]  # type: ignore[misc]

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, suppress(OSError, ValueError):
                self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        self._signed, file = False, connection.makefile("rb")
        self._say(connection, "greeting", "220 post.example ESMTP")
        while line := file.readline(2000):
            word, _, rest = line.decode().strip().partition(" ")
            word = word.lower()
            if word == "starttls" and self.context:
                self._say(connection, word, "220 begin")
                connection = self.context.wrap_socket(connection, server_side=True)
                file = connection.makefile("rb")
            elif word == "data":
                if self._say(connection, word, "354 go on"):
                    self._take(connection, file)
            elif word == "auth":
                self._sign_in(connection, file, rest)
            else:
                self._say(connection, word, self._usual(connection, word, rest))
                if word == "quit":
                    return

    def _usual(self, connection: socket.socket, word: str, rest: str) -> str:
        if word == "ehlo":
            offered = ["250-post.example", "250-SIZE 10000000"]
            is_plain = not isinstance(connection, ssl.SSLSocket)
            offered += ["250-STARTTLS"] if self.context and is_plain else []
            offered += ["250-AUTH PLAIN"] if self.login else []
            return "\r\n".join([*offered, "250 8BITMIME"])
        if word == "mail" and self.login and not self._signed:
            return "530 5.7.0 sign in first"
        if word == "rcpt":
            self.recipients.append(rest.partition("<")[2].partition(">")[0])
        return "221 bye" if word == "quit" else "250 2.1.0 ok"

    def _sign_in(self, connection: socket.socket, file: Any, rest: str) -> None:
        _, user, password = base64.b64decode(rest.split()[1]).decode().split("\0")
        self._signed = (user, password) == self.login
        self._say(connection, "auth", "235 2.7.0 welcome" if self._signed else "535 5.7.8 no")

    def _take(self, connection: socket.socket, file: Any) -> None:
        lines: list[bytes] = []
        while (line := file.readline()) != b".\r\n":
            if not line:
                return
            lines.append(line.removeprefix(b"."))  # whatever follows it: RFC 5321 §4.5.2
        self.heard.append(b"".join(lines))
        if self.hold:
            self.hold.wait(60)
        if self._say(connection, "text", "250 2.0.0 queued as 12345 for <iemand@post.example>"):
            self.taken.append(self.heard[-1])

    def _say(self, connection: socket.socket, word: str, usual: str) -> bool:
        """Answer, and return whether that was a yes."""
        answer = self.answers.get(word, usual)
        if answer == GONE:
            connection.shutdown(socket.SHUT_RDWR)
            raise ValueError(GONE)
        connection.sendall(f"{answer}\r\n".encode())
        return answer == usual


@contextmanager
def open_post_office(**how: Any) -> Iterator[PostOffice]:
    """Serve on loopback until the end of the test."""
    office = PostOffice(**how)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        office.port = listener.getsockname()[1]
        thread = threading.Thread(target=office.serve, args=(listener,), daemon=True)
        thread.start()
        try:
            yield office
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)

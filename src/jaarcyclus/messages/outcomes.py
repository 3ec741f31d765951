"""What came of sending one message: one of three, as a value. A channel raises none of what a network may do.

There is no "read" and no "delivered" among them: no channel can tell.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, kw_only=True)
class Taken:
    """The server answered that it took the message over. `answer` is its word, printable, without an address."""

    answer: str


@dataclass(frozen=True, kw_only=True)
class NotTaken:
    """It certainly did not go out. `again_from` (aware, UTC) is when to try anew; None: not before a person acts."""

    sentence: str
    again_from: datetime | None


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """It may have gone out or not: the connection ended after the text was sent. Never repeated by itself."""

    sentence: str


Sent: TypeAlias = Taken | NotTaken | Unknown

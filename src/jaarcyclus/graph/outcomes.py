"""What a call to Graph came to: one of five, and nothing else. No call raises what the network or a tenant may do.

`Done`: it is so. `Exists`: the name is taken; whether by us is the caller's question. `TryLater`: it was not done, and
not before a moment. `Ambiguous`: it may have been done: look before repeating. `NeedsPerson`: nothing changes until
somebody acts. The last three carry the Dutch sentence for the controller; the work stays queued in each of them.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeAlias, TypeVar

from jaarcyclus.graph.reasons import Reason
from jaarcyclus.graph.records import Item

T = TypeVar("T", covariant=True)
V = TypeVar("V")


@dataclass(frozen=True, kw_only=True)
class Trace:
    """By what Microsoft's support finds a call again. `status` is None when none came; `code` the deepest known."""

    status: int | None = None
    code: str = ""
    request_id: str = ""
    client_request_id: str = ""
    date: str = ""


@dataclass(frozen=True, kw_only=True)
class Done(Generic[T]):
    """It is so: `value` is what was asked. Of several calls, `trace` is of the last."""

    value: T
    trace: Trace = field(default_factory=Trace)


@dataclass(frozen=True, kw_only=True)
class Exists:
    """Something with that name is there already, and was left as it is."""

    item: Item
    trace: Trace = field(default_factory=Trace)


@dataclass(frozen=True, kw_only=True)
class TryLater:
    """It was not done; asking again before `not_before` (aware, UTC) makes it worse."""

    reason: Reason
    sentence: str
    not_before: datetime
    trace: Trace = field(default_factory=Trace)


@dataclass(frozen=True, kw_only=True)
class Ambiguous:
    """It may have been done or not; from `not_before` on, look first."""

    reason: Reason
    sentence: str
    not_before: datetime
    trace: Trace = field(default_factory=Trace)


@dataclass(frozen=True, kw_only=True)
class NeedsPerson:
    """It was not done, and will not be before somebody does what `sentence` says."""

    reason: Reason
    sentence: str
    trace: Trace = field(default_factory=Trace)


Problem: TypeAlias = TryLater | Ambiguous | NeedsPerson
Outcome: TypeAlias = Done[T] | Exists | Problem
Asked: TypeAlias = Done[T] | Problem
"""What a call comes to that takes no name."""


def with_value(done: Done[object], value: V) -> Done[V]:
    """Return the same, with what was made of its value."""
    return Done(value=value, trace=done.trace)


def is_status(problem: object, *statuses: int) -> bool:
    """Return whether a problem is an answer with one of these statuses."""
    return isinstance(problem, TryLater | Ambiguous | NeedsPerson) and problem.trace.status in statuses

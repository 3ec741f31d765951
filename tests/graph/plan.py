"""What will go wrong: for each step and its n-th call a fault, drawn from a seed in the order platform people test in.

A plan is played once, as far as its calls come; what was played stands in the log of requests.
"""

import random
from dataclasses import dataclass, field
from typing import Any

from graph.human import ACTS

READS = ("site", "drives", "look", "fields-read", "columns")
WRITES = ("folder", "put", "session", "chunk", "fields", "checkout", "checkin", "column")
INBOX = ("delta", "content", "download")
PUBLICATION = (*READS, *WRITES)
GROUPS = range(1, 15)

ODD_WAITS = ("1", "7", "0", "2.5", "120", "Wed, 21 Oct 2015 07:28:00 GMT", "soon", "-5", "", "86400", None)
CONFLICTS = (
    (409, "resourceModified", ""),
    (409, "nameAlreadyExists", ""),
    (412, "resourceModified", ""),
    (423, "notAllowed", "resourceLocked"),
    (507, "quotaLimitReached", "insufficientStorage"),
)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that happens: its kind (see `injection`), and what that kind needs to know."""

    kind: str
    about: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Planned:
    """At the `nth` call of `step`, counted from 1 since the plan was set, this happens."""

    step: str
    nth: int
    fault: Fault


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Everything that goes wrong in one run, and the groups it is of."""

    groups: tuple[int, ...]
    planned: tuple[Planned, ...]

    @classmethod
    def of(cls, step: str, kind: str, *, nth: int = 1, **about: Any) -> "Plan":
        """Return a plan of one fault, to arrange a single trap."""
        return cls(groups=(), planned=(Planned(step=step, nth=nth, fault=Fault(kind=kind, about=about)),))

    @classmethod
    def from_seed(cls, seed: int, steps: tuple[str, ...] = PUBLICATION) -> "Plan":
        """Return the plan of a seed, always the same; fourteen seeds in a row have all groups, combinations last.

        Faults fall on `steps` or on a sign-in; a group that has none for these gives way to the next that has.
        """
        dice, group = random.Random(seed), seed % len(GROUPS) + 1
        drawn = [_draw(dice, each, steps) for each in ((group,) if group < 14 else dice.sample(range(1, 14), 2))]
        while len({(planned.step, planned.nth) for _, planned in drawn}) < len(drawn):
            drawn[1] = _draw(dice, drawn[1][0], steps)  # one call has one fault
        return cls(groups=tuple(group for group, _ in drawn), planned=tuple(planned for _, planned in drawn))

    def __add__(self, other: "Plan") -> "Plan":
        return Plan(groups=self.groups + other.groups, planned=self.planned + other.planned)


def _draw(dice: random.Random, group: int, steps: tuple[str, ...]) -> tuple[int, Planned]:
    """Draw from the group, and from the next ones when ten draws gave nothing for these steps."""
    for each in [*range(group, 14), *range(1, group)]:
        for _ in range(10):
            suited, fault = _OF_GROUP[each](dice)
            if fitting := [step for step in suited if step in ("token", *steps)]:
                return each, Planned(step=dice.choice(fitting), nth=dice.choice((1, 1, 1, 2, 3)), fault=fault)
    raise ValueError(f"no fault is for {steps}")


def _any_step() -> tuple[str, ...]:
    return ("token", *PUBLICATION, *INBOX)


def _before_arrival(dice: random.Random) -> tuple[tuple[str, ...], Fault]:
    kind = dice.choice(("refuse", "stall"))
    return _any_step(), Fault(kind=kind, about={"seconds": 60} if kind == "stall" else {})


def _unauthorized(_dice: random.Random) -> tuple[tuple[str, ...], Fault]:
    return (*PUBLICATION[:-1], "delta", "content"), Fault(kind="unauthorized")


def _throttle(dice: random.Random) -> tuple[tuple[str, ...], Fault]:
    about = {
        "retry_after": dice.choice(ODD_WAITS),
        "header": dice.choice(("Retry-After", "retry-after", "RETRY-AFTER")),
    }
    return _any_step(), Fault(kind="throttle", about={"status": dice.choice((429, 429, 503)), **about})


def _status_before(dice: random.Random) -> tuple[tuple[str, ...], Fault]:
    about = {"status": dice.choice((500, 502, 503, 504, 509)), "body": dice.choice(("json", "html", "empty"))}
    return _any_step(), Fault(kind="status", about=about)


def _answer_lost(dice: random.Random) -> tuple[tuple[str, ...], Fault]:
    if dice.random() < 0.5:
        return WRITES, Fault(kind="lost")
    return WRITES, Fault(kind="status-after", about={"status": dice.choice((500, 502, 504)), "body": "html"})


def _killed(dice: random.Random) -> tuple[tuple[str, ...], Fault]:
    return PUBLICATION + INBOX, Fault(kind=dice.choice(("hold", "hold-after")))


def _conflict(dice: random.Random) -> tuple[tuple[str, ...], Fault]:
    status, code, inner = dice.choice(CONFLICTS)
    return WRITES, Fault(kind="status", about={"status": status, "code": code, "inner": inner, "body": "json"})


def _session(dice: random.Random) -> tuple[tuple[str, ...], Fault]:
    kind = dice.choice(("session-gone", "half", "lost", "name-lock"))
    about = {"aligned": dice.random() < 0.5} if kind == "half" else {}
    return (("put", "session") if kind == "name-lock" else ("chunk",)), Fault(kind=kind, about=about)


def _rewriting(dice: random.Random) -> tuple[tuple[str, ...], Fault]:
    kind = dice.choice(("rewrite", "wrong-size"))
    return (("fields", "look", "checkin") if kind == "rewrite" else ("put", "chunk")), Fault(kind=kind)


def _delta(dice: random.Random) -> tuple[tuple[str, ...], Fault]:
    kind = dice.choice(("delta-410", "delta-duplicates", "delta-late", "delta-no-hash", "restart", "restart-after"))
    return (PUBLICATION + INBOX if kind.startswith("restart") else ("delta",)), Fault(kind=kind)


def _download(dice: random.Random) -> tuple[tuple[str, ...], Fault]:
    kind = dice.choice(("expired-url", "truncated", "html-200", "foreign-link", "redirect"))
    steps = {
        "expired-url": ("content",),
        "truncated": ("download", "look", "delta"),
        "html-200": _any_step(),
        "foreign-link": ("drives", "columns", "delta"),
        "redirect": (*READS, "delta"),
    }
    return steps[kind], Fault(kind=kind)


def _others(dice: random.Random) -> tuple[tuple[str, ...], Fault]:
    act = dice.choice(("edit", "rename", "move", "delete", "checkout", "lock", "publish"))
    steps = ("put", "session", "chunk") if act == "publish" else ("fields", "look", "checkin", "delta", "content")
    return steps, Fault(kind="human" if act in ACTS else "second-publisher", about={"act": act} if act in ACTS else {})


def _orphan(dice: random.Random) -> tuple[tuple[str, ...], Fault]:
    if dice.random() < 0.25:
        # what is there is not seen for a moment (OneDrive/onedrive-api-docs#1132, #1668)
        about = {"status": 404, "code": "itemNotFound", "body": "json"}
        return ("look", "session", "fields", "checkin"), Fault(kind="status", about=about)
    kind = dice.choice(("late-effect", "stall-after"))
    return WRITES, Fault(
        kind=kind, about={"after": dice.choice((1, 2, 2, 3))} if kind == "late-effect" else {"seconds": 60}
    )


_OF_GROUP = dict(
    enumerate(
        (
            _before_arrival, _unauthorized, _throttle, _status_before, _answer_lost, _killed, _conflict, _session,
            _rewriting, _delta, _download, _others, _orphan,
        ),
        1,
    )
)  # fmt: skip

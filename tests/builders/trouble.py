"""Everything that goes wrong while one product is placed, drawn from a seed: by SharePoint, by workers, by people."""

import random
import signal
from dataclasses import dataclass, field
from typing import Any

from builders.placing import FILES, FOLDERS
from builders.worker import WHERE, Blow
from graph.plan import Fault, Plan, Planned

PEOPLE = ("edit", "rename", "move", "delete", "set_fields", "lock", "checkout", "checkout+checkin")
OTHERS_BEFORE = ("file", "file in capitals", "folder", "unseen file")
TOUCHING = frozenset({"edit", "rename", "move", "delete", "set_fields", "checkout", "checkout+checkin"})
_LAST = {"before-call": 60, "after-call": 60, "while-sending": 6, "before-record": 16, "after-record": 16}
_AT = ("fields", "fields", "fields-read", "look", "put", "session", "chunk", "checkin")


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What a person does after the attempt of this number (from 0), to the file of this name or to a folder of it."""

    after: int
    act: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """One plan. `blows` fall on the first attempts in turn; `early` says after which one begins that comes too soon."""

    seed: int
    plan: Plan
    blows: tuple[Blow | None, ...]
    early: tuple[bool, ...]
    deeds: tuple[Deed, ...] = ()
    before: str = ""
    habits: dict[str, Any] = field(default_factory=dict)
    require_checkout: bool = True
    furnished: bool = True  # the columns were made before, by the owner of the site
    drafts: str = ""  # a library that checks nothing out may keep drafts

    @classmethod
    def from_seed(cls, seed: int) -> "Trouble":
        """Return the plan of a seed, always the same."""
        dice = random.Random(f"trouble {seed}")
        people = dice.random() < 0.4
        return cls(
            seed=seed,
            plan=_plan(dice, seed, people=people),
            blows=tuple(_blow(dice) for _ in range(dice.choice((0, 1, 1, 2, 3)))),
            early=tuple(dice.random() < 0.4 for _ in range(4)),
            deeds=tuple(_deed(dice) for _ in range(dice.choice((0, 1, 1, 2)))) if people else (),
            before=dice.choice(OTHERS_BEFORE) if people and dice.random() < 0.25 else "",
            habits=_habits(dice),
            require_checkout=(strict := dice.random() < 0.6),
            furnished=dice.random() < 0.7,
            drafts=dice.choice(("", "minor")) if not strict else "",
        )

    @property
    def by_people(self) -> bool:
        """Return whether somebody else does something, so that a sentence for a person may be the end of it."""
        kinds = {planned.fault.kind for planned in self.plan.planned}
        return bool(self.deeds or self.before or kinds & {"human", "second-publisher"})

    def __str__(self) -> str:
        return f"seed {self.seed}"


def _plan(dice: random.Random, seed: int, *, people: bool) -> Plan:
    plan = Plan.from_seed(seed) if dice.random() < 0.75 else Plan(groups=(), planned=())
    if dice.random() < 0.3:
        plan = _beside(plan, Plan.from_seed(dice.randrange(10**9)).planned)
    if people and dice.random() < 0.7:
        act = dice.choice(("edit", "rename", "move", "delete", "checkout", "lock", "set_fields"))
        fault = Fault(kind="human", about={"act": act})
        plan = _beside(plan, (Planned(step=dice.choice(_AT), nth=dice.choice((1, 2, 3, 4, 6)), fault=fault),))
    return plan


def _beside(plan: Plan, more: tuple[Planned, ...]) -> Plan:
    taken = {(each.step, each.nth) for each in plan.planned}
    return plan + Plan(groups=(), planned=tuple(each for each in more if (each.step, each.nth) not in taken))


def _blow(dice: random.Random) -> Blow | None:
    if dice.random() < 0.1:
        return None
    where = dice.choice(WHERE)
    stops = where != "while-sending" and dice.random() < 0.3  # the server would wait for the rest of it
    return Blow(where=where, nth=dice.randint(1, _LAST[where]), signal=signal.SIGSTOP if stops else signal.SIGKILL)


def _deed(dice: random.Random) -> Deed:
    act = dice.choice((*PEOPLE, "rename folder", "move folder", "delete folder", "restore"))
    return Deed(
        after=dice.choice((0, 0, 1, 2)),
        act=act,
        name=dice.choice(sorted(FILES)) if "folder" not in act else FOLDERS[-1],
    )


def _habits(dice: random.Random) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "rewrite_after": dice.choice((0, 0, 3, None)),
        "size_in_put_answer": dice.random() < 0.8,
        "fields_conflicts": dice.choice((0, 0, 0, 1, 2)),
        "ranges": dice.choice(("open", "open", "closed", "missing")),
        "hashes": dice.random() < 0.9,
        "token_seconds": dice.choice((3599, 3599, 400, 30)),
        "session_seconds": dice.choice((3 * 86400, 3 * 86400, 1000)),
        "page_size": dice.choice((200, 200, 2)),
        "units_per_minute": dice.choice((None, None, None, None, 60)),
    }
    return drawn

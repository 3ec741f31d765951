"""Everything that goes wrong while one product is placed, corrected or withdrawn, drawn from a seed: by SharePoint, by
workers, by people.
"""

import random
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from builders.changing import CHANGED_FILES
from builders.placing import FILES, FOLDERS
from builders.worker import Blow
from graph.plan import Fault, Plan, Planned

PEOPLE = ("edit", "rename", "move", "delete", "set_fields", "lock", "checkout", "checkout+checkin")
OTHERS_BEFORE = ("file", "file in capitals", "folder", "unseen file")
TOUCHING = frozenset({"edit", "rename", "move", "delete", "set_fields", "checkout", "checkout+checkin"})
_LAST = {"before-call": 60, "after-call": 60, "while-sending": 6, "before-record": 16, "after-record": 16}
_LAST_OF_CHANGE = {"before-call": 80, "after-call": 80, "before-record": 20, "after-record": 20}
_VALUES = {"set_fields": {"JcVersie": "7"}}
KINDS = ("place", "place", "correct", "withdraw")
# What any call may meet: aimed at the calls that change what stands there.
_ANYWHERE = frozenset(
    ("refuse", "stall", "unauthorized", "throttle", "status", "lost", "status-after", "hold", "hold-after", "html-200")
) | {"restart", "restart-after", "late-effect", "stall-after"}
_CHANGING = ("look", "checkout", "checkout", "put", "fields", "checkin", "discard", "delete")
_ON_WHAT_STANDS = (*PEOPLE[:-1], "checkin", "discard", "rename folder", "move folder", "delete folder", "restore")
_AT = ("fields", "fields", "fields-read", "look", "put", "session", "chunk", "checkin")


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What a person does after the attempt of this number (from 0, -1 before all), to this file or to its folder."""

    after: int
    act: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """One plan. `blows` fall on the first attempts in turn; `early` says after which one begins that comes too soon."""

    seed: int
    kind: str
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
        kind = kind_of(seed)
        if kind != "place":
            return cls._of_change(kind, seed)
        dice = random.Random(f"trouble {seed}")
        people = dice.random() < 0.4
        return cls(
            seed=seed,
            kind=kind,
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

    @classmethod
    def _of_change(cls, kind: str, seed: int) -> "Trouble":
        dice = random.Random(f"trouble of a {kind} {seed}")
        people = dice.random() < 0.5
        blows = (_blow(dice, _LAST_OF_CHANGE) for _ in range(3))
        return cls(
            seed=seed,
            kind=kind,
            plan=_plan_of_change(dice, seed, people=people),
            blows=tuple(blows)[: dice.choice((0, 1, 1, 2, 3))],
            early=tuple(dice.random() < 0.3 for _ in range(4)),
            deeds=tuple(_deed_on_what_stands(dice) for _ in range(dice.choice((0, 1, 1, 2)))) if people else (),
            habits=_habits(dice),
            require_checkout=(strict := dice.random() < 0.5),
            drafts=dice.choice(("", "", "minor")) if not strict else "",
        )

    @property
    def by_people(self) -> bool:
        """Return whether somebody else does something, so that a sentence for a person may be the end of it."""
        kinds = {planned.fault.kind for planned in self.plan.planned}
        return bool(self.deeds or self.before or kinds & {"human", "second-publisher"})

    def __str__(self) -> str:
        return f"{self.kind}, seed {self.seed}"


def kind_of(seed: int) -> str:
    """Return what is tried in the plan of a seed: half of them place."""
    return random.Random(f"act of {seed}").choice(KINDS)


def _plan(dice: random.Random, seed: int, *, people: bool) -> Plan:
    plan = Plan.from_seed(seed) if dice.random() < 0.75 else Plan(groups=(), planned=())
    if dice.random() < 0.3:
        plan = _beside(plan, Plan.from_seed(dice.randrange(10**9)).planned)
    if people and dice.random() < 0.7:
        act = dice.choice(("edit", "rename", "move", "delete", "checkout", "lock", "set_fields"))
        fault = Fault(kind="human", about={"act": act, **_VALUES.get(act, {})})
        plan = _beside(plan, (Planned(step=dice.choice(_AT), nth=dice.choice((1, 2, 3, 4, 6)), fault=fault),))
    return plan


def _plan_of_change(dice: random.Random, seed: int, *, people: bool) -> Plan:
    plan = Plan(groups=(), planned=())
    for drawn in (seed, *(dice.randrange(10**9) for _ in range(dice.choice((0, 0, 1, 2))))):
        aimed = (_aimed(dice, each) for each in Plan.from_seed(drawn).planned)
        plan = _beside(plan, tuple(aimed))
    if people and dice.random() < 0.7:
        act = dice.choice(("edit", "edit", "rename", "move", "delete", "checkout", "lock", "set_fields", "discard"))
        fault = Fault(kind="human", about={"act": act, **_VALUES.get(act, {})})
        plan = _beside(plan, (Planned(step=dice.choice(_CHANGING), nth=dice.randint(1, 6), fault=fault),))
    return plan


def _aimed(dice: random.Random, planned: Planned) -> Planned:
    """Have most of what any call may meet happen to a call that changes what stands there."""
    if planned.fault.kind not in _ANYWHERE or dice.random() < 0.3:
        return planned
    return replace(planned, step=dice.choice(_CHANGING), nth=dice.randint(1, 4))


def _beside(plan: Plan, more: tuple[Planned, ...]) -> Plan:
    taken = {(each.step, each.nth) for each in plan.planned}
    return plan + Plan(groups=(), planned=tuple(each for each in more if (each.step, each.nth) not in taken))


def _blow(dice: random.Random, last: Mapping[str, int] = _LAST) -> Blow | None:
    if dice.random() < 0.1:
        return None
    where = dice.choice(list(last))
    stops = where != "while-sending" and dice.random() < 0.3  # the server would wait for the rest of it
    return Blow(where=where, nth=dice.randint(1, last[where]), signal=signal.SIGSTOP if stops else signal.SIGKILL)


def _deed(dice: random.Random) -> Deed:
    act = dice.choice((*PEOPLE, "rename folder", "move folder", "delete folder", "restore"))
    return Deed(
        after=dice.choice((0, 0, 1, 2)),
        act=act,
        name=dice.choice(sorted(FILES)) if "folder" not in act else FOLDERS[-1],
    )


def _deed_on_what_stands(dice: random.Random) -> Deed:
    act = dice.choice(_ON_WHAT_STANDS)
    name = dice.choice(CHANGED_FILES) if "folder" not in act else FOLDERS[-1]
    return Deed(after=dice.choice((-1, -1, 0, 0, 1, 2)), act=act, name=name)


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

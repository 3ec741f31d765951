"""A forger without a plan: one seed gives one change to an exported dossier, and then every hash made sound again.

What it changes follows from the seed alone, so a mutation that slips through can be made again and looked at.
"""

import copy
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from builders.forgery import ForgersDesk, rewrite
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.terms import canonical

Place = tuple[Any, Any]  # what holds the value, and its key or index there


def mutate(exported: bytes, seed: int) -> tuple[str, bytes]:
    """Return what was done, in one line, and the zip after it; empty when no export of such a dossier can be made."""
    chance = random.Random(seed)
    done: list[str] = []

    def forge(desk: ForgersDesk) -> None:
        for _ in range(chance.choice((1, 1, 1, 2))):
            done.append(chance.choice(_WAYS)(desk, chance))

    try:
        made = rewrite(exported, forge, mend=chance.random() < 0.8)
    except Exception:  # so damaged that even the forger's own tools stumble
        made = b""
    return "; ".join(done), made


def _change_value(desk: ForgersDesk, chance: random.Random) -> str:
    event = chance.choice(desk.events)
    places = list(_leaves(event["inhoud"]))
    if not places:
        return _change_frame(desk, chance)
    holder, key = chance.choice(places)
    before = holder[key]
    holder[key] = chance.choice(_others(before, key, desk, chance))
    return f"{event['soort']}.{key}: {before!r:.40} -> {holder[key]!r:.40}"


def _change_frame(desk: ForgersDesk, chance: random.Random) -> str:
    event = chance.choice(desk.events)
    key = chance.choice(("actor", "klok", "tijd", "gesimuleerd", "soort"))
    before = event[key]
    event[key] = chance.choice(_others(before, key, desk, chance))
    return f"{event['soort']}/{key}: {before!r:.40} -> {event[key]!r:.40}"


def _change_shape(desk: ForgersDesk, chance: random.Random) -> str:
    """Let a list be a dict, a dict a list of pairs, a number a text, or a field be gone or new."""
    event = chance.choice(desk.events)
    holder, key = chance.choice([*_places(event["inhoud"]), (event, "inhoud")])
    before = holder[key]
    holder[key] = chance.choice(list(_other_shapes(before)))
    return f"{event['soort']}.{key} in another shape: {before!r:.30} -> {holder[key]!r:.30}"


def _remove(desk: ForgersDesk, chance: random.Random) -> str:
    event = desk.events.pop(chance.randrange(1, len(desk.events)))
    return f"without {event['soort']} {event['seq']}"


def _cut_off(desk: ForgersDesk, chance: random.Random) -> str:
    keep = chance.randrange(1, len(desk.events))
    del desk.events[keep:]
    return f"cut off after {keep}"


def _repeat(desk: ForgersDesk, chance: random.Random) -> str:
    event = copy.deepcopy(chance.choice(desk.events))
    if chance.random() < 0.5:
        event["actor"] = chance.choice(_pool("actor", desk))
    desk.events.insert(chance.randrange(1, len(desk.events) + 1), event)
    return f"{event['soort']} {event['seq']} once more, by {event['actor']}"


def _swap(desk: ForgersDesk, chance: random.Random) -> str:
    at = chance.randrange(1, len(desk.events) - 1)
    desk.events[at], desk.events[at + 1] = desk.events[at + 1], desk.events[at]
    return f"{desk.events[at]['soort']} before {desk.events[at + 1]['soort']}"


def _change_artefact(desk: ForgersDesk, chance: random.Random) -> str:
    """Change a file and let every event, and the manifest, name the changed one."""
    old = chance.choice(_in_order(desk))
    content = bytearray(desk.artefacten.pop(old))
    digits = [at for at, byte in enumerate(content) if 0x30 <= byte <= 0x39]
    at = chance.choice(digits or [0])
    content[at] = 0x30 + (content[at] - 0x30 + chance.randrange(1, 10)) % 10
    _rename(desk, old, desk.put(bytes(content)))
    return f"{_kind_of(content)} {old[:8]} with another digit at {at}: {bytes(content[max(0, at - 20) : at + 5])!r}"


def _kind_of(content: bytes) -> str:
    marks = {b"%PDF": "pdf", b"\ngremia:": "profile", b'{"besluiten":': "metadata"}
    return next((kind for mark, kind in marks.items() if mark in content), "artefact")


def _in_order(desk: ForgersDesk) -> list[str]:
    """Return the hashes as events first name them, then the others: a seed must do the same to every export."""
    told = b"".join(canonical.dumps(event["inhoud"]) for event in desk.events)

    def place(sha256: str) -> tuple[bool, int, int]:
        at = told.find(sha256.encode())
        return at < 0, at, len(desk.artefacten[sha256])

    return sorted(desk.artefacten, key=place)


def _rename(desk: ForgersDesk, old: str, new: str) -> None:
    desk.replace_everywhere(old, new)
    for sha256, content in list(desk.artefacten.items()):
        if old.encode() in content and sha256 != new:
            del desk.artefacten[sha256]
            _rename(desk, sha256, desk.put(content.replace(old.encode(), new.encode())))


_WAYS = (
    _change_value, _change_value, _change_value, _change_value, _change_frame, _change_shape, _change_shape,
    _remove, _cut_off, _repeat, _swap, _change_artefact, _change_artefact,
)  # fmt: skip


def _places(value: Any) -> Iterator[Place]:
    keys: list[Any] = (
        list(value) if isinstance(value, dict) else [*range(len(value))] if isinstance(value, list) else []
    )
    for key in keys:
        yield value, key
        yield from _places(value[key])


def _leaves(value: Any) -> Iterator[Place]:
    return ((holder, key) for holder, key in _places(value) if not isinstance(holder[key], dict | list))


def _pool(key: Any, desk: ForgersDesk) -> list[str]:
    """Return what stands under this key anywhere: what a forger takes that has to look right."""
    found = [event[key] for event in desk.events if key in event]
    found += [holder[name] for event in desk.events for holder, name in _places(event["inhoud"]) if name == key]
    return sorted({value for value in found if isinstance(value, str)}) or [""]


def _others(value: Any, key: Any, desk: ForgersDesk, chance: random.Random) -> list[Any]:
    match value:
        case bool():
            return [not value]
        case int():
            return [value + 1, value - 1, -value - 1, value * 1000 + 7, 0 if value else 7]
        case str():
            texts = [*_moved(value), value + " ", "", value.upper(), f"{value}x", chance.choice(_in_order(desk))]
            return [text for text in (*texts, *_pool(key, desk)) if text != value] or ["anders"]
        case _:
            return ["", 0, chance.choice(_pool(key, desk)), "manager_ict"]


def _moved(text: str) -> Iterator[str]:
    """Yield other moments and days, and the same one in other words."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return
    for shift in (timedelta(minutes=1), timedelta(hours=30), timedelta(days=-2), timedelta(days=26_000)):
        moved = (moment + shift).isoformat()
        yield moved if "T" in text else moved[:10]
    yield text.replace("-", "", 2)


def _other_shapes(value: Any) -> Iterator[Any]:
    match value:
        case dict():
            yield [[name, item] for name, item in value.items()]
            yield {**value, "extra": 1}
            yield dict(list(value.items())[1:]) if value else []
        case list():
            yield {str(number): item for number, item in enumerate(value)}
            yield [*value, *value[-1:]] if value else [None]
            yield value[1:] if value else {}
            yield value[::-1] if len(value) > 1 else [value]
        case bool():
            yield from (int(value), str(value))
        case int():
            yield from (str(value), True, [value], None)
        case _:
            yield from ([value], {"waarde": value}, 0, True)


def holds(forged: bytes, head: str | None = None) -> bool:
    """Return whether the program would say of this zip that it holds."""
    return verify_zip(forged, head).houdt

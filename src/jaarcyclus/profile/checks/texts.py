"""Can everybody read what the office wrote, and tell two things apart by their names?

One rule for words, that of `terms.words`. A name that nobody reads is refused, a text is warned of: it is printed, but
no decision hangs on it. Two of one name are told apart by their codes only, which no document prints: a warning.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from jaarcyclus.profile.checks.fault import ProfileFault, fault
from jaarcyclus.profile.dated import Dated, overlap
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.words import fault_in_name, fault_in_words, normalise, to_letters

NAMES = frozenset({"naam", "voluit", "functie"})
TEXTS = frozenset({"vorm", "grondslag", "bron", "eenheid", "resultaat", "toelichting_top", "vraag"})
"""Together every free text of a profile: a test holds them to its records."""


def check_names(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a name that is empty or holds what nobody reads."""
    for path, name in _written(profile.model_dump(), NAMES):
        if found := fault_in_name(name):
            yield fault(profile, "NAAM_ONLEESBAAR", path, name, reden=found)


def check_texts(profile: Profile) -> Iterator[ProfileFault]:
    """Warn of a text that is no words: a dot, nothing, a sign that nobody sees."""
    for path, text in _written(profile.model_dump(), TEXTS):
        if found := fault_in_words(normalise(text)):  # YAML itself leaves a line's end behind a text
            yield fault(profile, "TEKST_ZONDER_WOORDEN", path, text, reden=found)


def check_double_names(profile: Profile) -> Iterator[ProfileFault]:
    """Warn of two things of one kind and one name on the same day, as a reader takes it: `I.C.T.` is `ICT`."""
    for named in _named(profile):
        seen: dict[str, list[tuple[str, Dated]]] = {}
        for path, name, record in named:
            others = seen.setdefault(to_letters(name), [])
            other = next((place for place, one in others if to_letters(name) and overlap(one, record)), None)
            if other:
                place = profile.source.place(other) if profile.source else other
                yield fault(profile, "NAAM_DUBBEL", path, name, andere=place)
            others.append((path, record))


def _named(profile: Profile) -> Iterator[list[tuple[str, str, Dated]]]:
    """Yield each list in which a name tells its things apart; percelen and other submissions are one."""
    yield [*_placed(profile.percelen, "percelen"), *_placed(profile.overige_inzendingen, "overige_inzendingen")]
    yield _placed(profile.gremia, "gremia")
    yield _placed(profile.gemeenten, "gemeenten")
    yield _placed(profile.personen, "personen", "functie")
    for number, gremium in enumerate(profile.gremia):
        yield _placed(gremium.zetels, f"gremia.{number}.zetels")


def _placed(records: Sequence[Any], path: str, field: str = "naam") -> list[tuple[str, str, Dated]]:
    return [(f"{path}.{number}.{field}", getattr(record, field), record) for number, record in enumerate(records)]


def _written(value: Any, fields: frozenset[str], path: str = "") -> Iterator[tuple[str, str]]:
    """Yield place and text of these fields, wherever in the profile they stand."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list | tuple) else ()
    for key, item in items:
        place = f"{path}.{key}" if path else str(key)
        if key in fields and isinstance(item, str):
            yield place, item
        else:
            yield from _written(item, fields, place)

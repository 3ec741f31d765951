"""Is a profile right? Every rule is a function from a profile to findings; this module is their list.

A profile is written by an office, not by a programmer: it hears every fault at once, each with its line and with
what to do. Whether the file can be read and typed at all is `profile.load_profile`; never repair a profile here.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from jaarcyclus import profile_check_gremia as gremia
from jaarcyclus import profile_check_kalender as kalender
from jaarcyclus import profile_check_rondes as rondes
from jaarcyclus import profile_check_routes as routes
from jaarcyclus import profile_check_sleutels as sleutels
from jaarcyclus import profile_check_verwijzingen as verwijzingen
from jaarcyclus.bevindingen import Bevinding
from jaarcyclus.errors import OngeldigProfiel
from jaarcyclus.profile import Profile

Check = Callable[[Profile], Iterator[Bevinding]]

CHECKS: tuple[Check, ...] = (
    verwijzingen.check_references,
    verwijzingen.check_products,
    verwijzingen.check_name,
    verwijzingen.check_codes,
    verwijzingen.check_account,
    verwijzingen.check_periods,
    gremia.check_seats,
    gremia.check_deputies,
    gremia.check_one_seat_a_person,
    gremia.check_controller,
    gremia.check_chair,
    gremia.check_weights,
    gremia.check_perceel_seats,
    gremia.check_makers,
    routes.check_silence,
    routes.check_receipt,
    routes.check_adoption,
    routes.check_rungs,
    routes.check_ladder,
    routes.check_scope,
    rondes.check_regiegroepen,
    rondes.check_makers_only,
    sleutels.check_percentages,
    sleutels.check_participants,
    sleutels.check_inhabitants,
    sleutels.check_volumes,
    kalender.check_calendar,
    kalender.check_days,
    kalender.check_cutoff,
    kalender.check_submission,
    kalender.check_gates,
    kalender.check_sequence,
    kalender.check_municipal_days,
)


def check_profile(profile: Profile) -> tuple[Bevinding, ...]:
    """Return every finding, fouten first; `blad` is the file, `cel` is `file:line place`. () when all is well."""
    found = [bevinding for check in CHECKS for bevinding in check(profile)]
    return tuple(sorted(found, key=lambda bevinding: bevinding.ernst != "fout"))


def require_sound(profile: Profile) -> None:
    """Raise OngeldigProfiel with every fout, each with its place and remedy; warnings pass."""
    faults = [item for item in check_profile(profile) if item.ernst == "fout"]
    if faults:
        raise OngeldigProfiel(tuple(f"{item.cel}: {item.melding} {item.herstel}" for item in faults))


def gekozen_waarden(profile: Profile) -> tuple[str, ...]:
    """Return each chosen value as `file:line place: value`, in the order of the file; () for a profile without file.

    These are the defaults that no source prescribes (tag `!gekozen`): the office decides whether they stay.
    """
    source = profile.source
    if source is None:
        return ()
    places = sorted(source.gekozen, key=lambda path: (source.regels[path], path))
    chosen = (line for path in places for line in _lines(path, _value(source.inhoud, path)))
    return tuple(f"{source.place(path)}: {text}" for path, text in chosen)


def _value(content: Any, path: str) -> Any:
    for part in path.split("."):
        content = content[int(part)] if isinstance(content, list) else content[part]
    return content


def _lines(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield place and text of a chosen value; what holds further blocks is shown block by block."""
    items = list(_items(value))
    if not any(isinstance(item, dict | list) for _, item in items):
        yield path, _shown(value)
        return
    for key, item in items:
        yield from _lines(f"{path}.{key}", item)


def _items(value: Any) -> Iterable[tuple[object, Any]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {item}" for key, item in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

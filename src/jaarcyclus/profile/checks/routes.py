"""Does every route end in an adoption that someone gave, and has every dispute somewhere to go?

Silence never adopts, and what stands still on a "no" must climb: both are invariants of the design. A step may depend
on a kenmerk of the dossier, so each question is asked for every combination of kenmerken that the route mentions.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product as combinations_of

from jaarcyclus.profile.checks.fault import ProfileFault, fault, lifetime
from jaarcyclus.profile.dated import Dated, in_force, overlap
from jaarcyclus.profile.gremium import Rol, Routestap
from jaarcyclus.profile.records import Profile

NumberedStep = tuple[int, Routestap]


def check_silence(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a step in which no answer would be taken for a yes."""
    for path, step in _steps(profile):
        if step.bij_zwijgen == "akkoord":
            yield fault(profile, "ZWIJGEN_STELT_VAST", f"{path}.bij_zwijgen", reden="wie zwijgt, geldt als akkoord")
        if step.rol in (Rol.INSTEMMING, Rol.VASTSTELLING) and not step.blokkeert:
            reason = f"een {step.rol} die niet blokkeert, wacht niet op een antwoord"
            yield fault(profile, "ZWIJGEN_STELT_VAST", f"{path}.blokkeert", reden=reason)


def check_receipt(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a step that waits for a receipt of what is not sent: only information is confirmed."""
    for path, step in _steps(profile):
        if step.ontvangst_vereist and step.rol != Rol.INFO:
            yield fault(profile, "ONTVANGST_ZONDER_INFO", f"{path}.ontvangst_vereist", step.rol)


def check_confidential(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a confidential step that only informs: nobody answers in it, and what it sends is the product."""
    for path, step in _steps(profile):
        if step.vertrouwelijk and step.rol == Rol.INFO:
            yield fault(profile, "BESLOTEN_TER_INFO", f"{path}.vertrouwelijk", step.rol)


def check_adoption(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a product that on some day, for some combination of kenmerken, no gremium adopts."""
    for product, steps in profile.routes.items():
        for condition, branch in branches(steps):
            if _lacks_adoption(profile, steps, branch):
                als = f" ({condition})" if condition else ""
                yield fault(profile, "ROUTE_ZONDER_VASTSTELLING", f"routes.{product}", product, als=als)


def check_rungs(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a gremium that can stop a product while its dispute has nowhere to go."""
    rungs = {trede.van for trede in profile.ladder.treden} | {profile.ladder.top}
    for path, step in _steps(profile):
        if step.rol == Rol.INFO or not step.blokkeert:
            continue
        for number, gremium in enumerate(step.gremia):
            if gremium not in rungs:
                yield fault(profile, "TREDE_ONTBREEKT", f"{path}.gremia.{number}", gremium)


def check_ladder(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a ladder that forks, runs in a circle, ends below its top or goes on above it."""
    ladder = profile.ladder
    upward: dict[str, str] = {}
    for number, trede in enumerate(ladder.treden):
        path = f"ladder.treden.{number}"
        if trede.van in upward:
            yield fault(profile, "TREDE_DUBBEL", path, trede.van)
        if trede.van == ladder.top:
            yield fault(profile, "TOP_HEEFT_TREDE", path, trede.van)
        upward.setdefault(trede.van, trede.naar)
    for number, trede in enumerate(ladder.treden):
        yield from _check_climb(profile, f"ladder.treden.{number}", _climb(upward, trede.van, ladder.top))


def check_scope(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a perceel that a route by perceel passes over, and a gremium that would judge no perceel at all."""
    for product, steps in profile.routes.items():
        own = [(number, step) for number, step in enumerate(steps) if step.bereik == "eigen_percelen"]
        if own:
            yield from _check_percelen(profile, product, [step for _, step in own])
        for number, step in own:
            for place, gremium in enumerate(step.gremia):
                if gremium not in {perceel.regiegroep for perceel in profile.percelen}:
                    path = f"routes.{product}.{number}.gremia.{place}"
                    yield fault(profile, "GREMIUM_ZONDER_PERCELEN", path, gremium)


def branches(steps: Sequence[Routestap]) -> Iterator[tuple[str, tuple[NumberedStep, ...]]]:
    """Yield for each combination of the route's kenmerken its Dutch condition and the numbered steps that apply."""
    kenmerken = sorted({step.kenmerk for step in steps if step.kenmerk})
    for values in combinations_of((True, False), repeat=len(kenmerken)):
        holds = dict(zip(kenmerken, values, strict=True))
        condition = " en ".join(name if value else f"niet {name}" for name, value in holds.items())
        present = {name for name, value in holds.items() if value}
        yield condition, tuple(item for item in enumerate(steps) if item[1].applies_to(present))


def _lacks_adoption(profile: Profile, steps: Sequence[Routestap], branch: Sequence[NumberedStep]) -> bool:
    applying = [step for _, step in branch]
    for day in _turning_days(profile, steps):
        route = in_force(applying, day)
        if (in_force(steps, day) or not steps) and not any(step.rol == Rol.VASTSTELLING for step in route):
            return True
    return False


def _turning_days(profile: Profile, records: Sequence[Dated]) -> list[date]:
    """Return the days from the cooperation's beginning on which what is in force can differ from the day before."""
    begin = lifetime(profile).van
    days = {begin, *(record.van for record in records), *(record.tot for record in records if record.tot)}
    return sorted(day for day in days if day >= begin)


def _climb(upward: dict[str, str], start: str, top: str) -> list[str]:
    """Return the gremia from `start` up, until the top, the end or the first one met twice."""
    path = [start]
    while path[-1] != top and path[-1] in upward and path.count(path[-1]) == 1:
        path.append(upward[path[-1]])
    return path


def _check_climb(profile: Profile, place: str, path: list[str]) -> Iterator[ProfileFault]:
    top, end = profile.ladder.top, path[-1]
    if path.count(end) > 1:
        # Once for the whole circle: only its first rung reports, not what leads up to it or follows in it.
        circle = path[path.index(end) :]
        if circle[0] == path[0] and path[0] == min(circle):
            yield fault(profile, "LADDER_KRING", place, kring=" → ".join(circle), top=top)
    elif end != top:
        yield fault(profile, "LADDER_HAALT_TOP_NIET", place, path[0], einde=end, top=top)


def _check_percelen(profile: Profile, product: str, steps: Sequence[Routestap]) -> Iterator[ProfileFault]:
    for number, perceel in enumerate(profile.percelen):
        seen = {gremium for step in steps if overlap(step, perceel) for gremium in step.gremia}
        if seen and perceel.regiegroep not in seen:
            known = ", ".join(sorted(seen))
            path = f"percelen.{number}.regiegroep"
            yield fault(profile, "PERCEEL_BUITEN_ROUTE", path, perceel.code, product=product, bekend=known)


def _steps(profile: Profile) -> Iterator[tuple[str, Routestap]]:
    for product, steps in profile.routes.items():
        for number, step in enumerate(steps):
            yield f"routes.{product}.{number}", step

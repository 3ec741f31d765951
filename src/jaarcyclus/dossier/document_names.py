"""Which documents a version has, and for whom: it follows from profile, product and kenmerken alone. Pure.

Printing makes exactly these and the rules accept no others, so that none is left out of what is voted on.
"""

from collections.abc import Iterable

from jaarcyclus.profile.gremium import Routestap
from jaarcyclus.profile.records import Profile


def route(profile: Profile, product: str, kenmerken: Iterable[str]) -> tuple[Routestap, ...]:
    """Return the steps of the product's route that apply."""
    held = set(kenmerken)
    return tuple(step for step in profile.routes[product] if step.applies_to(held))


def regiegroepen(profile: Profile, steps: Iterable[Routestap]) -> dict[str, list[str]]:
    """Return the percelen of each regiegroep on the route that has any; what passes no regiegroep is in none."""
    answering = {code for step in steps if step.bereik == "eigen_percelen" for code in step.gremia}
    found: dict[str, list[str]] = {}
    for duty in profile.inzendplichten():
        if duty.regiegroep in answering:
            found.setdefault(duty.regiegroep, []).append(duty.code)
    return found


def reading_gremia(profile: Profile, steps: tuple[Routestap, ...]) -> tuple[str, ...]:
    """Return the gremia that answer or are informed, in the order of the route; none that has no perceel to see."""
    own = regiegroepen(profile, steps)
    seen = [code for step in steps for code in step.gremia if step.bereik == "product" or code in own]
    return tuple(dict.fromkeys(seen))


def document_names(profile: Profile, product: str, kenmerken: Iterable[str]) -> tuple[str, ...]:
    """Return `begroting.pdf`, `begroting.xlsx`, a booklet per regiegroep and an oplegnota per gremium."""
    steps = route(profile, product, kenmerken)
    return (
        f"{product}.pdf",
        f"{product}.xlsx",
        *(f"boekje_{code}.pdf" for code in regiegroepen(profile, steps)),
        *(f"oplegnota_{code}.pdf" for code in reading_gremia(profile, steps)),
    )

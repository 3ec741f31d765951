"""The act with which the controller lets one warning pass, and what it will do, in words. Pure.

What is offered is no right: `rules` refuses whoever may not, and what cannot be.
"""

from jaarcyclus.dossier.warnings import Warned, all_warnings
from jaarcyclus.pages.act import Act, Kind
from jaarcyclus.pages.standings import Standing
from jaarcyclus.terms.text import on_one_line


def list_passings(standing: Standing) -> tuple[Act, ...]:
    """Return an act for each open warning of a round that takes something still."""
    return tuple(act for item in all_warnings(standing.state) if (act := passing(standing, item)))


def passing(standing: Standing, warned: Warned) -> Act | None:
    """Return the act for one warning, None when it passed already or the round is closed."""
    state = standing.state
    if warned.passed is not None or state.is_closed:
        return None
    duty = next(item for item in state.opened.inzendplichten if item.code == warned.perceel)
    place = f"{warned.place}: " if warned.place else ""
    return Act(
        kind=Kind.PASS,
        dossier=state.dossier,
        title=f"Doe een waarschuwing af bij {duty.naam}",
        effects=(
            f"De waarschuwing is: {place}{on_one_line(warned.first.melding)}",
            "U laat haar passeren. Het werkboek telt al mee; aan zijn cijfers verandert niets.",
            f"Dat u dit deed, wanneer en waarom, leest {standing.profile.name_person(duty.indiener)}.",
            f"In boekjaar {state.boekjaar + 1} staat zij bij dit product weer op de lijst om na te lopen.",
            "Komt er een nieuw werkboek, dan wordt dat opnieuw beoordeeld.",
            "Dit kan niet worden teruggedraaid.",
        ),
        about=f"{warned.perceel}-{warned.number}",
    )

"""Opening what may be asked for at any moment, such as a wijzigingsverzoek, as the controller is offered it. Pure."""

from collections.abc import Iterator
from datetime import date

from jaarcyclus.dossier.records import Dossier
from jaarcyclus.pages.act import Act, Choice, Kind
from jaarcyclus.pages.elsewhere import Elsewhere
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.products import PRODUCTS, name_product


def openings(state: Dossier, profile: Profile, today: date, elsewhere: Elsewhere) -> Iterator[Act]:
    """Yield the next request of each kind beside the product in force that it asks to change.

    Of the boekjaar that runs, or the next. A perceel without regiegroep is not offered: nobody would decide on what
    fits (ADR 0034).
    """
    runs = state.in_force is not None and state.boekjaar in (today.year, today.year + 1)
    offered = profile.kalender.op_verzoek if runs else ()
    for product in (item for item in offered if PRODUCTS[item].changes == state.product):
        numbered = elsewhere.next_request(state, product)
        name = name_product(numbered, state.boekjaar)
        yield Act(
            kind=Kind.OPEN,
            dossier=state.dossier,
            title=f"Open {name[0].lower()}{name[1:]}",
            effects=tuple(_effects(profile, product)),
            about=numbered,
            askers=tuple(
                Choice(value=item.code, text=item.naam)
                for item in profile.for_round(today, state.boekjaar).inzendplichten()
                if item.regiegroep
            ),
        )


def _effects(profile: Profile, product: str) -> Iterator[str]:
    days = profile.kalender.op_verzoek[product].indienen_werkdagen
    yield "Er gaat een eigen ronde open, met een eigen dossier."
    yield f"Alleen het perceel dat u kiest, dient een werkboek in: binnen {days} werkdagen."
    yield "Dat werkboek staat klaar op de pagina Inleveren van wie indient. Wie een map gebruikt, vindt het daar."
    if kenmerken_of(profile, product):
        yield "In het nieuwe dossier legt u de kenmerken vast. Die bepalen wie beslist."


def kenmerken_of(profile: Profile, product: str) -> list[str]:
    """Return on which conditions steps of a route depend."""
    return sorted({step.kenmerk for step in profile.routes[product] if step.kenmerk})

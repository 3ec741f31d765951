"""What of functions and accounts waits for the beheerder, which the controller reads along. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jaarcyclus.pages.accounts import Account, count_ways
from jaarcyclus.pages.function_holders import FunctionHolders
from jaarcyclus.pages.keeper_acts import ACCOUNTS, FUNCTIONS
from jaarcyclus.terms.formats import name_some


@dataclass(frozen=True, kw_only=True)
class Need:
    """One thing that waits for a person. `told`: what is wrong and what to do; `path`, `link`: where."""

    title: str
    told: str
    path: str = ""
    link: str = ""
    urgent: bool = True


def needs_of_people(
    accounts: Iterable[Account], functions: Iterable[FunctionHolders], beheerder: str
) -> Iterator[Need]:
    """Yield what is missing: an account, a password, a holder, an address, or the choice of an own password."""
    accounts, functions = tuple(accounts), tuple(functions)
    counted = count_ways(accounts)
    if counted["missing"]:
        yield Need(
            title=count_things(counted["missing"], "functie zonder account", "functies zonder account"),
            told="Het profiel is nieuwer dan de accounts. Laat Jaarcyclus opnieuw starten; dan komen zij er.",
            path=ACCOUNTS,
            link="Bekijk de accounts",
        )
    yield from _of_ended(accounts, beheerder)
    vacant = [item.name for item in functions if item.is_vacant]
    if vacant and any(item.last for item in functions):
        yield Need(
            title=count_things(len(vacant), "functie zonder houder", "functies zonder houder"),
            told=f"Het gaat om {name_some(vacant)}. Leg vast wie de functie heeft, of wie haar krijgt.",
            path=FUNCTIONS,
            link="Bekijk de functies",
            urgent=False,
        )
    untold = [item.name for item in functions if item.in_profile and not item.is_reachable]
    if untold:
        yield Need(
            title=count_things(len(untold), "functie krijgt geen bericht", "functies krijgen geen bericht"),
            told=f"Geen adres hebben: {name_some(untold)}. "
            "Wie de functie heeft, kiest dat op Mijn berichten. De beheerder kan een eerste adres invullen.",
            path=FUNCTIONS,
            link="Bekijk de functies",
            urgent=False,
        )
    if counted["waits"]:
        yield Need(
            title=count_things(
                counted["waits"], "uitgegeven wachtwoord is niet gebruikt", "uitgegeven wachtwoorden zijn niet gebruikt"
            ),
            told="Tot de houder een eigen wachtwoord kiest, kan er met het account niets. Vraag of het is aangekomen.",
            path=ACCOUNTS,
            link="Bekijk de accounts",
            urgent=False,
        )


def _of_ended(accounts: Iterable[Account], beheerder: str) -> Iterator[Need]:
    """Nobody issues the beheerder's: that is of who owns the machine."""
    waiting = [item for item in accounts if item.needs_password]
    if not waiting:
        return
    own = (
        " Dat van de beheerder komt van wie de machine beheert: haal de regel van het account uit het bestand met "
        "wachtwoorden en start Jaarcyclus opnieuw."
    )
    yield Need(
        title="Nieuw wachtwoord nodig",
        told=f"Een andere houder hebben: {name_some([item.functie for item in waiting])}. Het wachtwoord van de vorige "
        "houder is ingetrokken. Tot de beheerder een nieuw uitgeeft, kan de houder van nu zich niet aanmelden."
        f"{own if any(item.key == beheerder for item in waiting) else ''}",
        path=ACCOUNTS,
        link="Bekijk de accounts",
    )


def count_things(number: int, one: str, more: str) -> str:
    """Return a number with the word for one of it or for more."""
    return f"{number} {one if number == 1 else more}"

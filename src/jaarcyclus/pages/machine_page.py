"""What the controller confirms of the machine itself: that its clock is right, that an older ledger is meant.

One page each, which says what stands still and what will happen, and asks the reason.
"""

from collections.abc import Callable
from dataclasses import dataclass

from jaarcyclus.errors import Refused, UnknownKey
from jaarcyclus.pages.html import fill_page
from jaarcyclus.pages.reader import YEAR, Reader
from jaarcyclus.pages.standings import Standings
from jaarcyclus.pages.year_page import NOT_FOUND
from jaarcyclus.steps import confirmations

CLOCK, RESTORED = "klok", "terugzetting"
_ANSWERS = "U staat ervoor in: uw reden komt met uw functie en de tijd in het logboek."


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """One thing to confirm: why all stands still, and what comes of confirming it."""

    path: str
    title: str
    faults: tuple[str, ...]
    effects: tuple[str, ...]
    do: Callable[..., None]


def find_confirmation(standings: Standings, reader: Reader, kind: str) -> Confirmation:
    """Return what is to be confirmed. Raises UnknownKey, alike for anybody but the controller and when nothing is."""
    workspace, profiel = standings.workspace, reader.profiel
    if reader.person == workspace.profile(profiel).controller:
        clock = workspace.clock_fault(profiel) if kind == CLOCK else None
        back = workspace.rollbacks(profiel) if kind == RESTORED else ()
        if clock:
            return Confirmation(
                path=f"{YEAR}/bevestig/{CLOCK}",
                title="Bevestig dat de klok klopt",
                faults=(clock,),
                effects=("De kalender gaat verder op de dag die de klok nu zegt.", _ANSWERS),
                do=confirmations.confirm_clock,
            )
        if back:
            return Confirmation(
                path=f"{YEAR}/bevestig/{RESTORED}",
                title="Bevestig dat een oudere kopie is bedoeld",
                faults=tuple(item.sentence() for item in back),
                effects=(
                    "Het programma gaat verder met de oudere kopie. Wat daarna was vastgelegd, telt niet meer.",
                    _ANSWERS,
                ),
                do=confirmations.confirm_ledger,
            )
    raise UnknownKey(NOT_FOUND)


def show_confirmation(asked: Confirmation, reader: Reader, *, typed: str = "", refusal: Refused | None = None) -> str:
    """Return the page, with what was typed and why it was refused."""
    return fill_page("bevestiging.html", reader, current=YEAR, bevestiging=asked, reden=typed, fout=refusal)

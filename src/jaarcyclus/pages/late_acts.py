"""What the controller can do about who is late: extra time, earlier figures, or the workbook of before. Pure.

What is offered is no right: `rules` refuses whoever may not, and what cannot be.
"""

from collections.abc import Iterator
from datetime import date

from jaarcyclus.dossier.extensions import MAX_EXTRA
from jaarcyclus.dossier.planning import missing_submissions
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.pages.act import Act, Kind
from jaarcyclus.pages.elsewhere import Elsewhere
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.days import format_date
from jaarcyclus.terms.formats import format_day, join_names
from jaarcyclus.terms.products import name_in_sentence


def late_submissions(state: Dossier, today: date, elsewhere: Elsewhere) -> Iterator[Act]:
    """Yield per perceel that a version waits for what lets it go on without a new workbook."""
    if state.active_version is not None or state.is_closed:
        return
    missing = missing_submissions(state)
    for duty in state.opened.inzendplichten:
        known = state.current.get(duty.code)
        if duty.code not in missing:
            continue
        if known is not None and known.overgenomen is None:
            yield Act(
                kind=Kind.KEEP,
                dossier=state.dossier,
                title=f"Laat het vorige werkboek van {duty.naam} weer tellen",
                effects=(
                    f"{duty.naam} is gevraagd om opnieuw in te dienen. Het werkboek van {format_day(known.klok)} telt "
                    "weer; er hoeft geen nieuw te komen.",
                    "Komt het nieuwe werkboek nog voordat er een versie is, dan telt dat.",
                ),
                about=duty.code,
            )
        elif today > state.closing_day and elsewhere.can_be_carried(state, duty.code):
            yield _carrying(state, duty.code, duty.naam)


def _carrying(state: Dossier, code: str, name: str) -> Act:
    return Act(
        kind=Kind.CARRY,
        dossier=state.dossier,
        title=f"Neem cijfers over voor {name}",
        effects=(
            f"Van {name} is nog geen werkboek aanvaard; de sluitdag was {format_date(state.closing_day)}. De laatst "
            f"vastgestelde cijfers van dit perceel gaan tellen in {name_in_sentence(state.product, state.boekjaar)}.",
            "Elke tabel en elk totaal met deze cijfers zegt dat erbij, met uw reden in de stukken.",
            "Komt het werkboek nog voordat er een versie is, dan tellen de cijfers daarvan.",
        ),
        about=code,
    )


def extensions(state: Dossier, profile: Profile, today: date) -> Iterator[Act]:
    """Yield for each open gate with a silent seat that it can get extra time."""
    version = None if state.is_closed or state.opened.regels == 1 else state.active_version
    for gate in state.gates_of(version.versie) if version else ():
        if not gate.is_open or not gate.silent_zetels():
            continue
        body, deadline = profile.gremium(gate.gremium).naam, date.fromisoformat(gate.deadline)
        waiting = join_names([zetel.naam for zetel in gate.zetels if zetel.zetel in gate.silent_zetels()])
        can = "kan" if len(gate.silent_zetels()) == 1 else "kunnen"
        yield Act(
            kind=Kind.EXTEND,
            dossier=state.dossier,
            title=f"Geef {body} uitstel",
            effects=(
                f"De termijn liep tot en met {format_date(deadline)}; {waiting} {can} weer antwoorden."
                if today > deadline
                else f"De termijn loopt nu tot en met {format_date(deadline)}. Nog zonder antwoord: {waiting}.",
                "Wie dan nog zwijgt, wordt opnieuw vastgelegd; ook de ladder rekent vanaf de nieuwe dag.",
                "Wat na deze stap komt, schuift niet vanzelf mee: de dag van publicatie blijft dezelfde.",
            ),
            about=gate.gate,
            until=(max(deadline, today) + MAX_EXTRA).isoformat(),
        )

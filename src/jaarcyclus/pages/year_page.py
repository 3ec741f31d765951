"""The pages of who runs the cycle: all that is under way, and one boekjaar. Everything is read from the ledger."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TypeVar

from jaarcyclus.dossier.messages import Message
from jaarcyclus.dossier.standing import name_standing
from jaarcyclus.errors import JaarcyclusError, Refused, UnknownKey, tell
from jaarcyclus.messages.mail_server import tell_missing
from jaarcyclus.pages.act import Act
from jaarcyclus.pages.check_results import list_results
from jaarcyclus.pages.elsewhere import Elsewhere, look_elsewhere
from jaarcyclus.pages.html import fill_page
from jaarcyclus.pages.lead_times import list_lead_times
from jaarcyclus.pages.mailbox import Mailboxes
from jaarcyclus.pages.reader import YEAR, Reader
from jaarcyclus.pages.returning import count_returning, find_before
from jaarcyclus.pages.standings import Found, Standing, Standings
from jaarcyclus.pages.submissions import Refusals, make_matrix, tell_findings
from jaarcyclus.pages.warnings import tell_warned
from jaarcyclus.pages.year_acts import list_acts
from jaarcyclus.pages.year_ahead import list_coming
from jaarcyclus.pages.year_figures import draw_figures, read_amounts
from jaarcyclus.pages.year_stages import Cell, Column, Progress, Stage, cells_of, planned_stages, stages_of
from jaarcyclus.pages.year_tasks import Task, list_tasks
from jaarcyclus.pages.year_today import MOST_CHAINS, Done, list_done, list_own, moved_on
from jaarcyclus.pages.year_words import dossier_path, warnings_path
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps import placing
from jaarcyclus.steps.message_log import list_messages, tell_unreachable
from jaarcyclus.terms.days import to_working_day
from jaarcyclus.terms.formats import join_names
from jaarcyclus.terms.products import name_product, order_of

_T = TypeVar("_T")
NOT_FOUND = "Deze pagina bestaat niet, of zij is niet voor u."
MOST_COMING = 15
"""How much of what comes by itself is shown at once (chosen); the rest is further away."""
MOST_TASKS = 50
"""How much of what waits is shown at once (chosen): the latest first."""
MOST_MESSAGES = 30
"""How many messages are shown (chosen): a week of a cooperation; the export of the chain has all."""
MOST_BOEKJAREN = 8
"""How many boekjaren a page leads to (chosen): the newest."""


@dataclass(frozen=True, kw_only=True)
class Product:
    """One product of a boekjaar: where it stands, its stages, and what the reader can do now.

    `dossier` is empty while its round is not open; `warned` tells how many warnings are open, `warnings` where.
    """

    dossier: str
    title: str
    path: str
    told: str
    oefening: bool
    stages: tuple[Stage, ...]
    cells: dict[str, Cell]
    warned: str = ""
    warnings: str = ""
    acts: tuple[Act, ...] = ()


def require_office(reader: Reader) -> None:
    """Raise UnknownKey unless this person runs the cycle: for anybody else there is no such page."""
    if not reader.office:
        raise UnknownKey(NOT_FOUND)


def show_year(standings: Standings, reader: Reader) -> str:
    """Return the page of all that is under way. Raises UnknownKey for who does not run the cycle."""
    require_office(reader)
    workspace, today = standings.workspace, standings.workspace.today()
    found, profile = standings.of_profile(reader.profiel), workspace.profile(reader.profiel)
    running = [item for item in found.standings if not item.state.is_closed]
    return fill_page(
        "jaar.html",
        reader,
        current=YEAR,
        vandaag=today,
        **_urgent(standings, reader, found, profile, today),
        producten=[_opened(item, reader, today, look_elsewhere(workspace), found) for item in running],
        kolommen=[str(column) for column in Column],
        boekjaren=_boekjaren(found, profile, today)[-MOST_BOEKJAREN:],
        **_messages(standings, profile.on(today)),
    )


def show_lead_times(standings: Standings, reader: Reader) -> str:
    """Return the page of how long each step took. Raises UnknownKey for who does not run the cycle."""
    require_office(reader)
    found = standings.of_profile(reader.profiel)
    return fill_page("doorlooptijden.html", reader, current=YEAR, tijden=list_lead_times(found.standings))


def show_checks(standings: Standings, mailboxes: Mailboxes, reader: Reader) -> str:
    """Return the page of every check with its last results. Raises UnknownKey for who does not run the cycle."""
    require_office(reader)
    found = standings.of_profile(reader.profiel)
    rows = list_results(found.standings, mailboxes.refusals(reader.profiel))
    return fill_page("controles.html", reader, current=YEAR, rijen=rows)


def show_boekjaar(
    standings: Standings, mailboxes: Mailboxes, reader: Reader, boekjaar: int, acted: tuple[str, int] | None = None
) -> str:
    """Return the page of one boekjaar. Raises UnknownKey, alike for who does not run the cycle and for another year.

    `acted`: in which dossier, and after which of its events, who looks has just done something.
    """
    require_office(reader)
    workspace, today = standings.workspace, standings.workspace.today()
    found, profile = standings.of_profile(reader.profiel), workspace.profile(reader.profiel)
    if boekjaar not in _boekjaren(found, profile, today):
        raise UnknownKey(NOT_FOUND)
    shown = _in_order(item for item in found.standings if item.state.boekjaar == boekjaar)
    held = list(found.held)
    refusals: Refusals = _or_held(held, lambda: mailboxes.refusals(reader.profiel), {})
    amounts = [_or_held(held, partial(read_amounts, item, workspace.store.get), None) for item in shown]
    opened = {item.state.product: _opened(item, reader, today, look_elsewhere(workspace), found) for item in shown}
    names = {item.code: item.naam for standing in shown for item in standing.profile.gemeenten}
    return fill_page(
        "boekjaar.html",
        reader,
        current=YEAR,
        boekjaar=boekjaar,
        vandaag=today,
        vastgelegd=_acted(standings, shown, reader, acted),
        **_urgent(standings, reader, replace(found, held=tuple(held)), profile, today, boekjaar),
        producten=_products(opened, profile, boekjaar, today),
        kolommen=[str(column) for column in Column],
        boekjaren=_boekjaren(found, profile, today)[-MOST_BOEKJAREN:],
        matrix=make_matrix(shown, refusals, today),
        bevindingen=[tell_findings(item, refusals, reader.person) for item in shown],
        cijfers=draw_figures([made for made in amounts if made], names),
    )


def _acted(
    standings: Standings, shown: Iterable[Standing], reader: Reader, acted: tuple[str, int] | None
) -> tuple[Done, ...]:
    """Return what the ledger says of it: an address tells nothing by itself."""
    found = next((item for item in shown if acted and item.state.dossier == acted[0]), None)
    if found is None or acted is None:
        return ()
    events = standings.workspace.ledger.events(found.state.dossier)
    return list_own(found, events, reader.person, standings.workspace.today(), acted[1])


def _urgent(
    standings: Standings, reader: Reader, found: Found, profile: Profile, today: date, boekjaar: int | None = None
) -> dict[str, object]:
    """Return what stands on top of both pages: of one boekjaar, or of all."""
    workspace, held = standings.workspace, list(found.held)
    placings: tuple[tuple[str, str], ...] = _or_held(
        held, lambda: placing.tell_unfinished(workspace, profile.profiel), ()
    )
    shown = {item.state.dossier: item for item in found.standings if boekjaar in (None, item.state.boekjaar)}
    tasks = list_tasks(shown.values(), today)
    coming = [
        item for item in list_coming(found.standings, profile.on(today), today) if boekjaar in (None, item.boekjaar)
    ]
    moved = moved_on(shown.values(), today)
    return {
        "taken": tasks[:MOST_TASKS],
        "meer_taken": max(len(tasks) - MOST_TASKS, 0),
        "samenvatting": _summary(tasks, _behind(shown.values(), tasks, today)),
        "plaatsingen": [(dossier_path(shown[name].state), told) for name, told in placings if name in shown],
        "komend": coming[:MOST_COMING],
        "gebeurd": list_done(
            ((item, workspace.ledger.events(item.state.dossier)) for item in moved[:MOST_CHAINS]),
            reader.person,
            today,
            unread=len(moved[MOST_CHAINS:]),
        ),
        "vastgehouden": tuple(dict.fromkeys(held)),
        "klok": workspace.clock_fault(profile.profiel),
        "bevestigt": reader.person == profile.controller,
    }


def _messages(standings: Standings, profile: Profile) -> dict[str, object]:
    """Return who was told what, or why nobody can say; and who cannot be told anything."""
    workspace, held = standings.workspace, list[str]()
    known: tuple[Message, ...] = _or_held(held, lambda: standings.message_book.of_profile(profile.profiel), ())
    unreachable: tuple[str, ...] = _or_held(held, lambda: tuple(tell_unreachable(workspace, profile)), ())
    setting = tell_missing(workspace.settings.mail)
    return {
        "berichten": list_messages(known, profile, most=MOST_MESSAGES),
        "zonder_bericht": (*held, *([setting] if setting else []), *unreachable),
    }


def _or_held(held: list[str], look: Callable[[], _T], otherwise: _T) -> _T:
    """Return what is found; of a chain or file that cannot be read now, say so on the page that shows the rest."""
    try:
        return look()
    except JaarcyclusError as fault:
        held.append(fault.message if isinstance(fault, Refused) else tell(fault))
        return otherwise


def _behind(shown: Iterable[Standing], tasks: Sequence[Task], today: date) -> list[str]:
    """Return the products of which a planned day is over, with what is late, that no late task counts yet."""
    counted = {task.path for task in tasks if task.late}
    found = []
    for item in shown:
        if not item.state.is_closed and dossier_path(item.state) not in counted:
            late = [stage.column for stage in stages_of(item, today) if stage.progress == Progress.LATE]
            what = join_names([str(column).lower() for column in dict.fromkeys(late)])
            found += [f"{name_product(item.state.product, item.state.boekjaar)} ({what})"] if late else []
    return found


def _summary(tasks: Sequence[Task], behind: list[str]) -> str:
    """Return how much waits; what the stages call late and nobody is asked for is told too."""
    over = f"De geplande dag is voorbij van {join_names(behind)}." if behind else ""
    late = sum(task.late for task in tasks)
    if not tasks:
        return f"Er wacht nu niets op iemand. {over}".strip()
    dayless = sum(not task.late and task.deadline is None for task in tasks)
    waits = _count(len(tasks) - late - dayless, "binnen de termijn"), _count(dayless, "zonder vaste dag")
    nothing = "" if behind else "Niets is te laat."
    overdue = {0: nothing, 1: "1 zaak is te laat."}.get(late, f"{late} zaken zijn te laat.")
    return " ".join(filter(None, (overdue, *waits, over)))


def _count(number: int, how: str) -> str:
    return {0: "", 1: f"1 zaak wacht {how}."}.get(number, f"{number} zaken wachten {how}.")


def _boekjaren(found: Found, profile: Profile, today: date) -> list[int]:
    """Return the boekjaren that have a page: those with a dossier, and those of which a round is planned soon."""
    known = {item.state.boekjaar for item in found.standings}
    for calendar in profile.kalender.producten.values():
        for boekjaar in range(today.year - 1, today.year + 3):
            opens = to_working_day(calendar.opent.in_boekjaar(boekjaar))
            if today <= to_working_day(calendar.publicatie.in_boekjaar(boekjaar)) and (opens - today).days <= 366:
                known.add(boekjaar)
    return sorted(known)


def _in_order(standings: Iterable[Standing]) -> list[Standing]:
    return sorted(standings, key=lambda item: order_of(item.state.product))


def _products(opened: Mapping[str, Product], profile: Profile, boekjaar: int, today: date) -> list[Product]:
    """Return every product of the boekjaar in the order of the year, also those whose round is not open yet."""
    planned = {
        product: _planned(profile, product, boekjaar, today)
        for product in profile.kalender.producten
        if product in profile.routes and product not in opened
    }
    both = {**opened, **planned}
    return [both[product] for product in sorted(both, key=order_of)]


def _opened(standing: Standing, reader: Reader, today: date, elsewhere: Elsewhere, found: Found) -> Product:
    state, stages = standing.state, stages_of(standing, today)
    told = name_standing(state, standing.profile)
    return Product(
        dossier=state.dossier,
        title=name_product(state.product, state.boekjaar),
        path=dossier_path(state),
        told=f"{told[0].upper()}{told[1:]}.",
        oefening=state.oefening,
        stages=stages,
        cells=cells_of(stages),
        warned=tell_warned(state, count_returning(find_before(standing, found.standings))),
        warnings=warnings_path(state),
        acts=list_acts(standing, reader.person, today, elsewhere),
    )


def _planned(profile: Profile, product: str, boekjaar: int, today: date) -> Product:
    ends = to_working_day(profile.kalender.producten[product].publicatie.in_boekjaar(boekjaar))
    over = today >= ends  # then the calendar opens it no more (`dossier.round.rounds_due`)
    stages = () if over else planned_stages(profile, product, boekjaar, today)
    return Product(
        dossier="",
        title=name_product(product, boekjaar),
        path=f"{YEAR}/{boekjaar}",
        told="Deze ronde is niet geopend; haar dagen zijn voorbij." if over else "De ronde is nog niet open.",
        oefening=False,
        stages=stages,
        cells=cells_of(stages),
    )

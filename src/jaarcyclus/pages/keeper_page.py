"""The pages of who keeps the installation of a cooperation: what needs a person, functions, accounts, the program.

For the beheerder, who can act there, and the controller, who reads along; for anybody else there is no such page.
Nothing is recorded, and what takes long is not looked up here: how the program is, is told by who knows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from jaarcyclus import clock
from jaarcyclus.dossier.issuances import Issuance
from jaarcyclus.dossier.round import bezetting_id
from jaarcyclus.dossier.sight import may_read
from jaarcyclus.dossier.standing import name_stranded
from jaarcyclus.errors import JaarcyclusError, Refused, UnknownKey, tell
from jaarcyclus.pages.accounts import Account, WaysKnown, list_accounts, list_issued
from jaarcyclus.pages.function_holders import FunctionHolders, list_functions, list_seats
from jaarcyclus.pages.html import fill_page
from jaarcyclus.pages.keeper_acts import ACCOUNTS, FUNCTIONS, Act, KeeperAct, list_acts
from jaarcyclus.pages.keeper_needs import Need, count_things, needs_of_people
from jaarcyclus.pages.machine_parts import LastLook, MachinePart, SeenParts
from jaarcyclus.pages.mailbox import Mailboxes
from jaarcyclus.pages.reader import DOSSIERS, KEEPING, Reader
from jaarcyclus.pages.silence import tell_keeper
from jaarcyclus.pages.standings import Standing, Standings
from jaarcyclus.steps import contacts, library_inboxes, placing, receipts, unpublished, versions
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.formats import format_moment
from jaarcyclus.terms.products import name_product

NOT_FOUND = "Deze pagina bestaat niet, of zij is niet voor u."
CALENDAR = f"{KEEPING}/kalender"
MOST_RUNS = 5
"""How many looks of the calendar are shown (chosen)."""
_RUNS = {"success": "en dat lukte", "failed": "en dat lukte niet", "running": "en is nog bezig", "queued": "begint zo"}


def require_overseer(reader: Reader) -> None:
    """Raise UnknownKey unless this person may look here."""
    if not reader.oversees:
        raise UnknownKey(NOT_FOUND)


def read_functions(workspace: Workspace, reader: Reader, issued: Iterable[Issuance]) -> tuple[FunctionHolders, ...]:
    """Return who holds which function. Raises Refused when the bezetting was put back to an older copy."""
    today = workspace.today()
    profile = workspace.profile(reader.profiel).on(today)
    chain = workspace.ledger.events(bezetting_id(reader.profiel))
    return list_functions(profile, chain, today, issued, contacts.unreachable(workspace, reader.profiel))


def show_overview(
    standings: Standings,
    mailboxes: Mailboxes,
    reader: Reader,
    ways: WaysKnown,
    *,
    seen: SeenParts | None,
    looked: LastLook,
) -> str:
    """Return what needs a person, and how the program is, as far as was `seen`. Raises UnknownKey."""
    require_overseer(reader)
    workspace = standings.workspace
    held: list[str] = []
    needs = [
        *_of_machine(seen.parts if seen else (), looked),
        *_gather(held, lambda: _of_clock(workspace, reader.profiel)),
        *_gather(held, lambda: _of_placings(standings, reader)),
        *_gather(held, lambda: _of_mailbox(mailboxes, reader.profiel)),
        *_gather(held, lambda: _of_rounds(standings, reader)),
        *_of_messages(workspace),
        *_gather(held, lambda: _of_people(workspace, mailboxes, reader, ways)),
    ]
    told = {need.told for need in needs}
    return fill_page(
        "beheer.html",
        reader,
        current=KEEPING,
        nu=[*(_held(reader, sentence) for sentence in dict.fromkeys(held) if sentence not in told), *needs],
        gezien=seen,
        bekeken=looked,
        kalender=CALENDAR,
        deel=KEEPING,
    )


def show_functions(workspace: Workspace, mailboxes: Mailboxes, reader: Reader, ways: WaysKnown) -> str:
    """Return who holds which function, and who may answer in whose name. Raises UnknownKey, Refused."""
    require_overseer(reader)
    today = workspace.today()
    accounts, functions = _accounts(workspace, mailboxes, reader, ways)
    return fill_page(
        "beheer_functies.html",
        reader,
        current=KEEPING,
        functies=[(item, _acts(reader, item, ways, today)) for item in functions],
        zetels=list_seats(workspace.profile(reader.profiel).on(today), functions),
        begonnen=any(item.last for item in functions),
        nieuw_wachtwoord={item.key for item in accounts if item.needs_password},
        beheerder=workspace.profile(reader.profiel).beheerder,
        deel=FUNCTIONS,
    )


def show_accounts(workspace: Workspace, mailboxes: Mailboxes, reader: Reader, ways: WaysKnown) -> str:
    """Return how each signs in, and which password waits to be replaced. Raises UnknownKey, Refused."""
    require_overseer(reader)
    today = workspace.today()
    accounts, functions = _accounts(workspace, mailboxes, reader, ways)
    by_key = {item.key: _acts(reader, item, ways, today) for item in functions}
    return fill_page(
        "beheer_accounts.html",
        reader,
        current=KEEPING,
        accounts=[(item, by_key[item.key].get(KeeperAct.ISSUE)) for item in accounts],
        uitgegeven=list_issued(workspace.profile(reader.profiel), mailboxes.issuances(reader.profiel), today),
        dienst=ways.service,
        deel=ACCOUNTS,
    )


def show_calendar(reader: Reader, runs: Iterable[Mapping[str, Any]] | None, fault: str = "") -> str:
    """Return when the calendar looked, by the runs that Airflow tells of; None when it tells nothing."""
    return fill_page(
        "beheer_kalender.html",
        reader,
        current=KEEPING,
        gekeken=None if runs is None else [_look(run) for run in runs],
        fout=fault,
        deel=CALENDAR,
    )


def _look(run: Mapping[str, Any]) -> Mapping[str, str]:
    began = datetime.fromisoformat(run.get("start_date") or run["run_after"]).astimezone(clock.AMSTERDAM)
    state = str(run.get("state"))
    return {"moment": began.isoformat(), "told": f"keek zij, {_RUNS[state]}." if state in _RUNS else "keek zij."}


def _accounts(
    workspace: Workspace, mailboxes: Mailboxes, reader: Reader, ways: WaysKnown
) -> tuple[tuple[Account, ...], tuple[FunctionHolders, ...]]:
    profile = workspace.profile(reader.profiel).on(workspace.today())
    issued = mailboxes.issuances(reader.profiel)
    functions = read_functions(workspace, reader, issued)
    return list_accounts(profile, functions, issued, ways), functions


def _acts(reader: Reader, item: FunctionHolders, ways: WaysKnown, today: date) -> Mapping[KeeperAct, Act]:
    return list_acts(item, reader.person, ways.service, today) if reader.keeps else {}


def _gather(held: list[str], look: Callable[[], Iterator[Need]]) -> list[Need]:
    """Return what is found; what cannot be read now holds up no other look, and is told itself."""
    found: list[Need] = []
    try:
        found.extend(look())
    except JaarcyclusError as fault:
        held.append(fault.message if isinstance(fault, Refused) else tell(fault))
    return found


def _held(reader: Reader, sentence: str) -> Need:
    confirms = "" if reader.keeps else "/jaarcyclus/jaar"
    return Need(title="Er staat iets stil", told=sentence, path=confirms, link="Ga naar Het jaar" if confirms else "")


def _of_machine(parts: Iterable[MachinePart], looked: LastLook) -> Iterator[Need]:
    for part in parts:
        if not part.works:
            yield Need(title=f"{part.name} {part.state}", told=part.remedy or "Vraag het wie de machine beheert.")
    for item in looked.faults:
        yield Need(title=f"Gevonden bij de controle: {item.subject}", told=item.told)


def _of_clock(workspace: Workspace, profiel: str) -> Iterator[Need]:
    if fault := workspace.clock_fault(profiel):
        yield Need(title="De kalender staat stil", told=fault)


def _of_placings(standings: Standings, reader: Reader) -> Iterator[Need]:
    for tell_all, title in (
        (placing.tell_unfinished, "Een publicatie wacht"),
        (unpublished.tell_standing, "Bestanden"),
    ):
        for name, told in tell_all(standings.workspace, reader.profiel):
            yield _of_dossier(title, _sentence(told), standings.of_dossier(name), reader)


def _of_mailbox(mailboxes: Mailboxes, profiel: str) -> Iterator[Need]:
    now = clock.real_time()
    came = sorted(item.came for item in mailboxes.of_profile(profiel).values() if item.verdict is None)
    late = [moment for moment in came if now - datetime.fromisoformat(moment) > receipts.LATE]
    if late:
        since = datetime.fromisoformat(late[0]).astimezone(clock.AMSTERDAM)
        yield Need(
            title=count_things(len(late), "werkboek zonder antwoord", "werkboeken zonder antwoord"),
            told=f"Het oudste wacht sinds {format_moment(since.isoformat())}. Het wordt vanzelf opnieuw geprobeerd. "
            "Staat dit er over een uur nog? Laat de kalender dan nu kijken, of vraag het wie de machine beheert.",
            path=CALENDAR,
            link="Laat de kalender nu kijken",
        )
    for name, told in library_inboxes.tell_waiting(mailboxes.workspace.settings):
        if name == profiel:
            yield Need(title="De inbox op SharePoint wacht", told=_sentence(told))


def _of_dossier(title: str, told: str, standing: Standing | None, reader: Reader) -> Need:
    """Lead to the dossier who may read it; the beheerder as such may not."""
    if standing is None or not may_read(standing.state, standing.profile, reader.person):
        return Need(title=title, told=told)
    return Need(title=title, told=told, path=f"{DOSSIERS}/{standing.state.dossier}", link="Open het dossier")


def _of_rounds(standings: Standings, reader: Reader) -> Iterator[Need]:
    found = standings.of_profile(reader.profiel)
    yield from (Need(title="Een dossier staat stil", told=told) for told in found.held)
    for standing in found.standings:
        if not standing.state.is_closed:
            yield from _of_round(standings.workspace, standing, reader)


def _of_round(workspace: Workspace, standing: Standing, reader: Reader) -> Iterator[Need]:
    """Tell that a round stands still; why tells of its workbooks, which are not for everybody who keeps the program."""
    state = standing.state
    title = f"{name_product(state.product, state.boekjaar)} staat stil"
    reads = may_read(state, standing.profile, reader.person)
    for words in name_stranded(state):
        why = words if reads else "een nieuw werkboek"
        yield _of_dossier(title, f"De ronde wacht op {why}. De controller vraagt het de percelen.", standing, reader)
    if not state.rejection_in_force and (fault := versions.unmakeable(workspace, state)):
        why = f": {fault.rstrip('.')}. Deze" if reads else "; de controller leest waarom. Deze"
        told = (
            f"Van deze werkboeken is geen product te maken{why} ronde houdt het profiel waarmee zij openging; verbeter "
            "het voor de volgende ronden."
        )
        yield _of_dossier(title, told, standing, reader)


def _of_messages(workspace: Workspace) -> Iterator[Need]:
    if silence := tell_keeper(workspace.settings):
        yield Need(title=silence[0], told=silence[1], urgent=False)


def _of_people(workspace: Workspace, mailboxes: Mailboxes, reader: Reader, ways: WaysKnown) -> Iterator[Need]:
    accounts, functions = _accounts(workspace, mailboxes, reader, ways)
    return needs_of_people(accounts, functions, workspace.profile(reader.profiel).beheerder)


def _sentence(told: str) -> str:
    return f"{told[0].upper()}{told[1:]}{'' if told.endswith('.') else '.'}"

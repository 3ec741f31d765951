"""The pages of who hands in: what is owed with the form to send it, one received file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jaarcyclus import clock
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.errors import Refused, UnknownKey
from jaarcyclus.figures.records import Figures, figures_from_json
from jaarcyclus.ledger.postbus_events import BestandBeoordeeld
from jaarcyclus.pages import attempts, conditions, owed
from jaarcyclus.pages.attempts import Outcome
from jaarcyclus.pages.html import fill_page
from jaarcyclus.pages.line_changes import LineChanges, compare_lines
from jaarcyclus.pages.mailbox import Attempt, Mailboxes
from jaarcyclus.pages.reader import SUBMISSIONS, Reader
from jaarcyclus.pages.returning import Returned, find_before, list_returning
from jaarcyclus.pages.standings import Found, Standing, Standings
from jaarcyclus.pages.text_changes import TextChanges, compare_texts
from jaarcyclus.pages.told_findings import Columns, Sheet, columns_of, first_findings, group_by_sheet
from jaarcyclus.pages.warnings import Line as PassedLine
from jaarcyclus.pages.warnings import list_passed
from jaarcyclus.steps import forms, marked_workbook, rejections
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.findings import Bevinding
from jaarcyclus.terms.products import name_product

NO_FILE = Refused("BESTAND_ONTBREEKT", "Kies eerst het werkboek op uw computer.")
NO_FORM = "Dit werkboek bestaat niet, of het is niet van uw perceel."
NO_ATTEMPT = "Deze inzending bestaat niet, of u hebt haar niet ingediend."


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One received file as its page shows it. `product` has one when it is known; `shut` why none is taken now;
    `passed`: the warnings that the controller let pass; `since`: what workbooks that were accepted later have too;
    `untold` how many findings the page has no room for, `markable`: a finding is about a place in the workbook."""

    number: int
    title: str
    perceel: str
    perceel_name: str
    file_name: str
    size_kb: int
    sha256: str
    moment: str
    via: str
    outcome: Outcome
    slow: bool
    counted: str
    faults: tuple[Sheet, ...]
    warnings: tuple[Sheet, ...]
    passed: tuple[PassedLine, ...]
    untold: int
    markable: bool
    contradictions: tuple[Bevinding, ...]
    since: tuple[Bevinding, ...]
    late: bool
    replaced_by: int | None
    changes: LineChanges | None
    texts: TextChanges | None
    first: bool
    shut: str | None


def show_owed(
    standings: Standings, mailboxes: Mailboxes, reader: Reader, *, perceel: str = "", refusal: Refused | None = None
) -> str:
    """Return the page of what is owed, with what was chosen and why a file was not received."""
    workspace, today = standings.workspace, standings.workspace.today()
    found = standings.of_profile(reader.profiel)
    by_dossier, came = _by_dossier(found), mailboxes.of_profile(reader.profiel).values()
    return fill_page(
        "inleveren.html",
        reader,
        current=SUBMISSIONS,
        opgaven=owed.list_owed(found.standings, reader.person, today, owed.reads_rejections(workspace)),
        voorwaarden=conditions.list_conditions(found.standings, reader.person, today),
        vorig_jaar=tuple(_last_year(found, workspace, reader)),
        verzonden=attempts.list_sent(came, reader.person, by_dossier),
        geweigerd=attempts.refused_last(came, reader.person, by_dossier),
        volgende=owed.next_opening(workspace.profile(reader.profiel), today),
        vastgehouden=found.held,
        gekozen=perceel,
        fout=refusal.message if refusal else "",
        fout_veld="perceel" if refusal and refusal.code == "NIET_BEVOEGD" else "bestand",
    )


def _last_year(found: Found, workspace: Workspace, reader: Reader) -> Iterator[tuple[str, tuple[Returned, ...]]]:
    """Yield per open round, by its title, what passed last boekjaar of the percelen that this person hands in."""
    for item in found.standings:
        if item.state.is_closed or reader.person not in item.state.indieners().values():
            continue
        before = find_before(item, found.standings)
        returned = list_returning(item, before, workspace.store.get, reader.person)
        if own := tuple(one for one in returned if item.state.indieners().get(one.perceel) == reader.person):
            yield name_product(item.state.product, item.state.boekjaar), own


def show_attempt(standings: Standings, attempt: Attempt, mailboxes: Mailboxes, reader: Reader, *, still: bool) -> str:
    """Return the page of one received file; `still`: it does not look again by itself."""
    found = standings.of_profile(reader.profiel)
    by_dossier = _by_dossier(found)
    dossier = attempt.verdict.dossier if attempt.verdict else None
    shown = _describe(standings.workspace, attempt, by_dossier.get(dossier or ""), reader)
    return fill_page(
        "inzending.html",
        reader,
        current=SUBMISSIONS,
        inzending=shown,
        stil=still,
        verzonden=attempts.list_sent(
            mailboxes.of_profile(reader.profiel).values(), attempt.receipt.inzender, by_dossier, perceel=attempt.perceel
        ),
    )


def find_attempt(mailboxes: Mailboxes, number: int, reader: Reader, controller: str) -> Attempt:
    """Return a received file to its sender and the controller. Raises UnknownKey, alike for another's and for none."""
    found = mailboxes.of_profile(reader.profiel).get(number)
    if found is None or reader.person not in (found.receipt.inzender, controller):
        raise UnknownKey(NO_ATTEMPT)
    return found


def make_form(
    standings: Standings, dossier: str, perceel: str, reader: Reader, *, first_year: bool
) -> tuple[str, bytes]:
    """Return name and bytes of the workbook that this person's perceel begins with. Raises UnknownKey."""
    standing = standings.of_dossier(dossier)
    state = standing.state if standing else Dossier()
    if standing is None or state.opened.profiel != reader.profiel or state.indieners().get(perceel) != reader.person:
        raise UnknownKey(NO_FORM)
    first = first_year and owed.may_be_first_year(state, perceel)
    name = forms.form_name(reader.profiel, state.product, state.boekjaar, perceel)
    made = forms.make_form(
        standings.workspace, standing.profile, state.product, state.boekjaar, perceel, first_year=first
    )
    return name, made


def _by_dossier(found: Found) -> Mapping[str, Standing]:
    return {item.state.dossier: item for item in found.standings}


def _describe(workspace: Workspace, attempt: Attempt, standing: Standing | None, reader: Reader) -> Shown:
    verdict, receipt = attempt.verdict, attempt.receipt
    contradictions = rejections.of_receipt(workspace, verdict) if verdict and standing else ()
    outcome = attempts.outcome_of(attempt, standing, contradictions)
    findings = verdict.bevindingen if verdict else ()
    told = first_findings(findings)
    columns = _columns(standing, verdict) if standing and verdict else {}
    counts = standing.state.current.get(attempt.perceel or "") if standing else None
    perceel = attempt.perceel or ""
    pair = _compared(workspace, standing, receipt.number, perceel) if verdict and verdict.geaccepteerd else None
    return Shown(
        number=receipt.number,
        title=attempts.title_of(attempt, standing),
        perceel=perceel,
        perceel_name=_name(perceel, standing, reader),
        file_name=receipt.file_name,
        size_kb=-(-attempt.size // 1000),
        sha256=receipt.sha256,
        moment=attempt.moment,
        via=attempts.VIA.get(receipt.via, receipt.via),
        outcome=outcome,
        slow=attempts.is_slow(attempt, clock.real_time()),
        counted=attempts.count_faults(findings),
        faults=group_by_sheet(told, "fout", columns),
        warnings=group_by_sheet(told, "waarschuwing", columns),
        passed=list_passed(standing, perceel, receipt.number) if standing else (),
        untold=len(findings) - len(told),
        markable=verdict is not None and marked_workbook.may_be_marked(verdict),
        contradictions=contradictions,
        since=rejections.found_since(workspace, standing.state, perceel, receipt.number) if standing else (),
        late=any(item.code == "TE_LAAT" for item in findings),
        replaced_by=counts.ontvangst if counts and outcome == Outcome.REPLACED else None,
        changes=compare_lines(*pair) if pair else None,
        texts=compare_texts(*pair, standing.profile.verantwoording_over(pair[1].boekjaar))
        if pair and standing
        else None,
        first=bool(verdict and verdict.geaccepteerd) and pair is None,
        shut=owed.tell_shut(standing.state) if standing else None,
    )


def _columns(standing: Standing, verdict: BestandBeoordeeld) -> Columns:
    state = standing.state
    return columns_of(standing.profile, state.product, state.boekjaar, verdict.sjabloon)


def _compared(
    workspace: Workspace, standing: Standing | None, number: int, perceel: str
) -> tuple[Figures, Figures] | None:
    """Return the workbook of this perceel that was accepted before this one, and this; None when this is the first."""
    own = [item for item in standing.state.inzendingen if item.perceel == perceel] if standing else []
    place = next((place for place, item in enumerate(own) if item.ontvangst == number), 0)
    if place == 0:
        return None
    before, after = (figures_from_json(workspace.store.get(item.cijfers_sha256)) for item in own[place - 1 : place + 1])
    return before, after


def _name(perceel: str, standing: Standing | None, reader: Reader) -> str:
    duties = standing.profile.inzendplichten() if standing else ()
    return next((item.naam for item in duties if item.code == perceel), reader.percelen.get(perceel, perceel))

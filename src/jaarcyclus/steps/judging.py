"""Behind DAG `inzending`: a received file gets its verdict, in the postbus and in the dossier of its round.

Judging twice has the effect of once. Receiving is `steps.receipts`; no file is read before it is kept and recorded.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jaarcyclus.dossier.known import known_columns, known_kaders
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.round import RULES_VERSION, STRICT_READING, dossier_id, late_finding, postbus_id
from jaarcyclus.errors import KnownRevised, Refused
from jaarcyclus.figures.kaders import Kaders
from jaarcyclus.figures.known import KnownColumn
from jaarcyclus.figures.prefill import Issued
from jaarcyclus.figures.records import Figures, figures_from_json, figures_to_json
from jaarcyclus.intake.verdict import Verdict, judge_by_chosen_profile, look_across
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import NewEvent
from jaarcyclus.ledger.earlier_events import CijfersBekend
from jaarcyclus.ledger.events import InzendingGeaccepteerd, InzendingGeweigerd
from jaarcyclus.ledger.postbus_events import BestandBeoordeeld
from jaarcyclus.ledger.wire import new_event, system_event
from jaarcyclus.profile.of_round import whole_profile
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps.known_figures import issued_of, known_now
from jaarcyclus.steps.receipts import Receipt, find_receipt, verdict
from jaarcyclus.steps.versions import look_at_balance
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.findings import Bevinding, bevinding, refuses
from jaarcyclus.terms.products import name_in_sentence
from jaarcyclus.workbook.form import Marks

log = logging.getLogger(__name__)


def judge(workspace: Workspace, profiel: str, number: int) -> BestandBeoordeeld:
    """Read and check a received file, record the verdict in postbus and dossier, and return it."""
    known = verdict(workspace, profiel, number)
    if known is not None:
        return known
    receipt = find_receipt(workspace, profiel, number)
    judged, compared = _judge(workspace, profiel, workspace.store.get(receipt.sha256), receipt.perceel)
    dossier = _dossier_of(workspace, profiel, judged.boekjaar, judged.product)
    try:
        recorded = _record_in_dossier(workspace, dossier, receipt, judged, compared)
    except KnownRevised:
        return judge(workspace, profiel, number)
    given = BestandBeoordeeld(
        ontvangst=number,
        sha256=receipt.sha256,
        perceel=judged.perceel,
        geaccepteerd=not refuses(recorded.findings),
        dossier=recorded.dossier,
        bevindingen=tuple(recorded.findings),
        sjabloon=judged.form_version,
    )
    # Two runs may judge at once: the first verdict stands.
    workspace.record_postbus(
        postbus_id(profiel),
        [system_event(given)],
        unless=lambda known: any(item.ontvangst == number for _, item in wire.of_kind([known], BestandBeoordeeld)),
    )
    return verdict(workspace, profiel, number) or given


def judge_content(workspace: Workspace, profiel: str, source: Path | bytes, perceel: str | None = None) -> Verdict:
    """Return the verdict on a workbook and record nothing: by the profile and the known figures of its round."""
    verdict, _ = _judge(workspace, profiel, source, perceel)
    dossier = _dossier_of(workspace, profiel, verdict.boekjaar, verdict.product)
    if dossier is None or verdict.perceel is None:
        return verdict
    beside = look_across(verdict, _others(workspace, workspace.dossier(dossier), verdict.perceel))
    return replace(verdict, bevindingen=(*verdict.bevindingen, *beside))


def _judge(
    workspace: Workspace, profiel: str, source: Path | bytes, perceel: str | None
) -> tuple[Verdict, CijfersBekend | None]:
    """Return the verdict, and what it was compared with."""
    profile = workspace.profile(profiel)
    known: CijfersBekend | None = None

    def choose_profile(kenmerken: Marks) -> Profile:
        # A round is judged by its own profile, now and at verification.
        round_of_it = _dossier_of(workspace, profiel, kenmerken.boekjaar, kenmerken.product)
        return _pinned(workspace, round_of_it) or profile

    def choose_known(kenmerken: Marks) -> Mapping[str, KnownColumn]:
        nonlocal known
        product, boekjaar = kenmerken.product, kenmerken.boekjaar
        known = known_now(workspace, profiel, product, boekjaar)
        return known_columns(profiel, product, boekjaar, known, kenmerken.perceel, workspace.store.get)

    def choose_kaders(kenmerken: Marks) -> Kaders | None:
        return known_kaders(known_now(workspace, profiel, kenmerken.product, kenmerken.boekjaar), workspace.store.get)

    def choose_issued(kenmerken: Marks) -> Issued:
        return issued_of(workspace, profiel, kenmerken)

    def choose_rules(kenmerken: Marks) -> int:
        # What it is accepted with is found again at verification, also in a round that was open during an upgrade.
        name = _dossier_of(workspace, profiel, kenmerken.boekjaar, kenmerken.product)
        ronde = workspace.dossier(name).ronde if name else None
        return max(STRICT_READING, ronde.regels) if ronde else RULES_VERSION

    return (
        judge_by_chosen_profile(
            source,
            choose_profile,
            workspace.settings,
            perceel,
            choose_known,
            choose_rules=choose_rules,
            choose_kaders=choose_kaders,
            choose_issued=choose_issued,
        ),
        known,
    )


def _dossier_of(workspace: Workspace, profiel: str, boekjaar: int | None, product: str | None) -> str | None:
    if product is None or boekjaar is None:
        return None
    name = dossier_id(profiel, boekjaar, product)
    return name if workspace.ledger.events(name) else None


def _pinned(workspace: Workspace, dossier: str | None) -> Profile | None:
    ronde = workspace.dossier(dossier).ronde if dossier else None
    return whole_profile(workspace.store.get(ronde.profiel_sha256)) if ronde else None


@dataclass(frozen=True, kw_only=True)
class _Recorded:
    """The findings on a workbook, and which dossier holds them: None when the postbus alone does."""

    dossier: str | None
    findings: Sequence[Bevinding]


def _record_in_dossier(
    workspace: Workspace, dossier: str | None, receipt: Receipt, verdict: Verdict, compared: CijfersBekend | None
) -> _Recorded:
    if dossier is None:
        more = (_no_round(verdict),) if verdict.accepted else ()
        return _Recorded(dossier=None, findings=(*verdict.bevindingen, *more))
    recorded = _recorded(workspace, dossier, receipt.number)
    if recorded is not None:
        return _Recorded(dossier=dossier, findings=recorded)  # by a run that ended before it told the postbus
    if not verdict.accepted or verdict.figures is None:
        return _refuse(workspace, dossier, receipt, verdict, verdict.bevindingen, compared)
    try:
        findings = _accept(workspace, dossier, receipt, verdict, verdict.figures, compared)
    except Refused as refusal:
        finding = _refusal(refusal)
        return _refuse(workspace, dossier, receipt, verdict, (*verdict.bevindingen, finding), compared)
    look_at_balance(workspace, dossier)
    return _Recorded(dossier=dossier, findings=findings)


def _recorded(workspace: Workspace, dossier: str, number: int) -> Sequence[Bevinding] | None:
    events = workspace.ledger.events(dossier)
    accepted, refused = wire.of_kind(events, InzendingGeaccepteerd), wire.of_kind(events, InzendingGeweigerd)
    given = [item for _, item in accepted] + [item for _, item in refused]
    return next((item.bevindingen for item in given if item.ontvangst == number), None)


def _accept(
    workspace: Workspace,
    dossier: str,
    receipt: Receipt,
    verdict: Verdict,
    figures: Figures,
    compared: CijfersBekend | None,
) -> Sequence[Bevinding]:
    sha256 = workspace.store.put(figures_to_json(figures))
    findings: list[Bevinding] = []

    def decide(state: Dossier) -> list[NewEvent]:
        late = workspace.today() > state.closing_day
        beside = look_across(verdict, _others(workspace, state, figures.perceel))
        findings[:] = [*verdict.bevindingen, *beside, *([late_finding(state.closing_day)] if late else [])]
        if receipt.number in state.judged:
            return []
        _require_unrevised(state, compared)
        return [
            new_event(
                receipt.inzender,
                InzendingGeaccepteerd(
                    perceel=figures.perceel,
                    sha256=receipt.sha256,
                    cijfers_sha256=sha256,
                    inzender=receipt.inzender,
                    via=receipt.via,
                    te_laat=late,
                    ontvangst=receipt.number,
                    bevindingen=tuple(findings),
                ),
            )
        ]

    workspace.record(dossier, decide)
    return tuple(findings)


def _others(workspace: Workspace, state: Dossier, perceel: str) -> Mapping[str, Figures]:
    """Return the figures that count of the other percelen."""
    return {
        code: figures_from_json(workspace.store.get(item.cijfers_sha256))
        for code, item in state.current.items()
        if code != perceel
    }


def _require_unrevised(state: Dossier, compared: CijfersBekend | None) -> None:
    """`compared` is None when the verdict came before any comparison, or under rules 1."""
    if compared is not None and compared != state.known:
        raise KnownRevised("what earlier dossiers know was revised while a workbook was read")


def _refuse(
    workspace: Workspace,
    dossier: str,
    receipt: Receipt,
    verdict: Verdict,
    findings: Sequence[Bevinding],
    compared: CijfersBekend | None,
) -> _Recorded:
    content = InzendingGeweigerd(
        perceel=verdict.perceel,
        sha256=receipt.sha256,
        inzender=receipt.inzender,
        via=receipt.via,
        ontvangst=receipt.number,
        bevindingen=tuple(findings),
    )

    def decide(state: Dossier) -> list[NewEvent]:
        if receipt.number in state.judged:
            return []
        _require_unrevised(state, compared)
        return [new_event(receipt.inzender, content)]

    try:
        workspace.record(dossier, decide)
    except Refused as refusal:
        # The sender is answered all the same: the postbus, which takes everything, holds the verdict and says why.
        log.warning("%s neemt de weigering van ontvangst %s niet op: %s", dossier, receipt.number, refusal.message)
        known = any(item.code == refusal.code for item in findings)
        return _Recorded(dossier=None, findings=(*findings, *(() if known else (_refusal(refusal),))))
    return _Recorded(dossier=dossier, findings=findings)


def _no_round(verdict: Verdict) -> Bevinding:
    known = verdict.product and verdict.boekjaar
    name = name_in_sentence(str(verdict.product), int(verdict.boekjaar or 0)) if known else "dit product"
    return bevinding("GEEN_OPEN_RONDE", product=name)


def _refusal(refusal: Refused) -> Bevinding:
    return Bevinding(
        code=refusal.code,
        ernst="fout",
        blad="",
        cel="",
        waarde="",
        melding=refusal.message,
        verwacht="een inzending die de ronde nu kan aannemen",
        herstel="",  # the sentence of a refusal ends in what to do
    )

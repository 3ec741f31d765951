"""Behind DAG `inzending`: a received file gets its verdict, in the postbus and in the dossier of its round.

Judging twice has the effect of once. Receiving is `steps.receipts`; no file is read before it is kept and recorded.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.round import dossier_id, postbus_id
from jaarcyclus.errors import Refused
from jaarcyclus.figures.records import figures_to_json
from jaarcyclus.intake.verdict import Verdict, judge_by_chosen_profile
from jaarcyclus.ledger.chain import SYSTEM, NewEvent
from jaarcyclus.profile.of_round import whole_profile
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps.receipts import Receipt, find_receipt, verdict
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.days import format_date
from jaarcyclus.terms.findings import Bevinding, as_dict, bevinding
from jaarcyclus.terms.products import name_in_sentence
from jaarcyclus.workbook.form import Marks

log = logging.getLogger(__name__)


def judge(workspace: Workspace, profiel: str, number: int) -> Mapping[str, Any]:
    """Read and check a received file, record the verdict in postbus and dossier, and return it."""
    known = verdict(workspace, profiel, number)
    if known is not None:
        return known
    receipt = find_receipt(workspace, profiel, number)
    profile = workspace.profile(profiel)
    content = workspace.store.get(receipt.sha256)

    def choose_profile(kenmerken: Marks) -> Profile:
        # A round is judged by its own profile, now and at verification.
        round_of_it = _dossier_of(workspace, profiel, kenmerken.boekjaar, kenmerken.product)
        return _pinned(workspace, round_of_it) or profile

    judged = judge_by_chosen_profile(content, choose_profile, workspace.settings, receipt.perceel)
    dossier = _dossier_of(workspace, profiel, judged.boekjaar, judged.product)
    findings = _record_in_dossier(workspace, dossier, receipt, judged)
    content_of_verdict = {
        "ontvangst": number,
        "sha256": receipt.sha256,
        "perceel": judged.perceel,
        "geaccepteerd": all(item.ernst != "fout" for item in findings),
        "dossier": dossier,
        "bevindingen": [as_dict(item) for item in findings],
    }
    workspace.record_postbus(postbus_id(profiel), [NewEvent("bestand_beoordeeld", SYSTEM, content_of_verdict)])
    return content_of_verdict


def _dossier_of(workspace: Workspace, profiel: str, boekjaar: int | None, product: str | None) -> str | None:
    if product is None or boekjaar is None:
        return None
    name = dossier_id(profiel, boekjaar, product)
    return name if workspace.ledger.events(name) else None


def _pinned(workspace: Workspace, dossier: str | None) -> Profile | None:
    ronde = workspace.dossier(dossier).ronde if dossier else None
    return whole_profile(workspace.store.get(ronde["profiel_sha256"])) if ronde else None


def _record_in_dossier(
    workspace: Workspace, dossier: str | None, receipt: Receipt, verdict: Verdict
) -> Sequence[Bevinding]:
    if dossier is None:
        if verdict.accepted:
            return (*verdict.bevindingen, _no_round(verdict))
        return verdict.bevindingen
    if not verdict.accepted or verdict.figures is None:
        return _refuse(workspace, dossier, receipt, verdict, verdict.bevindingen)
    try:
        return _accept(workspace, dossier, receipt, verdict)
    except Refused as refusal:
        finding = _refusal(refusal)
        return _refuse(workspace, dossier, receipt, verdict, (*verdict.bevindingen, finding))


def _accept(workspace: Workspace, dossier: str, receipt: Receipt, verdict: Verdict) -> Sequence[Bevinding]:
    figures = figures_to_json(verdict.figures) if verdict.figures else b""
    sha256 = workspace.store.put(figures)
    findings: list[Bevinding] = []

    def decide(state: Dossier) -> list[NewEvent]:
        late = _is_late(state, workspace.today())
        findings[:] = [*verdict.bevindingen, *([_late(state)] if late else [])]
        if any(item.ontvangst == receipt.number for item in state.inzendingen):
            return []
        return [
            NewEvent(
                "inzending_geaccepteerd",
                receipt.inzender,
                {
                    "perceel": verdict.perceel,
                    "sha256": receipt.sha256,
                    "cijfers_sha256": sha256,
                    "inzender": receipt.inzender,
                    "via": receipt.via,
                    "te_laat": late,
                    "ontvangst": receipt.number,
                    "bevindingen": [as_dict(item) for item in findings],
                },
            )
        ]

    workspace.record(dossier, decide)
    return tuple(findings)


def _refuse(
    workspace: Workspace, dossier: str, receipt: Receipt, verdict: Verdict, findings: Sequence[Bevinding]
) -> Sequence[Bevinding]:
    content = {
        "perceel": verdict.perceel,
        "sha256": receipt.sha256,
        "inzender": receipt.inzender,
        "via": receipt.via,
        "ontvangst": receipt.number,
        "bevindingen": [as_dict(item) for item in findings],
    }
    try:
        workspace.record(dossier, lambda state: [NewEvent("inzending_geweigerd", receipt.inzender, content)])
    except Refused as refusal:
        # The sender is answered all the same: the postbus, which takes everything, holds the verdict.
        log.warning("%s neemt de weigering van ontvangst %s niet op: %s", dossier, receipt.number, refusal.message)
    return findings


def _is_late(state: Dossier, today: date) -> bool:
    return state.ronde is not None and today > date.fromisoformat(state.ronde["deadlines"]["indienen"])


def _late(state: Dossier) -> Bevinding:
    day = format_date(date.fromisoformat(state.ronde["deadlines"]["indienen"])) if state.ronde else ""
    return bevinding("TE_LAAT", datum=day)


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

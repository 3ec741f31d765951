"""Behind DAG `inzending`: a received file gets its verdict, in the postbus and in the dossier of its round.

Judging twice has the effect of once. Receiving is `steps.receipts`; no file is read before it is kept and recorded.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.round import dossier_id, postbus_id
from jaarcyclus.errors import Geweigerd
from jaarcyclus.figures.records import figures_to_json
from jaarcyclus.intake.verdict import Oordeel, judge_by_chosen_profile
from jaarcyclus.ledger.chain import SYSTEEM, NieuwEvent
from jaarcyclus.profile.of_round import whole_profile
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps.receipts import Ontvangst, find_receipt, verdict
from jaarcyclus.steps.workspace import Werkplaats
from jaarcyclus.terms.days import format_date
from jaarcyclus.terms.findings import Bevinding, als_dict, bevinding
from jaarcyclus.terms.products import name_in_sentence
from jaarcyclus.workbook.form import Kenmerken

log = logging.getLogger(__name__)


def judge(werkplaats: Werkplaats, profiel: str, nummer: int) -> Mapping[str, Any]:
    """Read and check a received file, record the verdict in postbus and dossier, and return it."""
    known = verdict(werkplaats, profiel, nummer)
    if known is not None:
        return known
    ontvangst = find_receipt(werkplaats, profiel, nummer)
    profile = werkplaats.profile(profiel)
    content = werkplaats.store.get(ontvangst.sha256)

    def choose_profile(kenmerken: Kenmerken) -> Profile:
        # A round is judged by its own profile, now and at verification.
        round_of_it = _dossier_of(werkplaats, profiel, kenmerken.boekjaar, kenmerken.product)
        return _pinned(werkplaats, round_of_it) or profile

    oordeel = judge_by_chosen_profile(content, choose_profile, werkplaats.settings, ontvangst.perceel)
    dossier = _dossier_of(werkplaats, profiel, oordeel.boekjaar, oordeel.product)
    findings = _record_in_dossier(werkplaats, dossier, ontvangst, oordeel)
    content_of_verdict = {
        "ontvangst": nummer,
        "sha256": ontvangst.sha256,
        "perceel": oordeel.perceel,
        "geaccepteerd": all(item.ernst != "fout" for item in findings),
        "dossier": dossier,
        "bevindingen": [als_dict(item) for item in findings],
    }
    werkplaats.record_postbus(postbus_id(profiel), [NieuwEvent("bestand_beoordeeld", SYSTEEM, content_of_verdict)])
    return content_of_verdict


def _dossier_of(werkplaats: Werkplaats, profiel: str, boekjaar: int | None, product: str | None) -> str | None:
    if product is None or boekjaar is None:
        return None
    name = dossier_id(profiel, boekjaar, product)
    return name if werkplaats.ledger.events(name) else None


def _pinned(werkplaats: Werkplaats, dossier: str | None) -> Profile | None:
    ronde = werkplaats.dossier(dossier).ronde if dossier else None
    return whole_profile(werkplaats.store.get(ronde["profiel_sha256"])) if ronde else None


def _record_in_dossier(
    werkplaats: Werkplaats, dossier: str | None, ontvangst: Ontvangst, oordeel: Oordeel
) -> Sequence[Bevinding]:
    if dossier is None:
        if oordeel.geaccepteerd:
            return (*oordeel.bevindingen, _no_round(oordeel))
        return oordeel.bevindingen
    if not oordeel.geaccepteerd or oordeel.cijfers is None:
        return _refuse(werkplaats, dossier, ontvangst, oordeel, oordeel.bevindingen)
    try:
        return _accept(werkplaats, dossier, ontvangst, oordeel)
    except Geweigerd as refusal:
        finding = _refusal(refusal)
        return _refuse(werkplaats, dossier, ontvangst, oordeel, (*oordeel.bevindingen, finding))


def _accept(werkplaats: Werkplaats, dossier: str, ontvangst: Ontvangst, oordeel: Oordeel) -> Sequence[Bevinding]:
    figures = figures_to_json(oordeel.cijfers) if oordeel.cijfers else b""
    sha256 = werkplaats.store.put(figures)
    findings: list[Bevinding] = []

    def decide(state: Dossier) -> list[NieuwEvent]:
        late = _is_late(state, werkplaats.today())
        findings[:] = [*oordeel.bevindingen, *([_late(state)] if late else [])]
        if any(item.ontvangst == ontvangst.nummer for item in state.inzendingen):
            return []
        return [
            NieuwEvent(
                "inzending_geaccepteerd",
                ontvangst.inzender,
                {
                    "perceel": oordeel.perceel,
                    "sha256": ontvangst.sha256,
                    "cijfers_sha256": sha256,
                    "inzender": ontvangst.inzender,
                    "via": ontvangst.via,
                    "te_laat": late,
                    "ontvangst": ontvangst.nummer,
                    "bevindingen": [als_dict(item) for item in findings],
                },
            )
        ]

    werkplaats.record(dossier, decide)
    return tuple(findings)


def _refuse(
    werkplaats: Werkplaats, dossier: str, ontvangst: Ontvangst, oordeel: Oordeel, findings: Sequence[Bevinding]
) -> Sequence[Bevinding]:
    content = {
        "perceel": oordeel.perceel,
        "sha256": ontvangst.sha256,
        "inzender": ontvangst.inzender,
        "via": ontvangst.via,
        "ontvangst": ontvangst.nummer,
        "bevindingen": [als_dict(item) for item in findings],
    }
    try:
        werkplaats.record(dossier, lambda state: [NieuwEvent("inzending_geweigerd", ontvangst.inzender, content)])
    except Geweigerd as refusal:
        # The sender is answered all the same: the postbus, which takes everything, holds the verdict.
        log.warning("%s neemt de weigering van ontvangst %s niet op: %s", dossier, ontvangst.nummer, refusal.melding)
    return findings


def _is_late(state: Dossier, today: date) -> bool:
    return state.ronde is not None and today > date.fromisoformat(state.ronde["deadlines"]["indienen"])


def _late(state: Dossier) -> Bevinding:
    day = format_date(date.fromisoformat(state.ronde["deadlines"]["indienen"])) if state.ronde else ""
    return bevinding("TE_LAAT", datum=day)


def _no_round(oordeel: Oordeel) -> Bevinding:
    known = oordeel.product and oordeel.boekjaar
    name = name_in_sentence(str(oordeel.product), int(oordeel.boekjaar or 0)) if known else "dit product"
    return bevinding("GEEN_OPEN_RONDE", product=name)


def _refusal(refusal: Geweigerd) -> Bevinding:
    return Bevinding(
        code=refusal.code,
        ernst="fout",
        blad="",
        cel="",
        waarde="",
        melding=refusal.melding,
        verwacht="een inzending die de ronde nu kan aannemen",
        herstel="",  # the sentence of a refusal ends in what to do
    )

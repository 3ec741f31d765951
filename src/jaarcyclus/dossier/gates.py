"""What a gate is when it opens: seats, weights, who may not vote, which bytes are shown, until when. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from jaarcyclus.dossier.manifest import Manifest
from jaarcyclus.dossier.planning import climb_day
from jaarcyclus.dossier.records import Dossier, Gate
from jaarcyclus.dossier.route import Gatevoorstel, percelen_of, rung
from jaarcyclus.dossier.tally import GESCHIL, Uitslag, tally
from jaarcyclus.errors import OngeldigeOvergang
from jaarcyclus.profile.gremium import Besluitregel, Gremium, Rol, Routestap, Zetel
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.days import add_working_days


def gate_inhoud(
    dossier: Dossier, profile: Profile, voorstel: Gatevoorstel, manifest: Manifest, today: date
) -> dict[str, Any]:
    """Return the content of `gate_geopend`. Everything follows from the arguments, so it can be proven later."""
    versie = dossier.actieve_versie
    if versie is None:
        raise OngeldigeOvergang(f"no active version to open gate {voorstel.gate} on")
    stap = profile.routes[dossier.product][voorstel.stap]
    gremium = profile.gremium(voorstel.gremium)
    return {
        "gate": voorstel.gate,
        "stap": voorstel.stap,
        "gremium": voorstel.gremium,
        "rol": voorstel.rol,
        "soort": voorstel.soort,
        "versie": versie.versie,
        "ronde": voorstel.ronde,
        "betwist": voorstel.betwist,
        "manifest_sha256": versie.manifest_sha256,
        "document_sha256": manifest.documenten[document_name(dossier, stap, voorstel)],
        "oplegnota_sha256": manifest.documenten[oplegnota_name(manifest, dossier, voorstel)],
        "zetels": [
            _seat(zetel, gremium, profile, _excluded(voorstel, zetel, profile, versie.makers))
            for zetel in seats(dossier, gremium, stap)
        ],
        "deadline": _deadline(dossier, profile, voorstel, today).isoformat(),
    }


def seats(dossier: Dossier, gremium: Gremium, stap: Routestap) -> tuple[Zetel, ...]:
    """Return the seats that answer: a team manager's only when the document holds that perceel (chosen)."""
    percelen = percelen_of(dossier, stap, gremium.code)
    return tuple(zetel for zetel in gremium.zetels if zetel.perceel is None or zetel.perceel in percelen)


def document_name(dossier: Dossier, stap: Routestap, voorstel: Gatevoorstel) -> str:
    """Return the document shown: a regiegroep's own booklet (notitie §5), else the product."""
    disputed = dossier.gate(voorstel.betwist) if voorstel.betwist else None
    gremium = disputed.gremium if disputed else voorstel.gremium
    return f"boekje_{gremium}.pdf" if stap.bereik == "eigen_percelen" else f"{dossier.product}.pdf"


def oplegnota_name(manifest: Manifest, dossier: Dossier, voorstel: Gatevoorstel) -> str:
    """Return the cover note shown; a gremium that only settles disputes reads the disputed gremium's."""
    own = f"oplegnota_{voorstel.gremium}.pdf"
    disputed = dossier.gate(voorstel.betwist) if voorstel.betwist else None
    return own if own in manifest.documenten or disputed is None else f"oplegnota_{disputed.gremium}.pdf"


def _seat(zetel: Zetel, gremium: Gremium, profile: Profile, excluded: list[str]) -> Mapping[str, Any]:
    return {
        "zetel": zetel.code,
        "naam": zetel.naam,
        "houder": zetel.houder,
        "plaatsvervanger": zetel.plaatsvervanger,
        "gewicht": _weight(zetel, gremium, profile),
        "uitgesloten": excluded,
    }


def _weight(zetel: Zetel, gremium: Gremium, profile: Profile) -> int:
    if gremium.regel != Besluitregel.GEWOGEN_INWONERS or zetel.gemeente is None:
        return 1
    return profile.stemgewicht(zetel.gemeente)


def _excluded(voorstel: Gatevoorstel, zetel: Zetel, profile: Profile, makers: tuple[str, ...]) -> list[str]:
    """Rule 3: no vote for the maker in the directieberaad and above; the controller never votes."""
    answerable = voorstel.soort == GESCHIL or voorstel.rol != Rol.AFSTEMMING
    barred = {profile.controller, *(makers if answerable else ())}
    return [person for person in (zetel.houder, zetel.plaatsvervanger) if person in barred]


def _deadline(dossier: Dossier, profile: Profile, voorstel: Gatevoorstel, today: date) -> date:
    """Return the calendar's day, or later when that leaves a seat too few working days to read."""
    term = profile.kalender.minimale_termijn_werkdagen
    if voorstel.soort == GESCHIL:
        disputed = dossier.gate(voorstel.betwist or "")
        trede = rung(profile, disputed.gremium) if disputed else None
        term = max(term, trede.na_werkdagen if trede else 0)
        return add_working_days(today, term)
    planned = dossier.ronde["deadlines"]["gremia"].get(voorstel.gremium) if dossier.ronde else None
    earliest = add_working_days(today, term)
    return max(date.fromisoformat(planned), earliest) if planned else earliest


def outcome_of(gate: Gate, profile: Profile, day: date) -> Uitslag | None:
    """Return what the gate comes to on this day: its votes, or `over_tijd` once it must climb; None while open."""
    gremium = profile.gremium(gate.gremium)
    counted = tally(gate.rol, gate.soort, gremium.regel, gate.zetelstemmen(), gremium.voorzitter)
    if counted is None and day > climb_day(gate, profile):
        return Uitslag.OVER_TIJD
    return counted

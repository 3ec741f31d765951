"""What a gate is when it opens: seats, weights, who may not vote, which bytes are shown, until when. Pure."""

from collections.abc import Callable
from datetime import date

from jaarcyclus.dossier.deliberation import write_deliberation
from jaarcyclus.dossier.manifest import Manifest
from jaarcyclus.dossier.planning import climb_day
from jaarcyclus.dossier.records import Dossier, Gate
from jaarcyclus.dossier.route import GateProposal, percelen_of, rung
from jaarcyclus.dossier.tally import GESCHIL, Uitslag, tally
from jaarcyclus.errors import InvalidTransition
from jaarcyclus.ledger.events import GateGeopend, GateVoorgelegd
from jaarcyclus.ledger.parts import Gatezetel, GeteldeStem
from jaarcyclus.ledger.wire import values_of
from jaarcyclus.profile.gremium import Besluitregel, Gremium, Rol, Routestap, Zetel
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.canonical import sha256
from jaarcyclus.terms.days import add_working_days
from jaarcyclus.terms.products import PRODUCTS


def gate_content(
    dossier: Dossier, profile: Profile, proposal: GateProposal, manifest: Manifest, today: date
) -> GateGeopend:
    """Return what opens the gate. Everything follows from the arguments, so it can be proven later."""
    version = dossier.active_version
    if version is None:
        raise InvalidTransition(f"no active version to open gate {proposal.gate} on")
    step = profile.routes[dossier.product][proposal.step]
    gremium = profile.gremium(proposal.gremium)
    return GateGeopend(
        gate=proposal.gate,
        stap=proposal.step,
        gremium=proposal.gremium,
        rol=str(proposal.rol),
        soort=proposal.kind,
        versie=version.versie,
        ronde=proposal.ronde,
        betwist=proposal.betwist,
        manifest_sha256=version.manifest_sha256,
        document_sha256=manifest.documenten[document_name(dossier, step, proposal)],
        oplegnota_sha256=manifest.documenten[oplegnota_name(manifest, dossier, proposal)],
        zetels=tuple(
            _seat(zetel, gremium, profile, _excluded(proposal, zetel, profile, _barred(dossier, step, version.makers)))
            for zetel in seats(dossier, gremium, step)
        ),
        deadline=_deadline(dossier, profile, proposal, today).isoformat(),
    )


def put_before(
    dossier: Dossier, profile: Profile, opened: GateGeopend, read: Callable[[str], bytes]
) -> tuple[GateVoorgelegd, bytes]:
    """Return what puts this gate before its seats, and the page *Stand van de besluitvorming* that it names."""
    page = write_deliberation(dossier, profile, opened, read)
    return GateVoorgelegd(**values_of(opened), stand_sha256=sha256(page)), page


def seats(dossier: Dossier, gremium: Gremium, step: Routestap) -> tuple[Zetel, ...]:
    """Return the seats that answer: a team manager's only when the document holds that perceel (chosen)."""
    percelen = percelen_of(dossier, step, gremium.code)
    return tuple(zetel for zetel in gremium.zetels if zetel.perceel is None or zetel.perceel in percelen)


def document_name(dossier: Dossier, step: Routestap, proposal: GateProposal) -> str:
    """Return the document shown: a regiegroep's own booklet (notitie §5), else the product."""
    disputed = dossier.gate(proposal.betwist) if proposal.betwist else None
    gremium = disputed.gremium if disputed else proposal.gremium
    return f"boekje_{gremium}.pdf" if step.bereik == "eigen_percelen" else f"{dossier.product}.pdf"


def oplegnota_name(manifest: Manifest, dossier: Dossier, proposal: GateProposal) -> str:
    """Return the cover note shown; a gremium that only settles disputes reads the disputed gremium's."""
    own = f"oplegnota_{proposal.gremium}.pdf"
    disputed = dossier.gate(proposal.betwist) if proposal.betwist else None
    return own if own in manifest.documenten or disputed is None else f"oplegnota_{disputed.gremium}.pdf"


def _seat(zetel: Zetel, gremium: Gremium, profile: Profile, excluded: tuple[str, ...]) -> Gatezetel:
    return Gatezetel(
        zetel=zetel.code,
        naam=zetel.naam,
        houder=zetel.houder,
        plaatsvervanger=zetel.plaatsvervanger,
        gewicht=_weight(zetel, gremium, profile),
        uitgesloten=excluded,
    )


def _weight(zetel: Zetel, gremium: Gremium, profile: Profile) -> int:
    if gremium.regel != Besluitregel.GEWOGEN_INWONERS or zetel.gemeente is None:
        return 1
    return profile.stemgewicht(zetel.gemeente)


def _barred(dossier: Dossier, step: Routestap, makers: tuple[str, ...]) -> tuple[str, ...]:
    """A regiegroep decides on a request with every member, its team manager too (notitie §5); rule 3 is for above."""
    own = step.bereik == "eigen_percelen" and PRODUCTS[dossier.product].on_request
    return () if own else makers


def _excluded(proposal: GateProposal, zetel: Zetel, profile: Profile, makers: tuple[str, ...]) -> tuple[str, ...]:
    """Rule 3: no vote for the maker in the directieberaad and above; the controller never votes."""
    answerable = proposal.kind == GESCHIL or proposal.rol != Rol.AFSTEMMING
    barred = {profile.controller, *(makers if answerable else ())}
    return tuple(person for person in (zetel.houder, zetel.plaatsvervanger) if person in barred)


def _deadline(dossier: Dossier, profile: Profile, proposal: GateProposal, today: date) -> date:
    """Return the calendar's day, or later when that leaves a seat too few working days to read."""
    term = profile.kalender.minimale_termijn_werkdagen
    if proposal.kind == GESCHIL:
        disputed = dossier.gate(proposal.betwist or "")
        trede = rung(profile, disputed.gremium) if disputed else None
        term = max(term, trede.na_werkdagen if trede else 0)
        return add_working_days(today, term)
    planned = dossier.opened.deadlines.gremia.get(proposal.gremium)
    earliest = add_working_days(today, term)
    return max(date.fromisoformat(planned), earliest) if planned else earliest


def count_of(gate: Gate) -> tuple[GeteldeStem, ...]:
    """Return each seat's answer as it is recorded when the gate closes."""
    return tuple(GeteldeStem(zetel=vote.zetel, antwoord=vote.answer, gewicht=vote.weight) for vote in gate.seat_votes())


def outcome_of(gate: Gate, profile: Profile, day: date) -> Uitslag | None:
    """Return what the gate comes to on this day: its votes, or `over_tijd` once it must climb; None while open."""
    gremium = profile.gremium(gate.gremium)
    counted = tally(gate.rol, gate.soort, gremium.regel, gate.seat_votes(), gremium.voorzitter)
    if counted is None and day > climb_day(gate, profile):
        return Uitslag.OVER_TIJD
    return counted


def reason_of(gate: Gate) -> str:
    """Return why a gate sends the version back: what its seats said."""
    return "; ".join(vote.toelichting for vote in gate.votes if vote.toelichting)


def reason_sent_back(dossier: Dossier, grond: str, *, by_advice: bool) -> str | None:
    """Return the reason with which the version goes back: that of the dispute on this gate, or of the expert."""
    if by_advice:
        gate = dossier.gate(grond)
        return gate.advice.tekst if gate is not None and gate.advice is not None else None
    deciding = [gate for gate in dossier.gates if gate.betwist == grond and gate.uitslag == Uitslag.TERUG]
    return reason_of(deciding[-1]) if deciding else None

"""The page *Stand van de besluitvorming*: all that was answered before a gate opened, for whoever votes in it. Pure.

Made when the gate opens and hashed into that event. The rules make it again, byte for byte, when it is written and when
it is proven: so another layout or another sentence is another template with the next number, and this one stays. What
an open gate holds is left out, because its seats answer without each other's, and so is what was answered in one that
lapsed before its answers were open.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from jaarcyclus.dossier import manifest as manifests
from jaarcyclus.dossier.confidential import WITHHELD, as_put_before, shown_gates
from jaarcyclus.dossier.document_names import regiegroepen, route
from jaarcyclus.dossier.records import ANSWERS_LAPSED, REOPENED, Dossier, Gate, Version, Vote
from jaarcyclus.dossier.tally import name_outcome, name_role
from jaarcyclus.figures.records import balance_cent, figures_from_json
from jaarcyclus.ledger.events import GateGeopend
from jaarcyclus.printing.template import fill_template
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms import canonical
from jaarcyclus.terms.formats import format_day, format_moment
from jaarcyclus.terms.money import format_euro
from jaarcyclus.terms.products import PRODUCTS, name_product

Read = Callable[[str], bytes]
AnyGate = GateGeopend | Gate
"""A gate that is about to open, or did."""
TEMPLATE = "stand_1.html"


@dataclass(frozen=True, kw_only=True)
class Position:
    """What one seat answered, in words; `voorwaarde` says what it asked and whether that was done."""

    zetel: str
    answer: str
    by: str
    toelichting: str
    voorwaarde: str


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One gate of before: what it was asked, what came of it, and each seat's position."""

    title: str
    outcome: str
    positions: tuple[Position, ...]
    advice: str

    @property
    def has_words(self) -> bool:
        """Return whether somebody said more than an answer: that nobody should have to look for."""
        return bool(self.advice) or any(item.toelichting or item.voorwaarde for item in self.positions)


@dataclass(frozen=True, kw_only=True)
class Change:
    """An amount of this version beside that of the version before, as texts."""

    name: str
    before: str
    after: str
    difference: str


def write_deliberation(dossier: Dossier, profile: Profile, gate: GateGeopend, read: Read) -> bytes:
    """Return the page as HTML in UTF-8, for the gate that is about to open; `dossier` is as it stood before.

    `read` gives an artefact by SHA-256. Raises what `read` raises.
    """
    told = as_put_before(dossier, profile, gate)
    before = [item for item in shown_gates(told) if not item.is_open]
    page = fill_template(
        TEMPLATE,
        titel=f"Stand van de besluitvorming: {name_product(dossier.product, dossier.boekjaar)}",
        samenwerking=profile.naam,
        oefening=dossier.oefening,
        gremium=profile.gremium(gate.gremium).naam,
        gevraagd=name_role(gate.rol, gate.soort),
        versie=gate.versie,
        ronde=gate.ronde,
        deadline=gate.deadline,
        nu=[answered_in(item, dossier, profile) for item in before if item.versie == gate.versie],
        eerder=[answered_in(item, dossier, profile) for item in before if item.versie != gate.versie],
        heropeningen=[(item.told_by(profile.name_person(item.door)), item.reden) for item in told.reopenings],
        vorige=gate.versie - 1,
        nieuw=tuple(_handed_in_anew(dossier, gate, profile)),
        verschillen=changes_of(dossier, profile, gate, read),
    )
    return page.encode()


def answered_before(dossier: Dossier, profile: Profile, gate: Gate) -> tuple[Answered, ...]:
    """Return what was answered about the version of a gate in those that opened before it and are closed now."""
    of_version = (item for item in shown_gates(dossier) if item.versie == gate.versie)
    gates = (item for item in of_version if not item.is_open and item.seq < gate.seq)
    return tuple(answered_in(item, dossier, profile) for item in gates)


def answered_in(gate: Gate, dossier: Dossier, profile: Profile) -> Answered:
    """Return what was answered in a gate; whether that may be told is for `dossier.sight`."""
    disputed = dossier.gate(gate.betwist) if gate.betwist else None
    about = f" over het antwoord van {profile.gremium(disputed.gremium).naam}" if disputed else ""
    again = "" if gate.ronde == 1 else f", ronde {gate.ronde}"
    return Answered(
        title=f"{profile.gremium(gate.gremium).naam}: {name_role(gate.rol, gate.soort)}{about}, versie {gate.versie}"
        f"{again}",
        outcome=_outcome(gate),
        positions=()
        if gate.withheld or gate.vervallen == ANSWERS_LAPSED
        else tuple(_position(gate, zetel.zetel, zetel.naam, profile) for zetel in gate.zetels),
        advice=f"{name_outcome(gate.advice.advies)}. {gate.advice.deskundige}: {gate.advice.tekst}"
        if gate.advice and not gate.withheld
        else "",
    )


def _outcome(gate: Gate) -> str:
    if gate.withheld:
        return WITHHELD
    closed = format_moment(gate.gesloten_klok or gate.geopend_klok)
    if gate.vervallen == ANSWERS_LAPSED:
        answered = "1 zetel had" if len(gate.votes) == 1 else f"{len(gate.votes)} zetels hadden"
        return f"Vervallen op {closed}: {REOPENED}. {answered} geantwoord; de antwoorden zijn vervallen."
    if gate.vervallen is not None:
        return f"Vervallen op {closed}: {gate.vervallen}."
    return f"Uitslag: {name_outcome(gate.uitslag or '')}, op {closed}."


def _position(gate: Gate, zetel: str, name: str, profile: Profile) -> Position:
    vote = next((item for item in gate.votes if item.zetel == zetel), None)
    if vote is None:
        return Position(zetel=name, answer="geen antwoord", by="", toelichting="", voorwaarde="")
    return Position(
        zetel=name,
        answer=vote.antwoord,
        by=f"{profile.name_person(vote.door)}{', namens de zetel' if vote.namens else ''}",
        toelichting=vote.toelichting,
        voorwaarde=_voorwaarde(vote, profile),
    )


def _voorwaarde(vote: Vote, profile: Profile) -> str:
    asked = vote.voorwaarde
    if asked is None:
        return ""
    wanted = f"{asked.tekst} (eigenaar: {profile.name_person(asked.eigenaar)}, uiterlijk {format_day(asked.datum)})"
    if asked.vervuld_door is None or asked.vervuld_klok is None:
        return f"{wanted}. Nog niet vervuld."
    done = f"Vervuld op {format_moment(asked.vervuld_klok)} door {profile.name_person(asked.vervuld_door)}"
    shown = f" (met bestand: {asked.evidence.name})" if asked.evidence else ""
    return f"{wanted}. {done}: {asked.vervuld_toelichting}{shown}"


def _handed_in_anew(dossier: Dossier, gate: AnyGate, profile: Profile) -> Iterator[str]:
    """Yield the names of what was handed in since the version before, of what this gremium sees."""
    old, new = _two_versions(dossier, gate)
    if old is not None:
        seen = _seen(dossier, profile, gate)
        for duty in dossier.opened.inzendplichten:
            if duty.code in seen and old.inzendingen.get(duty.code) != new.inzendingen.get(duty.code):
                yield duty.naam


def _two_versions(dossier: Dossier, gate: AnyGate) -> tuple[Version | None, Version]:
    """Return the version before this one, None when it is the first, and this one."""
    number = gate.versie - 1
    return (dossier.versions[number - 1] if number else None), dossier.versions[number]


def _seen(dossier: Dossier, profile: Profile, gate: AnyGate) -> tuple[str, ...]:
    """Return the submissions in the document of this gate: a booklet has only the regiegroep's own."""
    step = profile.routes[dossier.product][gate.stap]
    if step.bereik == "product":
        return tuple(duty.code for duty in dossier.opened.inzendplichten)
    own = regiegroepen(profile, route(profile, dossier.product, dossier.kenmerken))
    return tuple(code for codes in own.values() for code in codes) if gate.betwist else tuple(own[gate.gremium])


def changes_of(dossier: Dossier, profile: Profile, gate: AnyGate, read: Read) -> tuple[Change, ...]:
    """Return how the version of a gate differs from the one before it, () for the first one.

    The bijdrage per perceel whose amount is another, what all come to, and the part of each gemeente.
    """
    old, new = _two_versions(dossier, gate)
    if old is None:
        return ()
    seen, whole = _seen(dossier, profile, gate), profile.routes[dossier.product][gate.stap].bereik == "product"
    before, after = _contributions(old, dossier, read), _contributions(new, dossier, read)
    names = {duty.code: duty.naam for duty in dossier.opened.inzendplichten}
    rows = [_change(names[code], before[code], after[code]) for code in seen if before[code] != after[code]]
    rows.append(_change("Samen", sum(before[code] for code in seen), sum(after[code] for code in seen)))
    if whole:
        paid, pays = _shares(old, read), _shares(new, read)
        rows += [_change(item.naam, paid.get(item.code, 0), pays.get(item.code, 0)) for item in profile.gemeenten]
    return tuple(rows)


def _contributions(version: Version, dossier: Dossier, read: Read) -> dict[str, int]:
    """Return the bijdrage in cents by submission, in the product's main column."""
    made, column = manifests.from_bytes(read(version.manifest_sha256)), PRODUCTS[dossier.product].main_column
    return {
        code: balance_cent(figures_from_json(read(item["cijfers"])), column) for code, item in made.inzendingen.items()
    }


def _shares(version: Version, read: Read) -> Mapping[str, int]:
    """Return the part of each gemeente in cents, from the figures of the version."""
    figures = canonical.loads(read(manifests.from_bytes(read(version.manifest_sha256)).consolidatie_sha256))
    shares: Mapping[str, int] | None = figures["aandelen_cent"][figures["hoofdkolom"]]
    return shares or {}


def _change(name: str, before: int, after: int) -> Change:
    sign = "+" if after > before else ""
    return Change(
        name=name,
        before=format_euro(before),
        after=format_euro(after),
        difference=f"{sign}{format_euro(after - before)}",
    )

"""The annex "Besluitvorming": who decided what on which bytes, made after the last gate.

It stands beside the document that was voted on and never changes it. It tells what the ledger holds, the chain's head
included, so that a reader can prove the rest with `dossier verifieer`. Do not judge here: `rules.transitions` does.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import pairwise

from jaarcyclus.dossier.confidential import WITHHELD, as_public, has_confidential, shown_gates
from jaarcyclus.dossier.holders import told_holders
from jaarcyclus.dossier.records import Dossier, Gate, Sending, Vote
from jaarcyclus.dossier.round import postbus_id
from jaarcyclus.dossier.signing import fingerprint
from jaarcyclus.dossier.tally import name_outcome, name_role
from jaarcyclus.ledger.chain import latest
from jaarcyclus.ledger.parts import Ketenkop
from jaarcyclus.printing import pdf
from jaarcyclus.printing.table import Chapter, Column, Table
from jaarcyclus.printing.template import fill_template
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.formats import format_day, format_moment
from jaarcyclus.terms.products import name_in_sentence, name_product

_READY = "Klaargezet in het programma; wat per mail ging, staat in de keten van berichten"


def make_bijlage(dossier: Dossier, profile: Profile, head: str, postbus: Ketenkop | None = None) -> bytes:
    """Return the annex as PDF; `head` is that of the chain (64 hex digits) up to which it tells.

    `postbus` is where the postbus stood, None in an annex that did not say so yet.

    Its date is that of the last thing it tells, so that the same ledger gives the same bytes.
    """
    dossier = as_public(dossier, profile)
    return pdf.render(write_annex(dossier, profile, head, postbus), day=date.fromisoformat(_last_moment(dossier)[:10]))


def write_annex(dossier: Dossier, profile: Profile, head: str, postbus: Ketenkop | None = None) -> str:
    """Return the HTML of the annex of the last version; what is confidential is not in it."""
    dossier = as_public(dossier, profile)
    version = dossier.versions[-1]
    return fill_template(
        "bijlage.html",
        titel=f"Besluitvorming {name_product(dossier.product, dossier.boekjaar)}",
        samenwerking=profile.naam,
        voluit=profile.voluit,
        onderwerp=name_in_sentence(dossier.product, dossier.boekjaar),
        dossier=dossier.dossier,
        versie=version.versie,
        datum=_last_moment(dossier),
        oefening=dossier.oefening,
        leesmij=dossier.opened.regels > 1,  # the export of an older round keeps its first words
        besloten=dossier.opened.regels > 3 and has_confidential(dossier, profile),
        manifest_sha256=version.manifest_sha256,
        kop=head,
        postbus=postbus if postbus and postbus.seq else None,
        naam_postbus=postbus_id(profile.profiel),
        hoofdstukken=(
            *(_chapter(gate, dossier, profile) for gate in shown_gates(dossier)),
            _deliveries(dossier, profile),
        ),
    )


def _chapter(gate: Gate, dossier: Dossier, profile: Profile) -> Chapter:
    title = f"{_gremium(gate.gremium, profile)}: {name_role(gate.rol, gate.soort)}, versie {gate.versie}"
    if gate.withheld:
        return Chapter(title=title, anchor=gate.gate, paragraphs=(WITHHELD,), tables=())
    return Chapter(
        title=f"{title}, ronde {gate.ronde}",
        anchor=gate.gate,
        paragraphs=tuple(_facts(gate, dossier, profile)),
        tables=(_votes(gate, dossier, profile), *_conditions(gate, profile)),
    )


def _facts(gate: Gate, dossier: Dossier, profile: Profile) -> list[str]:
    rule = profile.gremium(gate.gremium).regel.value.replace("_", " ")
    facts = [
        f"Geopend op {format_moment(gate.geopend_klok)}, te beantwoorden tot en met {format_day(gate.deadline)}. "
        f"Besluitregel: {rule}.",
        _outcome(gate),
    ]
    facts += [item.tell(profile.name_person(item.by)) for item in gate.extensions]
    facts += _successions(gate, profile)
    disputed = dossier.gate(gate.betwist) if gate.betwist else None
    if disputed is not None:
        facts.append(
            f"Dit geschil gaat over het antwoord van {_gremium(disputed.gremium, profile)}, ronde {disputed.ronde}."
        )
    if gate.advice is not None:
        advice = name_outcome(gate.advice.advies)
        facts.append(f"Bindend advies van {gate.advice.deskundige}: {advice}. {gate.advice.tekst}")
    facts.append(f"Getoond document, SHA-256: {gate.document_sha256}\nManifest, SHA-256: {gate.manifest_sha256}")
    return facts


def _successions(gate: Gate, profile: Profile) -> list[str]:
    """Return a sentence for each function of which the holder changed while the gate was open."""
    return [
        f"De houder van {profile.name_person(functie)} wisselde tijdens deze vraag; vastgelegd op "
        f"{format_moment(after.klok)}."
        for before, after in pairwise(gate.holdings)
        for functie, holder in after.houders.items()
        if holder != before.houders.get(functie)
    ]


def _outcome(gate: Gate) -> str:
    if gate.vervallen is not None:
        return f"Vervallen op {format_moment(gate.gesloten_klok or gate.geopend_klok)}: {gate.vervallen}"
    if gate.uitslag is None:
        return "Nog niet gesloten."
    return f"Uitslag: {name_outcome(gate.uitslag)}, op {format_moment(gate.gesloten_klok or gate.geopend_klok)}."


def _votes(gate: Gate, dossier: Dossier, profile: Profile) -> Table:
    by_seat = {vote.zetel: vote for vote in gate.votes}
    # Before rules 4 it told how voters were known where somebody signs only: those annexes stay the same to the byte.
    signs = any(gremium.asks_passkey for gremium in profile.gremia)
    identified = partial(_identified, signs=signs) if signs or dossier.opened.regels > 3 else None
    return Table(
        title="Zetels en antwoorden",
        columns=(
            Column(title="Zetel", width_pct=17),
            Column(title="Antwoord", width_pct=15),
            Column(title="Gegeven door", width_pct=22),
            Column(title="Moment", width_pct=16),
            Column(title="Opmerking of reden"),
        ),
        rows=tuple(
            (zetel.naam, *_answer(gate, by_seat.get(zetel.zetel), zetel.houder, profile, identified))
            for zetel in gate.zetels
        ),
    )


def _answer(
    gate: Gate, vote: Vote | None, houder: str, profile: Profile, identified: Callable[[Vote], str] | None
) -> tuple[str, str, str, str]:
    if vote is None:
        return ("geen antwoord", "", "", "")
    by = _who(gate, vote, vote.door, profile)
    if vote.namens:
        by = f"{by}, namens {_who(gate, vote, houder, profile)}"
    if vote.uitgifte is not None:
        by = f"{by}, nadat een ander een wachtwoord van dit account had uitgegeven (postbus {vote.uitgifte})"
    if identified is not None:
        by = f"{by}; {identified(vote)}"
    return (vote.antwoord, by, format_moment(vote.klok), vote.toelichting)


def _identified(vote: Vote, *, signs: bool) -> str:
    """Return how the program knew who answered; where some gremium `signs`, also that this vote is not signed."""
    unsigned = " en niet ondertekend" if signs else ""
    if vote.signed is not None:
        key = vote.signed.content
        return f"ondertekend met passkey {key.passkey}, vingerafdruk {fingerprint(key.publieke_sleutel)}"
    if vote.koppeling is not None:
        return f"aangemeld bij de organisatie (koppeling {vote.koppeling}){unsigned}"
    return f"aangemeld met een wachtwoord{unsigned}"


def _who(gate: Gate, vote: Vote, functie: str, profile: Profile) -> str:
    """Return the function, and who held it when this vote was cast where the profile lets a name be printed."""
    function, holder = profile.name_person(functie), told_holders(gate, vote.seq).get(functie)
    named = profile.namen_in_openbare_stukken and holder is not None and holder.naam
    return f"{function} ({named})" if named else function


def _conditions(gate: Gate, profile: Profile) -> tuple[Table, ...]:
    seats = {zetel.zetel: zetel.naam for zetel in gate.zetels}
    rows = tuple(
        (
            seats.get(vote.zetel, vote.zetel),
            vote.voorwaarde.tekst,
            profile.name_person(vote.voorwaarde.eigenaar),
            format_day(vote.voorwaarde.datum),
            _fulfilment(vote, profile),
        )
        for vote in gate.votes
        if vote.voorwaarde is not None
    )
    if not rows:
        return ()
    columns = ("Zetel", "Voorwaarde", "Eigenaar", "Uiterlijk", "Vervuld")
    widths = (14, 28, 18, 14, 26)
    return (
        Table(
            title="Voorwaarden",
            columns=tuple(Column(title=t, width_pct=b) for t, b in zip(columns, widths, strict=True)),
            rows=rows,
        ),
    )


def _fulfilment(vote: Vote, profile: Profile) -> str:
    condition = vote.voorwaarde
    if condition is None or condition.vervuld_door is None or condition.vervuld_klok is None:
        return "nog niet vervuld"
    by, file = profile.name_person(condition.vervuld_door), condition.evidence
    shown = f" (met bestand: {file.name}, SHA-256 {file.sha256})" if file else ""
    return f"{format_moment(condition.vervuld_klok)}, door {by}: {condition.vervuld_toelichting or ''}{shown}"


def _deliveries(dossier: Dossier, profile: Profile) -> Chapter:
    return Chapter(
        title="Klaargezet, ontvangst en heropening",
        anchor="klaargezet",
        tables=(
            Table(
                # Before rules 4 it denied mail, of which a dossier knows nothing: those annexes stay the same.
                title=_READY if dossier.opened.regels > 3 else "Klaargezet (er is niets verzonden)",
                columns=(Column(title="Gremium", width_pct=40), Column(title="Wat"), Column(title="Moment")),
                rows=tuple(
                    (
                        _gremium(gremium, profile),
                        _what_is_ready(sent, dossier, profile),
                        format_moment(sent.klok),
                    )
                    for sent in dossier.sendings
                    for gremium in sent.gremia
                ),
            ),
            Table(
                title="Ontvangst bevestigd",
                columns=(Column(title="Gremium", width_pct=40), Column(title="Moment")),
                rows=tuple((_gremium(gremium, profile), format_moment(moment)) for gremium, moment in dossier.receipts),
            ),
            Table(
                title="Heropeningen",
                columns=(Column(title="Door", width_pct=30), Column(title="Reden")),
                rows=tuple((h.told_by(profile.name_person(h.door)), h.reden) for h in dossier.reopenings),
            ),
        ),
    )


def _what_is_ready(sent: Sending, dossier: Dossier, profile: Profile) -> str:
    """Return `uitslag van Directieberaad, versie 1`: the code of a gate says nothing to a reader."""
    gate = dossier.gate(sent.gate) if sent.gate else None
    if gate is None:
        return f"ter info, versie {sent.versie}"
    what = "bindend advies aan" if sent.rol == "advies" else "geschil bij" if gate.betwist else "uitslag van"
    again = f", ronde {gate.ronde}" if gate.ronde > 1 else ""
    return f"{what} {_gremium(gate.gremium, profile)}, versie {sent.versie}{again}"


def _last_moment(dossier: Dossier) -> str:
    moments = [gate.gesloten_klok or gate.geopend_klok for gate in dossier.gates]
    moments += [sent.klok for sent in dossier.sendings] + [moment for _, moment in dossier.receipts]
    moments += [
        vote.voorwaarde.vervuld_klok
        for gate in dossier.gates
        for vote in gate.votes
        if vote.voorwaarde is not None and vote.voorwaarde.vervuld_klok is not None
    ]
    return latest(moments or [dossier.versions[-1].klok])


def _gremium(code: str, profile: Profile) -> str:
    return profile.gremium(code).naam

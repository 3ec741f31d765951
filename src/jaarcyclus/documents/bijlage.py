"""The annex "Besluitvorming": who decided what on which bytes, made after the last gate.

It stands beside the document that was voted on and never changes it. It tells what the ledger holds, the chain's head
included, so that a reader can prove the rest with `dossier verifieer`. Do not judge here: `rules.transitions` does.
"""

from datetime import date

from jaarcyclus.dossier.records import Dossier, Gate, Stem
from jaarcyclus.dossier.tally import name_outcome, name_role
from jaarcyclus.errors import OnbekendeSleutel
from jaarcyclus.printing import pdf
from jaarcyclus.printing.table import Hoofdstuk, Kolom, Staat
from jaarcyclus.printing.template import fill_template
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.formats import format_dag, format_moment
from jaarcyclus.terms.products import name_in_sentence, name_product


def make_bijlage(dossier: Dossier, profile: Profile, kop: str) -> bytes:
    """Return the annex as PDF; `kop` is the head of the chain (64 hex digits) up to which it tells.

    Its date is that of the last thing it tells, so that the same ledger gives the same bytes.
    """
    return pdf.render(write_annex(dossier, profile, kop), datum=date.fromisoformat(_last_moment(dossier)[:10]))


def write_annex(dossier: Dossier, profile: Profile, kop: str) -> str:
    """Return the HTML of the annex of the last version."""
    versie = dossier.versies[-1]
    return fill_template(
        "bijlage.html",
        titel=f"Besluitvorming {name_product(dossier.product, dossier.boekjaar)}",
        samenwerking=profile.naam,
        voluit=profile.voluit,
        onderwerp=name_in_sentence(dossier.product, dossier.boekjaar),
        dossier=dossier.dossier,
        versie=versie.versie,
        datum=_last_moment(dossier),
        oefening=dossier.oefening,
        manifest_sha256=versie.manifest_sha256,
        kop=kop,
        hoofdstukken=(*(_chapter(gate, dossier, profile) for gate in dossier.gates), _deliveries(dossier, profile)),
    )


def _chapter(gate: Gate, dossier: Dossier, profile: Profile) -> Hoofdstuk:
    return Hoofdstuk(
        titel=f"{_gremium(gate.gremium, profile)}: {name_role(gate.rol, gate.soort)}, versie {gate.versie}, "
        f"ronde {gate.ronde}",
        anker=gate.gate,
        alineas=tuple(_facts(gate, dossier, profile)),
        staten=(_votes(gate, profile), *_conditions(gate, profile)),
    )


def _facts(gate: Gate, dossier: Dossier, profile: Profile) -> list[str]:
    rule = profile.gremium(gate.gremium).regel.value.replace("_", " ")
    facts = [
        f"Geopend op {format_moment(gate.geopend_klok)}, te beantwoorden tot en met {format_dag(gate.deadline)}. "
        f"Besluitregel: {rule}.",
        _outcome(gate),
    ]
    disputed = dossier.gate(gate.betwist) if gate.betwist else None
    if disputed is not None:
        facts.append(f"Dit geschil gaat over het antwoord van {_gremium(disputed.gremium, profile)}, {disputed.gate}.")
    if gate.advies is not None:
        advice = name_outcome(gate.advies["advies"])
        facts.append(f"Bindend advies van {gate.advies['deskundige']}: {advice}. {gate.advies['tekst']}")
    facts.append(f"Getoond document, SHA-256: {gate.document_sha256}\nManifest, SHA-256: {gate.manifest_sha256}")
    return facts


def _outcome(gate: Gate) -> str:
    if gate.vervallen is not None:
        return f"Vervallen op {format_moment(gate.gesloten_klok or gate.geopend_klok)}: {gate.vervallen}"
    if gate.uitslag is None:
        return "Nog niet gesloten."
    return f"Uitslag: {name_outcome(gate.uitslag)}, op {format_moment(gate.gesloten_klok or gate.geopend_klok)}."


def _votes(gate: Gate, profile: Profile) -> Staat:
    by_seat = {stem.zetel: stem for stem in gate.stemmen}
    return Staat(
        titel="Zetels en antwoorden",
        kolommen=(
            Kolom(titel="Zetel", breedte_pct=17),
            Kolom(titel="Antwoord", breedte_pct=15),
            Kolom(titel="Gegeven door", breedte_pct=22),
            Kolom(titel="Moment", breedte_pct=16),
            Kolom(titel="Opmerking of reden"),
        ),
        rijen=tuple((zetel.naam, *_answer(by_seat.get(zetel.zetel), zetel.houder, profile)) for zetel in gate.zetels),
    )


def _answer(stem: Stem | None, houder: str, profile: Profile) -> tuple[str, str, str, str]:
    if stem is None:
        return ("geen antwoord", "", "", "")
    by = _functie(stem.door, profile)
    if stem.namens:
        by = f"{by}, namens {_functie(houder, profile)}"
    return (stem.antwoord, by, format_moment(stem.klok), stem.toelichting)


def _conditions(gate: Gate, profile: Profile) -> tuple[Staat, ...]:
    seats = {zetel.zetel: zetel.naam for zetel in gate.zetels}
    rijen = tuple(
        (
            seats.get(stem.zetel, stem.zetel),
            stem.voorwaarde.tekst,
            _functie(stem.voorwaarde.eigenaar, profile),
            format_dag(stem.voorwaarde.datum),
            _fulfilment(stem, profile),
        )
        for stem in gate.stemmen
        if stem.voorwaarde is not None
    )
    if not rijen:
        return ()
    columns = ("Zetel", "Voorwaarde", "Eigenaar", "Uiterlijk", "Vervuld")
    widths = (14, 28, 18, 14, 26)
    return (
        Staat(
            titel="Voorwaarden",
            kolommen=tuple(Kolom(titel=t, breedte_pct=b) for t, b in zip(columns, widths, strict=True)),
            rijen=rijen,
        ),
    )


def _fulfilment(stem: Stem, profile: Profile) -> str:
    condition = stem.voorwaarde
    if condition is None or condition.vervuld_door is None or condition.vervuld_klok is None:
        return "nog niet vervuld"
    by = _functie(condition.vervuld_door, profile)
    return f"{format_moment(condition.vervuld_klok)}, door {by}: {condition.vervuld_toelichting or ''}"


def _deliveries(dossier: Dossier, profile: Profile) -> Hoofdstuk:
    return Hoofdstuk(
        titel="Toezending, ontvangst en heropening",
        anker="toezending",
        staten=(
            Staat(
                titel="Toegezonden",
                kolommen=(Kolom(titel="Gremium", breedte_pct=40), Kolom(titel="Wat"), Kolom(titel="Moment")),
                rijen=tuple(
                    (
                        _gremium(gremium, profile),
                        f"ter info, versie {sent.versie}"
                        if sent.rol == "info"
                        else f"{'bindend advies' if sent.rol == 'advies' else sent.rol} {sent.gate or ''}".strip(),
                        format_moment(sent.klok),
                    )
                    for sent in dossier.toezendingen
                    for gremium in sent.gremia
                ),
            ),
            Staat(
                titel="Ontvangst bevestigd",
                kolommen=(Kolom(titel="Gremium", breedte_pct=40), Kolom(titel="Moment")),
                rijen=tuple(
                    (_gremium(gremium, profile), format_moment(moment)) for gremium, moment in dossier.ontvangsten
                ),
            ),
            Staat(
                titel="Heropeningen",
                kolommen=(Kolom(titel="Door", breedte_pct=30), Kolom(titel="Reden")),
                rijen=tuple((_functie(h.door, profile), h.reden) for h in dossier.heropeningen),
            ),
        ),
    )


def _last_moment(dossier: Dossier) -> str:
    moments = [gate.gesloten_klok or gate.geopend_klok for gate in dossier.gates]
    moments += [sent.klok for sent in dossier.toezendingen] + [moment for _, moment in dossier.ontvangsten]
    moments += [
        stem.voorwaarde.vervuld_klok
        for gate in dossier.gates
        for stem in gate.stemmen
        if stem.voorwaarde is not None and stem.voorwaarde.vervuld_klok is not None
    ]
    return max(moments, default=dossier.versies[-1].klok)


def _gremium(code: str, profile: Profile) -> str:
    return profile.gremium(code).naam


def _functie(persoon: str, profile: Profile) -> str:
    """Return the function of a person; the key itself of one the profile no longer has, or of the program."""
    try:
        return profile.persoon(persoon).functie
    except OnbekendeSleutel:
        return persoon

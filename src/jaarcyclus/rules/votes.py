"""The rules of a vote and of its condition: who may answer, until when, on which bytes, with which words.

One seat has one vote; a deputy votes for the seat in its own name; a negative answer needs a reason; "mits" needs
an owner and a date (docs/rules.md, rules 1-6; chosen).
"""

from datetime import date

from jaarcyclus.dossier.confidential import condition_owners
from jaarcyclus.dossier.evidence import MAX_BYTES, is_fit
from jaarcyclus.dossier.planning import climb_day
from jaarcyclus.dossier.records import Dossier, Gate
from jaarcyclus.dossier.tally import answers_of, find_answer, name_outcome
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.events import (
    StemAangemeld,
    StemNaUitgifte,
    StemUitgebracht,
    VoorwaardeBewezen,
    VoorwaardeVervuld,
)
from jaarcyclus.ledger.parts import Gatezetel, GesteldeVoorwaarde
from jaarcyclus.profile.records import Profile
from jaarcyclus.rules.context import Context, require, require_words, today
from jaarcyclus.rules.signing import require_signed
from jaarcyclus.terms.days import format_date


def check_stem(dossier: Dossier, event: Event, content: StemUitgebracht, context: Context) -> None:
    """Raise Refused when this vote may not be cast."""
    gate = _votable_gate(dossier, content.gate, today(event), context.profile)
    zetel = _votable_seat(gate, content.zetel, event.actor, context.profile)
    require(
        content.namens == (event.actor != zetel.houder),
        "NAMENS_ONJUIST",
        "Een plaatsvervanger stemt namens de zetel; de houder zelf niet.",
    )
    require(
        content.manifest_sha256 == gate.manifest_sha256 and content.document_sha256 == gate.document_sha256,
        "ANDERE_VERSIE",
        "Uw antwoord hoort bij een andere versie van het document; open de gate opnieuw en lees de huidige versie.",
    )
    _check_answer(dossier, gate, content, today(event), context.profile)
    require_signed(dossier, event, gate, content, context.profile)


def _votable_gate(dossier: Dossier, gate_id: str, day: date, profile: Profile) -> Gate:
    gate = dossier.gate(gate_id)
    if gate is None:
        raise Refused("GATE_ONBEKEND", f"Gate {gate_id} bestaat niet in dit dossier; open uw vragen opnieuw.")
    active = dossier.active_version
    require(
        gate.vervallen is None and active is not None and active.versie == gate.versie,
        "GATE_VERVALLEN",
        "Deze versie is vervangen; uw antwoord is niet vastgelegd. Wacht op de vraag over de nieuwe versie.",
    )
    require(
        gate.uitslag is None,
        "GATE_GESLOTEN",
        f"Deze gate is al gesloten ({name_outcome(gate.uitslag or '')}); uw antwoord is niet vastgelegd. "
        "U hoeft niets meer te doen.",
    )
    deadline = date.fromisoformat(gate.deadline)
    require(
        day <= deadline,
        "TERMIJN_VERSTREKEN",
        f"De termijn liep tot en met {format_date(deadline)}; uw antwoord is niet vastgelegd. "
        f"Na {format_date(climb_day(gate, profile))} gaat de vraag zonder uw antwoord verder. Geef uw standpunt "
        "uiterlijk die dag door aan de controller.",
    )
    return gate


def _votable_seat(gate: Gate, zetel_code: str, person: str, profile: Profile) -> Gatezetel:
    zetel = next((item for item in gate.zetels if item.zetel == zetel_code), None)
    if zetel is None:
        raise Refused("ZETEL_ONBEKEND", f"Zetel {zetel_code} hoort niet bij deze gate; open uw vraag opnieuw.")
    require(
        person != profile.controller,
        "CONTROLLER_STEMT_NIET",
        "De controller bewaakt de cyclus en heeft geen zetel; laat de zetelhouder antwoorden.",
    )
    require(
        person in (zetel.houder, zetel.plaatsvervanger),
        "NIET_DE_ZETELHOUDER",
        f"De zetel '{zetel.naam}' is niet van u; laat de houder of de plaatsvervanger antwoorden.",
    )
    require(
        person not in zetel.uitgesloten,
        "MAKER_STEMT_NIET",
        "U hebt cijfers voor dit document ingediend of gefiatteerd en stemt er niet over mee; laat de houder of de "
        "plaatsvervanger antwoorden die dat niet deed.",
    )
    require(
        all(vote.zetel != zetel_code for vote in gate.votes),
        "AL_GESTEMD",
        f"Voor de zetel '{zetel.naam}' is al geantwoord en die stem staat vast; u hoeft niets te doen.",
    )
    return zetel


def _check_answer(dossier: Dossier, gate: Gate, content: StemUitgebracht, day: date, profile: Profile) -> None:
    answer = find_answer(gate.rol, gate.soort, content.antwoord)
    if answer is None:
        raise Refused("ANTWOORD_ONBEKEND", f"'{content.antwoord}' is hier geen antwoord; kies er een uit de lijst.")
    if answer.needs_toelichting:
        sentence = f"Bij '{answer.text}' hoort een toelichting; vul die in en antwoord opnieuw."
        require_words(dossier, content.toelichting, "REDEN_ONTBREEKT", sentence)
    elif content.toelichting.strip() or (content.toelichting and dossier.opened.regels > 1):
        sentence = "Een toelichting bestaat uit leesbare woorden; verbeter haar of laat haar leeg."
        require_words(dossier, content.toelichting, "TOELICHTING_ONLEESBAAR", sentence)
    condition = content.voorwaarde
    require(
        condition is not None or not answer.needs_voorwaarde,
        "VOORWAARDE_ONVOLLEDIG",
        f"Bij '{answer.text}' hoort een voorwaarde; vul tekst, eigenaar en datum in en antwoord opnieuw.",
    )
    conditional = [f", of kies '{item.text}'" for item in answers_of(gate.rol, gate.soort) if item.needs_voorwaarde]
    require(
        condition is None or answer.needs_voorwaarde,
        "VOORWAARDE_ONVOLLEDIG",
        f"Bij '{answer.text}' hoort geen voorwaarde; maak de velden leeg{''.join(conditional)}.",
    )
    if condition is not None:
        _check_condition(dossier, gate, condition, day, profile)


def _check_condition(dossier: Dossier, gate: Gate, condition: GesteldeVoorwaarde, day: date, profile: Profile) -> None:
    sentence = (
        "Een voorwaarde heeft een tekst, een eigenaar uit de lijst en een datum vanaf vandaag (jjjj-mm-dd); vul ze "
        "alle drie in en antwoord opnieuw."
    )
    require_words(dossier, condition.tekst, "VOORWAARDE_ONVOLLEDIG", sentence)
    require(
        condition.eigenaar in condition_owners(dossier, profile, gate),
        "VOORWAARDE_ONVOLLEDIG",
        sentence,
    )
    try:
        promised = date.fromisoformat(condition.datum)
    except ValueError:
        raise Refused("VOORWAARDE_ONVOLLEDIG", sentence) from None
    one_spelling = dossier.opened.regels == 1 or promised.isoformat() == condition.datum
    require(one_spelling, "VOORWAARDE_ONVOLLEDIG", sentence)
    require(promised >= day, "VOORWAARDE_ONVOLLEDIG", sentence)


def check_stem_na_uitgifte(dossier: Dossier, _: Event, content: StemNaUitgifte, __: Context) -> None:
    """Raise Refused when this mark is not on the vote just before it. Which issue it was, the postbus tells."""
    gate = dossier.gate(content.gate)
    vote = gate.votes[-1] if gate and gate.votes else None
    require(
        vote is not None and (vote.zetel, vote.seq) == (content.zetel, dossier.seq) and content.uitgifte >= 1,
        "STEM_ONBEKEND",
        "Een stem na een uitgegeven wachtwoord staat vlak voor haar merk.",
    )


def check_stem_aangemeld(dossier: Dossier, _: Event, content: StemAangemeld, __: Context) -> None:
    """Raise Refused when this mark is not on the vote just before it. Whose link it was, the bezetting tells."""
    gate = dossier.gate(content.gate)
    vote = gate.votes[-1] if gate and gate.votes else None
    marks = vote is not None and vote.uitgifte is not None  # the mark of an issued password stands in between
    require(
        vote is not None
        and (vote.zetel, vote.seq, vote.koppeling) == (content.zetel, dossier.seq - marks, None)
        and content.koppeling >= 1,
        "STEM_ONBEKEND",
        "Een stem van wie zich bij de organisatie aanmeldde, staat vlak voor haar merk.",
    )


def no_condition() -> Refused:
    """Return the refusal of who names a condition that is not there, or that is not for his eyes yet."""
    return Refused(
        "VOORWAARDE_ONBEKEND", "Er is bij deze zetel en gate geen voorwaarde gesteld; controleer beide namen."
    )


def check_voorwaarde_vervuld(dossier: Dossier, event: Event, content: VoorwaardeVervuld, context: Context) -> None:
    """Raise Refused when this person may not report this condition as met."""
    gate = dossier.gate(content.gate)
    vote = next((item for item in gate.votes if item.zetel == content.zetel), None) if gate else None
    if gate is None or vote is None or vote.voorwaarde is None:
        raise no_condition()
    require(
        vote.voorwaarde.vervuld_door is None,
        "VOORWAARDE_AL_VERVULD",
        "Deze voorwaarde is al afgemeld; u hoeft niets te doen.",
    )
    zetel = next(item for item in gate.zetels if item.zetel == vote.zetel)
    require(
        event.actor in (vote.voorwaarde.eigenaar, zetel.houder, zetel.plaatsvervanger),
        "NIET_DE_EIGENAAR",
        f"Alleen de eigenaar ({context.profile.name_person(vote.voorwaarde.eigenaar)}) of de zetel die de voorwaarde "
        "stelde, meldt haar af; vraag het een van beide.",
    )
    require_words(dossier, content.toelichting, "REDEN_ONTBREEKT", "Beschrijf hoe aan de voorwaarde is voldaan.")


def check_voorwaarde_bewezen(dossier: Dossier, event: Event, content: VoorwaardeBewezen, context: Context) -> None:
    """Raise Refused when this person may not report this condition as met, or not with this file."""
    check_voorwaarde_vervuld(dossier, event, content, context)
    given = context.read(content.sha256)
    if not is_fit(content.naam, given) or len(given) != content.grootte:
        raise evidence_unfit()


def evidence_unfit() -> Refused:
    """Return the refusal of a file that cannot be evidence."""
    return Refused(
        "BEWIJS_ONGESCHIKT",
        "Dit bestand kan er niet bij. Kies een pdf, een afbeelding (png of jpg) of een Excel-bestand (xlsx) van "
        f"hooguit {MAX_BYTES // 10**6} MB.",
    )

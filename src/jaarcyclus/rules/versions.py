"""The rules of what a version is made of: accepted workbooks, a consolidation that failed, the version itself.

Nothing is believed that can be made anew from the workbooks' figures and the pinned profile.
"""

import re
from datetime import date

from jaarcyclus.dossier.document_names import document_names
from jaarcyclus.dossier.known import known_columns
from jaarcyclus.dossier.manifest import submissions_of
from jaarcyclus.dossier.planning import has_news, missing_submissions, waits_for_pause
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.figures.consolidation import consolidate
from jaarcyclus.figures.known import differences
from jaarcyclus.figures.records import Figures, figures_from_json
from jaarcyclus.figures.verrekening import UnbalancedVerrekening
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.earlier_events import InzendingGehandhaafd
from jaarcyclus.ledger.events import (
    BedenktijdOvergeslagen,
    ConsolidatieAfgekeurd,
    InzendingGeaccepteerd,
    InzendingGeweigerd,
    VersieGemaakt,
)
from jaarcyclus.rules.context import DOORS, Context, require, require_words, today
from jaarcyclus.terms.days import format_date
from jaarcyclus.terms.findings import Bevinding


def check_inzending_geaccepteerd(
    dossier: Dossier, event: Event, content: InzendingGeaccepteerd, context: Context
) -> None:
    """Raise Refused unless this is a new, faultless workbook of its own submitter, with no version on its route."""
    duties = dossier.indieners()
    require(
        content.perceel in duties,
        "PERCEEL_ONBEKEND",
        f"Perceel '{content.perceel}' levert voor dit product niets aan; kies het werkboek van een perceel uit: "
        f"{', '.join(sorted(duties))}.",
    )
    indiener = duties[content.perceel]
    require(
        content.inzender == indiener,
        "NIET_UW_PERCEEL",
        f"Het werkboek van '{content.perceel}' wordt ingediend door {context.profile.name_person(indiener)}; dien "
        "het werkboek van uw eigen perceel in.",
    )
    require(event.actor == content.inzender, "INZENDER_ANDERS", "De inzender is wie het werkboek indient.")
    _check_receipt(dossier, content)
    figures = figures_from_json(context.read(content.cijfers_sha256))
    require(
        (figures.profiel, figures.product, figures.boekjaar, figures.perceel)
        == (context.profile.profiel, dossier.product, dossier.boekjaar, content.perceel),
        "ANDER_WERKBOEK",
        "De cijfers zijn niet die van dit perceel, product en boekjaar; dien het werkboek van deze ronde in.",
    )
    _check_known(dossier, figures, context)
    require(
        all(item.ernst == "waarschuwing" for item in content.bevindingen),
        "BEVINDING_OPEN",
        "Een werkboek met fouten wordt niet geaccepteerd.",
    )
    # An earlier workbook may come back: it takes the place of the later one, and answers a reopening.
    known = dossier.current.get(content.perceel)
    asked_anew = max((heropening.seq for heropening in dossier.reopenings), default=0)
    require(
        known is None or known.sha256 != content.sha256 or known.seq < asked_anew,
        "AL_ONTVANGEN",
        f"Dit werkboek is al ontvangen en geaccepteerd op {_day(known.klok) if known else ''}; u hoeft niets te doen.",
    )
    require(
        dossier.active_version is None,
        "RONDE_GESLOTEN",
        "Van deze ronde is al een versie gemaakt die op haar besluitroute is. Vraag de controller om de ronde voor "
        "uw perceel te heropenen en dien daarna opnieuw in.",
    )
    late = today(event) > dossier.closing_day
    require(content.te_laat == late, "TE_LAAT_ONJUIST", "Of de inzending te laat is, volgt uit de kalender.")


def _check_known(dossier: Dossier, figures: Figures, context: Context) -> None:
    """The adopted budget is what it was adopted at, not what a later workbook says that it is."""
    if dossier.opened.regels == 1:
        return
    require(dossier.known is not None, "BEKEND_ONTBREEKT", "Eerst wordt vastgelegd wat al bekend is; wacht daarop.")
    known = known_columns(
        dossier.opened.profiel, dossier.product, dossier.boekjaar, dossier.known, figures.perceel, context.read
    )
    found = differences(figures, known, lines=dossier.opened.regels > 2)
    differ = [item.known.source for item in found if item.known.exact]
    require(
        not differ,
        "BEGROTING_WIJKT_AF",
        f"Het werkboek wijkt af van wat is vastgesteld in {', '.join(sorted(set(differ)))}; neem die bedragen over.",
    )


def check_inzending_geweigerd(dossier: Dossier, event: Event, content: InzendingGeweigerd, context: Context) -> None:
    """Raise Refused when a refusal does not say why, or is not of the sender's own workbook."""
    require(event.actor == content.inzender, "INZENDER_ANDERS", "De inzender is wie het werkboek indient.")
    require(bool(content.bevindingen), "BEVINDING_ONTBREEKT", "Een weigering noemt haar bevindingen.")
    _check_receipt(dossier, content)
    known = {person.sleutel for person in context.profile.personen}
    require(
        dossier.opened.regels == 1
        or (content.inzender in known and (content.perceel is None or content.perceel in dossier.indieners())),
        "WEIGERING_VERZONNEN",
        "Deze inzender of dit perceel is er niet in deze ronde.",
    )
    require(
        dossier.opened.regels == 1 or any(item.ernst == "fout" for item in content.bevindingen),
        "BEVINDING_ONTBREEKT",
        "Een weigering noemt ten minste één fout.",
    )


def check_inzending_gehandhaafd(
    dossier: Dossier, event: Event, content: InzendingGehandhaafd, context: Context
) -> None:
    """Raise Refused unless the controller lets the last workbook of who was asked anew count again, with a reason."""
    require(
        event.actor == context.profile.controller,
        "NIET_BEVOEGD",
        "Alleen de controller laat een eerder werkboek weer tellen; vraag het de controller, met de reden erbij.",
    )
    require_words(dossier, content.reden, "REDEN_ONTBREEKT", "Zet erbij waarom het eerdere werkboek weer telt.")
    require(
        dossier.active_version is None,
        "RONDE_GESLOTEN",
        "Er is al een versie op haar besluitroute. Heropen eerst de ronde als de cijfers anders moeten.",
    )
    known = dossier.current.get(content.perceel)
    require(
        content.perceel in missing_submissions(dossier) and known is not None,
        "NIET_GEVRAAGD",
        "Dit perceel is niet gevraagd om opnieuw in te dienen; u hoeft niets te doen.",
    )
    require(
        known is None or known.overgenomen is None,
        "GEEN_WERKBOEK",
        "Van dit perceel tellen overgenomen cijfers en geen werkboek; neem die cijfers opnieuw over.",
    )
    require(
        known is not None and content.sha256 == known.sha256,
        "INZENDING_ANDERS",
        "Het is niet het laatste geaccepteerde werkboek van dit perceel; laat dat tellen.",
    )
    figures = figures_from_json(context.read(known.cijfers_sha256)) if known else None
    if figures is not None:
        _check_known(dossier, figures, context)


def _check_receipt(dossier: Dossier, content: InzendingGeaccepteerd | InzendingGeweigerd) -> None:
    """A workbook came in by a door that exists, and has a place in the postbus."""
    require(
        dossier.opened.regels == 1
        or (
            content.ontvangst >= 1 and content.via in DOORS and re.fullmatch("[0-9a-f]{64}", content.sha256) is not None
        ),
        "ONTVANGST_ONJUIST",
        "Een werkboek heeft een nummer in de postbus, en kwam binnen via api, map of sharepoint.",
    )
    require(
        dossier.opened.regels == 1 or content.ontvangst not in dossier.judged,
        "ONTVANGST_DUBBEL",
        f"Over ontvangst {content.ontvangst} is in dit dossier al geoordeeld.",
    )


def check_consolidatie_afgekeurd(
    dossier: Dossier, event: Event, content: ConsolidatieAfgekeurd, context: Context
) -> None:
    """Raise Refused unless it is about the last accepted workbooks and says why."""
    require(dossier.active_version is None, "VERSIE_BESTAAT", "Er is al een versie op haar besluitroute.")
    require(bool(content.bevindingen), "BEVINDING_ONTBREEKT", "Een afkeuring noemt haar bevindingen.")
    require(
        dict(content.inzendingen) == {code: i.sha256 for code, i in dossier.current.items()},
        "INZENDING_ANDERS",
        "De afkeuring gaat niet over de laatst geaccepteerde werkboeken.",
    )
    require(
        content.bevindingen == _imbalance(dossier, context),
        "AFKEURING_ANDERS",
        "De werkboeken van de percelen spreken elkaar niet zo tegen.",
    )


def _imbalance(dossier: Dossier, context: Context) -> tuple[Bevinding, ...]:
    """Return how the charges between percelen differ in the last accepted workbooks."""
    items = dossier.current.values()
    submissions = [figures_from_json(context.read(item.cijfers_sha256)) for item in items]
    try:
        consolidate(submissions, context.profile, dossier.product, dossier.boekjaar)
    except UnbalancedVerrekening as fault:
        return fault.bevindingen
    return ()


def check_bedenktijd_overgeslagen(
    dossier: Dossier, event: Event, content: BedenktijdOvergeslagen, context: Context
) -> None:
    """Raise Refused unless the controller ends a pause that runs, with a reason."""
    require(
        event.actor == context.profile.controller,
        "NIET_BEVOEGD",
        "Alleen de controller slaat de bedenktijd over; vraag het de controller, met de reden erbij.",
    )
    require(
        waits_for_pause(dossier, context.profile, today(event)),
        "GEEN_BEDENKTIJD",
        f"Er loopt nu geen bedenktijd om over te slaan: zij is voorbij of overgeslagen, of er zijn nog niet genoeg "
        f"werkboeken binnen. Bekijk waar het dossier op wacht met: jaarcyclus dossier toon {dossier.dossier}",
    )
    require_words(dossier, content.reden, "REDEN_ONTBREEKT", "Zet erbij waarom de bedenktijd wordt overgeslagen.")


def check_versie_gemaakt(dossier: Dossier, event: Event, content: VersieGemaakt, context: Context) -> None:
    """Raise Refused unless the manifest is of the last accepted workbooks and each of its files is there."""
    current = dossier.current
    require(dossier.active_version is None, "VERSIE_BESTAAT", "Er is al een versie op haar besluitroute.")
    open_gates = [gate.gate for gate in dossier.gates if gate.is_open]
    require(not open_gates, "GATE_NOG_OPEN", f"Van een vorige versie vervallen eerst: {', '.join(open_gates)}.")
    require(content.versie == len(dossier.versions) + 1, "VERSIE_NUMMER", "Het versienummer sluit niet aan.")
    require(
        not missing_submissions(dossier),
        "INZENDING_ONTBREEKT",
        f"Nog niet ingediend: {', '.join(missing_submissions(dossier))}; de versie wordt daarna gemaakt.",
    )
    require(
        has_news(dossier),
        "NIETS_NIEUWS",
        "Sinds de heropening of afkeuring is geen werkboek ingediend; een nieuwe versie zou dezelfde zijn.",
    )
    require(
        not waits_for_pause(dossier, context.profile, today(event)),
        "BEDENKTIJD",
        "De percelen mogen hun werkboek nog vervangen; wacht tot de bedenktijd om is, of vraag de controller die over "
        "te slaan.",
    )
    require(
        dict(content.inzendingen) == {code: item.sha256 for code, item in current.items()},
        "INZENDING_ANDERS",
        "De versie is niet gemaakt van de laatst geaccepteerde werkboeken.",
    )
    require(
        content.makers == dossier.makers(),
        "MAKERS_ONJUIST",
        "De makers zijn wie de werkboeken indienen en fiatteren.",
    )
    manifest = context.manifest(content.manifest_sha256)
    require(
        (manifest.dossier, manifest.versie, manifest.product, manifest.boekjaar)
        == (dossier.dossier, content.versie, dossier.product, dossier.boekjaar)
        and manifest.inzendingen == submissions_of(current)
        and manifest.profiel_sha256 == dossier.opened.profiel_sha256,
        "MANIFEST_ANDERS",
        "Het manifest hoort niet bij deze versie.",
    )
    require(
        manifest.datum == dossier.document_day().isoformat(),
        "DATUM_ANDERS",
        "De datum op de documenten is die van het laatste werkboek.",
    )
    require(
        manifest.oefening == event.gesimuleerd,
        "OEFENING_ANDERS",
        "Documenten van een oefening zeggen dat zij dat zijn, en andere zeggen het niet.",
    )
    names = document_names(context.profile, dossier.product, dossier.kenmerken)
    require(
        set(manifest.documenten) == set(names), "DOCUMENTEN_ANDERS", f"Een versie heeft precies: {', '.join(names)}."
    )
    for sha256 in (manifest.consolidatie_sha256, *manifest.documenten.values()):
        context.read(sha256)


def _day(moment: str) -> str:
    return format_date(date.fromisoformat(moment[:10]))

"""The rules of what is taken from earlier dossiers: what the ledger knows of a round's columns, and what is carried.

Only this dossier is looked at here. That its sources were published stands in their own chains (`proof.beside`).
"""

import re
from collections.abc import Mapping

from jaarcyclus.dossier.carried import carried_figures
from jaarcyclus.dossier.known import asked_anew
from jaarcyclus.dossier.planning import missing_submissions
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.round import dossier_id
from jaarcyclus.figures.records import figures_from_json, figures_to_json
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.earlier_events import CijfersBekend, CijfersHerzien, CijfersOvergenomen
from jaarcyclus.ledger.parts import BekendeKolom
from jaarcyclus.rules.context import Context, require, require_words, today
from jaarcyclus.terms.days import format_date
from jaarcyclus.terms.products import PRODUCTS, KnownFrom, column_heading


def check_cijfers_bekend(dossier: Dossier, event: Event, content: CijfersBekend, context: Context) -> None:
    """Raise Refused unless it is said once, before any workbook, of figures of the products that can know them."""
    require(
        dossier.known is None and not dossier.inzendingen,
        "BEKEND_TE_LAAT",
        "Wat al bekend is, wordt één keer vastgelegd, voor het eerste werkboek.",
    )
    _require_sources(dossier, content.kolommen, PRODUCTS[dossier.product].taken_from, context)


def check_cijfers_herzien(dossier: Dossier, event: Event, content: CijfersHerzien, context: Context) -> None:
    """Raise Refused unless something else is known now, no version rests on it, and who deviates hands in anew.

    That its sources were withdrawn or replaced stands in their own chains.
    """
    require(
        dossier.known is not None and dict(content.kolommen) != dict(dossier.known.kolommen),
        "NIETS_NIEUWS",
        "Wat bekend is, is niet veranderd.",
    )
    require(
        dossier.active_version is None,
        "VERSIE_OP_ROUTE",
        "Zolang een versie op haar besluitroute is, blijft bekend waarmee zij is vergeleken.",
    )
    _require_sources(dossier, content.kolommen, PRODUCTS[dossier.product].taken_from, context)
    require(
        content.percelen == asked_anew(dossier, content, context.read),
        "PERCELEN_ANDERS",
        "Opnieuw dient in wie andere vastgestelde bedragen heeft, of al was gevraagd.",
    )


def check_cijfers_overgenomen(dossier: Dossier, event: Event, content: CijfersOvergenomen, context: Context) -> None:
    """Raise Refused unless the controller, after the closing day, carries what was adopted for who handed in nothing.

    The figures are made anew from their sources; that those were published stands in their own chains.
    """
    require(
        event.actor == context.profile.controller,
        "NIET_BEVOEGD",
        "Alleen de controller neemt cijfers over; vraag het de controller, met de reden erbij.",
    )
    require_words(dossier, content.reden, "REDEN_ONTBREEKT", "Zet erbij waarom u de cijfers overneemt.")
    names = {duty.code: duty.naam for duty in dossier.opened.inzendplichten}
    require(
        content.perceel in names,
        "PERCEEL_ONBEKEND",
        f"Perceel '{content.perceel}' levert voor dit product niets aan; kies uit: {', '.join(sorted(names))}.",
    )
    require(
        dossier.active_version is None and not dossier.is_closed,
        "RONDE_GESLOTEN",
        "Er is al een versie op haar besluitroute. Heropen eerst de ronde als de cijfers anders moeten.",
    )
    name, known = names[content.perceel], dossier.current.get(content.perceel)
    again = known is not None and known.overgenomen is not None and content.perceel in missing_submissions(dossier)
    require(
        known is None or again,
        "WERKBOEK_IS_ER",
        f"Van {name} tellen in deze ronde al cijfers mee; u hoeft niets over te nemen.",
    )
    require(
        today(event) > dossier.closing_day,
        "NOG_OP_TIJD",
        f"{name} kan nog op tijd indienen, tot en met {format_date(dossier.closing_day)}. Neem daarna pas over.",
    )
    _require_carried(dossier, content, context)


def _require_carried(dossier: Dossier, content: CijfersOvergenomen, context: Context) -> None:
    product, perceel = PRODUCTS[dossier.product], content.perceel
    require(
        bool(product.carried_from),
        "NIETS_VASTGESTELD",
        "Dit product zegt wat er echt is uitgegeven en ontvangen. Daarover is niet eerder iets vastgesteld, dus er "
        "valt niets over te nemen. Vraag het perceel om zijn werkboek.",
    )
    missing = [column for column in product.columns if column not in content.kolommen]
    require(
        not missing,
        "NIETS_VASTGESTELD",
        f"Van dit perceel is niets vastgesteld voor: {', '.join(_heading(dossier, column) for column in missing)}. "
        "Vraag het perceel om zijn werkboek.",
    )
    require(
        set(content.kolommen) == set(product.columns)
        and all(set(column.cijfers) == {perceel} for column in content.kolommen.values()),
        "BRON_ONJUIST",
        "De bronnen zijn niet die van de kolommen van dit perceel; neem de cijfers opnieuw over.",
    )
    _require_sources(dossier, content.kolommen, product.carried_from, context)
    made = carried_figures(dossier.product, dossier.boekjaar, perceel, content.kolommen, context.read)
    require(
        context.read(content.cijfers_sha256) == figures_to_json(made),
        "CIJFERS_ANDERS",
        "De overgenomen cijfers zijn niet die van hun bronnen; neem ze opnieuw over.",
    )


def _require_sources(
    dossier: Dossier,
    columns: Mapping[str, BekendeKolom],
    allowed: Mapping[str, tuple[KnownFrom, ...]],
    context: Context,
) -> None:
    for column, found in columns.items():
        require(
            found.versie >= 1 and re.fullmatch("[0-9a-f]{64}", found.kop) is not None,
            "BRON_ONJUIST",
            f"Kolom {column} noemt geen versie en kop van een dossier.",
        )
        named = {(_source(dossier, item), item.column) for item in allowed.get(column, ())}
        require(
            (found.dossier, found.kolom) in named,
            "BRON_ONJUIST",
            f"Kolom {column} komt niet uit {found.dossier}, {found.kolom}.",
        )
        for perceel, sha256 in found.cijfers.items():
            figures = figures_from_json(context.read(sha256))
            made_for = dossier_id(figures.profiel, figures.boekjaar, figures.product)
            require(
                (figures.perceel, made_for) == (perceel, found.dossier),
                "BRON_ANDERS",
                f"De cijfers voor kolom {column} van {perceel} zijn niet die van {found.dossier}.",
            )


def _heading(dossier: Dossier, column: str) -> str:
    return column_heading(column, dossier.boekjaar, first_year=False, peildatum=None)


def _source(dossier: Dossier, known: KnownFrom) -> str:
    return dossier_id(dossier.opened.profiel, dossier.boekjaar + known.years, known.product)

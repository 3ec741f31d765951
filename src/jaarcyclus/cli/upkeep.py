"""`jaarcyclus status` and `jaarcyclus opruimen`: how an installation is, for a person or a monitor, and what may go."""

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from jaarcyclus.cli.output import FOUND, OK, AsJson, print_json, print_table
from jaarcyclus.clock import AMSTERDAM
from jaarcyclus.errors import JaarcyclusError, Refused, tell
from jaarcyclus.settings import Settings
from jaarcyclus.terms.days import format_date

if TYPE_CHECKING:
    from jaarcyclus.installation.launcher import Part


def status(als_json: AsJson = False) -> None:
    """Toon of de onderdelen draaien, en wat op iemand wacht; in een container ook."""
    from jaarcyclus.installation import launcher, service

    settings = Settings.from_env()
    if launcher.mend(settings):
        print("Het toezicht was weg; Jaarcyclus is opnieuw gestart.", file=sys.stderr)
    parts = service.status(settings) if settings.api else launcher.status(settings)
    waits = _waits(settings)
    if als_json:
        print_json([asdict(part) for part in (*parts, *waits)])
    else:
        rows = [(part.naam, part.toestand, part.toelichting) for part in parts]
        print_table(("onderdeel", "toestand", "toelichting"), rows)
        for part in waits:
            print(f"{part.naam}: {part.toelichting}")
    raise typer.Exit(OK if all(part.toestand in ("gezond", "wacht") for part in (*parts, *waits)) else FOUND)


def _waits(settings: Settings) -> tuple["Part", ...]:
    """Return what waits for a person though all parts run; of a ledger that cannot be read, that."""
    from jaarcyclus.installation.launcher import Part

    try:
        return tuple(Part(naam=name, toestand="wacht", toelichting=told) for name, told in _tell_waits(settings))
    except JaarcyclusError as fault:
        return (Part(naam="logboek", toestand="ongezond", toelichting=tell(fault)),)


def _tell_waits(settings: Settings) -> Iterator[tuple[str, str]]:
    from jaarcyclus.installation.telling import tell_setting
    from jaarcyclus.steps.library_inboxes import tell_waiting
    from jaarcyclus.steps.message_log import tell_failed, tell_unreachable
    from jaarcyclus.steps.overview import late_gates, tell_held
    from jaarcyclus.steps.placing import tell_unfinished
    from jaarcyclus.steps.receipts import tell_late
    from jaarcyclus.steps.unpublished import tell_standing
    from jaarcyclus.steps.workspace import open_workspace, profile_names

    if not settings.var.is_dir():
        return
    workspace, unset = open_workspace(settings), tell_setting(settings)
    yield from (("logboek", told) for told in tell_held(workspace))
    for profiel in profile_names(settings):
        with contextlib.suppress(Refused):  # a plaatsing that was put back: told above
            yield from tell_unfinished(workspace, profiel)
            yield from tell_standing(workspace, profiel)
        with contextlib.suppress(Refused):  # likewise of its postbus
            yield from tell_late(workspace, profiel)
        yield from late_gates(workspace, profiel)
        with contextlib.suppress(Refused):  # likewise of its berichten
            profile = workspace.profile(profiel).on(workspace.today())
            yield from ((f"{profiel}, berichten", told) for told in tell_failed(workspace, profile))
            unreachable = () if unset else tell_unreachable(workspace, profile)
            yield from ((f"{profiel}, berichten", told) for told in unreachable)
    if unset:
        yield "berichten", unset
    yield from ((f"{name}, inbox op SharePoint", told) for name, told in tell_waiting(settings))


def clean_up(
    dagen: Annotated[int, typer.Option(min=30, max=3650, help="Wat ouder is dan zoveel dagen gaat weg.")] = 90,
) -> None:
    """Haal oude runs van Airflow en hun logbestanden weg; van dossiers wordt niets aangeraakt."""
    from jaarcyclus.installation import cleaning

    before = datetime.now(UTC) - timedelta(days=dagen)
    cleaned = cleaning.clean(Settings.from_env(), before)
    day = format_date(cleaned.until.astimezone(AMSTERDAM).date())
    print(f"Weg is wat er van voor {day} was: runs van Airflow, en {cleaned.files} logbestanden ervan.")
    if cleaned.until < before:
        print("Een run van die dag is nog niet klaar; zo lang blijft ook wat jonger is.")
    print("Logboek, ontvangen bestanden en documenten zijn niet aangeraakt.")

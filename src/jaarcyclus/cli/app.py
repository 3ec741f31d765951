"""The command `jaarcyclus`: every step from a shell, in Dutch, with and without Airflow.

Exit codes: 0 good, 1 findings, 2 wrong use, 3 the system failed, 4 it holds, but not at all of it was looked. Heavy
modules are imported by the command that needs them, or `--help` would take seconds. No rules here: a command reads
arguments, calls one function, prints.
"""

import contextlib
import sys
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from jaarcyclus.cli import acts, backup, containers, dossier, holder_acts, holders, late_acts, step, upkeep
from jaarcyclus.cli.destination import write_files
from jaarcyclus.cli.language import App
from jaarcyclus.cli.output import (
    FOUND,
    OK,
    STOPS,
    AsJson,
    explain,
    let_go_of_output,
    print_findings,
    print_json,
    write_whatever_comes,
)
from jaarcyclus.errors import InvalidProfile, JaarcyclusError, UnknownKey, tell
from jaarcyclus.settings import Settings
from jaarcyclus.terms.products import PRODUCTS

app = App("De P&C-cyclus van een intergemeentelijke samenwerking, van werkboek tot gepubliceerd product.")
profiel_app = App("Het profiel van een samenwerking.")
workbook_app = App("Werkboeken voor de percelen.")
inzending_app = App("Ingezonden werkboeken.")
product_app = App("Producten van de cyclus.")
for name, sub in (
    ("profiel", profiel_app),
    ("werkboek", workbook_app),
    ("inzending", inzending_app),
    ("product", product_app),
    ("dossier", dossier.app),
    ("handeling", acts.app),
    ("bezetting", holders.app),
    ("backup", backup.app),
    ("stap", step.app),
    ("geheimen", containers.secrets_app),
    ("dienst", containers.service_app),
):
    app.add_typer(sub, name=name)
acts.app.add_typer(late_acts.app)
acts.app.add_typer(holder_acts.app)  # without a name: its commands stand among the others


# Typer makes words on the command line of classes only; made of the list itself, so that a new product is one of them.
# The workbook of what is opened on request has a number that only its round knows.
Product = StrEnum(  # type: ignore[misc]  # mypy wants a literal
    "Product", {name.upper(): name for name, one in PRODUCTS.items() if not one.on_request}
)
Played = StrEnum("Played", {name.upper(): name for name, one in PRODUCTS.items() if one.in_demo})  # type: ignore[misc]
ProfileName = Annotated[str, typer.Option("--profiel", help="Naam van het profiel, zoals 'dowr'.")]
Boekjaar = Annotated[int, typer.Option("--boekjaar", min=2000, max=2100, help="Het boekjaar, zoals 2027.")]


@app.command()
def demo(
    product: Annotated[Played | None, typer.Option(help="Stop na dit product.")] = None,
    profiel: ProfileName = "dowr",
) -> None:
    """Speel een heel jaar na op een echte Airflow, met een gesimuleerde klok."""
    from jaarcyclus.demo.year import run_demo

    raise typer.Exit(run_demo(profiel, until=product.value if product else None))


@app.command()
def start(
    poort: Annotated[int, typer.Option(min=1, max=65535, help="Poort op deze machine.")] = 8080,
    voorbeeld: Annotated[
        bool, typer.Option("--voorbeeld", help="Speel eerst een half jaar na, om in rond te kijken; begint opnieuw.")
    ] = False,
    profiel: Annotated[str, typer.Option(help="Het profiel van het voorbeeld.")] = "dowr",
) -> None:
    """Start Airflow met Jaarcyclus, alleen bereikbaar vanaf deze machine."""
    if voorbeeld:
        from jaarcyclus.demo.example import open_example

        open_example(profiel, poort)
        return
    from jaarcyclus.installation import credentials, launcher
    from jaarcyclus.installation.doctor import tell_shut

    settings = Settings.from_env()
    if was_open := settings.shut_var().shut:
        told = tell_shut(settings.var, was_open)
        print(f"{settings.var}: {told}.", file=sys.stderr)
    address = launcher.start(settings, port=poort)
    print(f"Jaarcyclus draait op {address}")
    print(f"Namen en wachtwoorden staan in {credentials.passwords_path(settings)} (alleen voor u leesbaar).")
    print("Stoppen: make stop, of jaarcyclus stop")
    _tell_held(settings)


def _tell_held(settings: Settings) -> None:
    """Say which chain is an older copy than was seen: the rest runs, and nothing is asked or recorded in that one."""
    from jaarcyclus.steps.overview import tell_held
    from jaarcyclus.steps.workspace import open_workspace

    try:
        told = tell_held(open_workspace(settings))
    except JaarcyclusError as fault:  # a ledger that cannot be read: it runs, and nobody gets further either
        told = (tell(fault),)
    for sentence in told:
        print(sentence, file=sys.stderr)


@app.command()
def stop() -> None:
    """Stop Airflow met alles wat erbij hoort."""
    from jaarcyclus.installation import launcher

    settings = Settings.from_env()
    starting = launcher.is_starting(settings)
    if count := launcher.stop(settings):
        print(f"Gestopt: {count} processen beëindigd.")
    else:
        print("Het starten is afgebroken; er draaide nog niets." if starting else "Er draaide niets.")


app.command("status")(upkeep.status)
app.command("opruimen")(upkeep.clean_up)


@app.command()
def doctor(als_json: AsJson = False) -> None:
    """Controleer of deze machine alles heeft wat Jaarcyclus nodig heeft."""
    from jaarcyclus.installation.examined import examine_and_keep

    found = examine_and_keep(Settings.from_env())
    if als_json:
        print_json([asdict(item) for item in found])
    else:
        for item in found:
            print(f"{'goed ' if item.goed else 'FOUT '} {item.onderwerp}: {item.tekst}")
    raise typer.Exit(OK if all(item.goed for item in found) else FOUND)


@profiel_app.command("controleer")
def check_profile_file(
    naam: Annotated[str, typer.Argument(help="Naam van een profiel, of het pad van een YAML-bestand.")] = "dowr",
    als_json: AsJson = False,
) -> None:
    """Leg elke fout in een profiel uit, met de plaats, en noem de gekozen waarden."""
    from jaarcyclus.profile.checks.fault import as_json
    from jaarcyclus.profile.checks.soundness import check_profile
    from jaarcyclus.profile.records import load_profile
    from jaarcyclus.profile.source import chosen_values

    path = Path(naam) if naam.endswith((".yaml", ".yml")) else Settings.from_env().profielen / f"{naam}.yaml"
    if not path.is_file():
        raise UnknownKey(f"Er is geen profiel {path}; kies een naam uit {path.parent}.")
    try:
        profile = load_profile(path)
    except InvalidProfile as fault:
        print_json({"fouten": list(fault.faults)}) if als_json else print("\n".join(fault.faults))
        raise typer.Exit(FOUND) from None
    findings = check_profile(profile)
    chosen = chosen_values(profile.source)
    if als_json:
        print_json({"bevindingen": [as_json(item) for item in findings], "gekozen": list(chosen)})
    else:
        print_findings(findings)
        print(f"{len(chosen)} waarden zijn gekozen en staan niet in de bronnen:")
        print("\n".join(f"  {line}" for line in chosen))
    raise typer.Exit(FOUND if any(item.ernst == "fout" for item in findings) else OK)


@workbook_app.command("maak")
def make_workbooks(
    product: Annotated[Product, typer.Argument(help="Het product.")],
    boekjaar: Boekjaar,
    profiel: ProfileName = "dowr",
    perceel: Annotated[str | None, typer.Option(help="Alleen dit perceel; anders alle.")] = None,
    eerste_jaar: Annotated[
        bool, typer.Option("--eerste-jaar", help="Er is nog geen historie: t-2 en t-1 blijven leeg en zeggen dat.")
    ] = False,
    naar: Annotated[Path, typer.Option(help="Map voor de werkboeken.")] = Path("werkboeken"),
) -> None:
    """Schrijf voor elke inzending een werkboek, met wat al bekend is."""
    from datetime import date

    from jaarcyclus.steps.forms import form_name, make_form
    from jaarcyclus.steps.workspace import open_workspace

    workspace = open_workspace()
    profile = workspace.profile(profiel).on(date(boekjaar, 1, 1))
    duties = profile.inzendplichten() if perceel is None else (profile.inzendplicht(perceel),)
    files = {
        form_name(profiel, product.value, boekjaar, duty.code): make_form(
            workspace, profile, product.value, boekjaar, duty.code, first_year=eerste_jaar
        )
        for duty in duties
    }
    write_files(naar, files)
    for name in files:
        print(naar / name)


@inzending_app.command("controleer")
def check_inzending(
    bestand: Annotated[Path, typer.Argument(help="Het werkboek.", exists=True, dir_okay=False, readable=True)],
    profiel: ProfileName = "dowr",
    perceel: Annotated[str | None, typer.Option(help="Het perceel waarvan dit werkboek moet zijn.")] = None,
    als_json: AsJson = False,
) -> None:
    """Controleer een werkboek zoals bij ontvangst, zonder het in te dienen."""
    from jaarcyclus.intake.verdict import verdict_as_json
    from jaarcyclus.steps.inspection import inspect
    from jaarcyclus.steps.workspace import open_workspace

    inspection = inspect(open_workspace(), profiel, bestand, perceel)
    verdict = inspection.verdict
    if als_json:
        print_json(verdict_as_json(verdict))
    else:
        print_findings(verdict.bevindingen)
        print("Dit werkboek wordt geaccepteerd." if verdict.accepted else "Dit werkboek wordt geweigerd.")
    for remark in inspection.remarks:  # beside the JSON, which has its agreed shape
        print(remark, file=sys.stderr if als_json else sys.stdout)
    raise typer.Exit(OK if verdict.accepted else FOUND)


@product_app.command("maak")
def make_product(
    werkboeken: Annotated[list[Path], typer.Argument(help="De werkboeken, een per inzending.", exists=True)],
    profiel: ProfileName = "dowr",
    naar: Annotated[Path, typer.Option(help="Map voor de documenten.")] = Path("concept"),
) -> None:
    """Maak de documenten van een product uit werkboeken, als concept buiten elk dossier."""
    from jaarcyclus.steps.drafts import make_draft
    from jaarcyclus.steps.workspace import open_workspace

    result = make_draft(open_workspace(), profiel, tuple(werkboeken))
    for workbook, findings in result.findings.items():
        if findings:
            print(workbook or "Tussen de werkboeken")
            print_findings(findings)
    if not result.documents:
        raise typer.Exit(FOUND)
    write_files(naar, result.documents)
    for name in result.documents:
        print(naar / name)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with one of the five exit codes."""
    write_whatever_comes()
    try:
        result = app(None if arguments is None else list(arguments), prog_name="jaarcyclus", standalone_mode=False)
        sys.stdout.flush()  # here, where a full disk behind the screen is still told
    except STOPS as fault:
        code, text = explain(fault)
        with contextlib.suppress(OSError):
            print(text, file=sys.stderr, flush=True)
        let_go_of_output()
        sys.exit(code)
    sys.exit(result if isinstance(result, int) else OK)


if __name__ == "__main__":
    main()

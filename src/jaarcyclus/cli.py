"""The command `jaarcyclus`: every step from a shell, in Dutch, with and without Airflow.

Exit codes: 0 good, 1 findings, 2 wrong use, 3 the system failed. Heavy modules are imported by the command that
needs them, or `--help` would take seconds. No rules here: a command reads arguments, calls one function, prints.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from jaarcyclus import cli_stap
from jaarcyclus.cijfers import PRODUCTEN
from jaarcyclus.cli_taal import UsageError, describe_usage_error, speak_dutch
from jaarcyclus.errors import Geweigerd, JaarcyclusError, OnbekendeSleutel, OngeldigProfiel
from jaarcyclus.settings import Settings

GOED, BEVINDINGEN, GEBRUIK, SYSTEEMFOUT = 0, 1, 2, 3

app = typer.Typer(
    help="De P&C-cyclus van een intergemeentelijke samenwerking, van werkboek tot gepubliceerd product.",
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["--help", "-h"]},
    pretty_exceptions_enable=False,
)
profiel_app = typer.Typer(help="Het profiel van een samenwerking.", no_args_is_help=True)
werkboek_app = typer.Typer(help="Werkboeken voor de percelen.", no_args_is_help=True)
inzending_app = typer.Typer(help="Ingezonden werkboeken.", no_args_is_help=True)
product_app = typer.Typer(help="Producten van de cyclus.", no_args_is_help=True)
dossier_app = typer.Typer(help="Alles wat over een product is vastgelegd.", no_args_is_help=True)
for name, sub in (
    ("profiel", profiel_app),
    ("werkboek", werkboek_app),
    ("inzending", inzending_app),
    ("product", product_app),
    ("dossier", dossier_app),
    ("stap", cli_stap.app),
):
    app.add_typer(sub, name=name)

Product = StrEnum("Product", {name: name for name in PRODUCTEN})
AlsJson = Annotated[bool, typer.Option("--json", help="Schrijf JSON, voor een machine die meeleest.")]
Profielnaam = Annotated[str, typer.Option("--profiel", help="Naam van het profiel, zoals 'dowr'.")]
Boekjaar = Annotated[int, typer.Option("--boekjaar", min=2000, max=2100, help="Het boekjaar, zoals 2027.")]


@app.command()
def demo(
    product: Annotated[Product | None, typer.Option(help="Stop na dit product.")] = None,
) -> None:
    """Speel een heel jaar na op een echte Airflow, met een gesimuleerde klok."""
    from jaarcyclus.demo import run_demo

    raise typer.Exit(run_demo(until=product.value if product else None))


@app.command()
def start(
    poort: Annotated[int, typer.Option(min=1, max=65535, help="Poort op deze machine.")] = 8080,
) -> None:
    """Start Airflow met Jaarcyclus, alleen bereikbaar vanaf deze machine."""
    from jaarcyclus import launcher, wachtwoorden

    settings = Settings.from_env()
    address = launcher.start(settings, poort=poort)
    print(f"Jaarcyclus draait op {address}")
    print(f"Namen en wachtwoorden staan in {wachtwoorden.passwords_path(settings)} (alleen voor u leesbaar).")
    print("Stoppen: jaarcyclus stop")


@app.command()
def stop() -> None:
    """Stop Airflow met alles wat erbij hoort."""
    from jaarcyclus import launcher

    count = launcher.stop(Settings.from_env())
    print(f"Gestopt: {count} processen beëindigd." if count else "Er draaide niets.")


@app.command()
def status(als_json: AlsJson = False) -> None:
    """Toon of de onderdelen draaien."""
    from jaarcyclus import launcher

    parts = launcher.status(Settings.from_env())
    if als_json:
        _print_json([asdict(part) for part in parts])
    else:
        _table(("onderdeel", "toestand"), [(part.naam, part.toestand) for part in parts])
    raise typer.Exit(GOED if all(part.toestand == "gezond" for part in parts) else BEVINDINGEN)


@app.command()
def doctor(als_json: AlsJson = False) -> None:
    """Controleer of deze machine alles heeft wat Jaarcyclus nodig heeft."""
    from jaarcyclus.doctor import examine

    found = examine(Settings.from_env())
    if als_json:
        _print_json([asdict(item) for item in found])
    else:
        for item in found:
            print(f"{'goed ' if item.goed else 'FOUT '} {item.onderwerp}: {item.tekst}")
    raise typer.Exit(GOED if all(item.goed for item in found) else BEVINDINGEN)


@profiel_app.command("controleer")
def profiel_controleer(
    naam: Annotated[str, typer.Argument(help="Naam van een profiel, of het pad van een YAML-bestand.")] = "dowr",
    als_json: AlsJson = False,
) -> None:
    """Leg elke fout in een profiel uit, met de plaats, en noem de gekozen waarden."""
    from jaarcyclus.profile import load_profile
    from jaarcyclus.profile_check import check_profile, gekozen_waarden

    path = Path(naam) if naam.endswith((".yaml", ".yml")) else Settings.from_env().profielen / f"{naam}.yaml"
    if not path.is_file():
        raise OnbekendeSleutel(f"Er is geen profiel {path}; kies een naam uit {path.parent}.")
    try:
        profile = load_profile(path)
    except OngeldigProfiel as fault:
        _print_json({"fouten": list(fault.fouten)}) if als_json else print("\n".join(fault.fouten))
        raise typer.Exit(BEVINDINGEN) from None
    findings = check_profile(profile)
    chosen = gekozen_waarden(profile)
    if als_json:
        _print_json({"bevindingen": [asdict(item) for item in findings], "gekozen": list(chosen)})
    else:
        _print_findings(findings)
        print(f"{len(chosen)} waarden zijn gekozen en staan niet in de bronnen:")
        print("\n".join(f"  {line}" for line in chosen))
    raise typer.Exit(BEVINDINGEN if any(item.ernst == "fout" for item in findings) else GOED)


@werkboek_app.command("maak")
def werkboek_maak(
    product: Annotated[Product, typer.Argument(help="Het product.")],
    boekjaar: Boekjaar,
    profiel: Profielnaam = "dowr",
    perceel: Annotated[str | None, typer.Option(help="Alleen dit perceel; anders alle.")] = None,
    naar: Annotated[Path, typer.Option(help="Map voor de werkboeken.")] = Path("werkboeken"),
) -> None:
    """Schrijf voor elke inzending van een product een leeg werkboek."""
    from datetime import date

    from jaarcyclus.werkboek import maak_werkboek
    from jaarcyclus.werkplaats import open_werkplaats

    profile = open_werkplaats().profile(profiel).op(date(boekjaar, 1, 1))
    duties = profile.inzendplichten() if perceel is None else (profile.inzendplicht(perceel),)
    naar.mkdir(parents=True, exist_ok=True)
    for duty in duties:
        path = naar / f"{profiel}-{boekjaar}-{product.value}-{duty.code}.xlsx"
        path.write_bytes(maak_werkboek(profile, duty, product.value, boekjaar))
        print(path)


@inzending_app.command("controleer")
def inzending_controleer(
    bestand: Annotated[Path, typer.Argument(help="Het werkboek.", exists=True, dir_okay=False, readable=True)],
    profiel: Profielnaam = "dowr",
    perceel: Annotated[str | None, typer.Option(help="Het perceel waarvan dit werkboek moet zijn.")] = None,
    als_json: AlsJson = False,
) -> None:
    """Controleer een werkboek zoals bij ontvangst, zonder het in te dienen."""
    from jaarcyclus.inzending import Verwacht, controleer, oordeel_als_json
    from jaarcyclus.werkplaats import open_werkplaats

    werkplaats = open_werkplaats()
    oordeel = controleer(bestand, werkplaats.profile(profiel), werkplaats.settings, verwacht=Verwacht(perceel=perceel))
    if als_json:
        _print_json(oordeel_als_json(oordeel))
    else:
        _print_findings(oordeel.bevindingen)
        print("Dit werkboek wordt geaccepteerd." if oordeel.geaccepteerd else "Dit werkboek wordt geweigerd.")
    raise typer.Exit(GOED if oordeel.geaccepteerd else BEVINDINGEN)


@product_app.command("maak")
def product_maak(
    werkboeken: Annotated[list[Path], typer.Argument(help="De werkboeken, een per inzending.", exists=True)],
    profiel: Profielnaam = "dowr",
    naar: Annotated[Path, typer.Option(help="Map voor de documenten.")] = Path("concept"),
) -> None:
    """Maak de documenten van een product uit werkboeken, als concept buiten elk dossier."""
    from jaarcyclus.concept import make_concept
    from jaarcyclus.werkplaats import open_werkplaats

    result = make_concept(open_werkplaats(), profiel, tuple(werkboeken))
    _print_findings(result.bevindingen)
    if not result.documenten:
        raise typer.Exit(BEVINDINGEN)
    naar.mkdir(parents=True, exist_ok=True)
    for name, content in result.documenten.items():
        (naar / name).write_bytes(content)
        print(naar / name)


@dossier_app.command("toon")
def dossier_toon(
    dossier: Annotated[str | None, typer.Argument(help="Naam, zoals 'dowr-2027-begroting'; anders een lijst.")] = None,
    als_json: AlsJson = False,
) -> None:
    """Toon waar een dossier staat en op wie het wacht."""
    from jaarcyclus.overzicht import describe, describe_all
    from jaarcyclus.werkplaats import open_werkplaats

    werkplaats = open_werkplaats()
    shown = describe_all(werkplaats) if dossier is None else describe(werkplaats, dossier)
    _print_json(shown.als_json()) if als_json else print("\n".join(shown.regels()))


@dossier_app.command("exporteer")
def dossier_exporteer(
    dossier: Annotated[str, typer.Argument(help="Naam van het dossier.")],
    naar: Annotated[Path | None, typer.Option(help="Het zipbestand.")] = None,
) -> None:
    """Schrijf een dossier met al zijn bewijs in één zipbestand."""
    from jaarcyclus.export import export_dossier
    from jaarcyclus.werkplaats import open_werkplaats

    werkplaats = open_werkplaats()
    path = naar or Path(f"{dossier}.zip")
    path.write_bytes(export_dossier(werkplaats, dossier))
    print(f"{path}\nKop van de keten: {werkplaats.ledger.head(dossier)}")


@dossier_app.command("verifieer")
def dossier_verifieer(
    bestand: Annotated[Path, typer.Argument(help="Het zipbestand.", exists=True, dir_okay=False, readable=True)],
    kop: Annotated[
        str | None, typer.Option(help="De kop van de keten die u zelf bewaarde of in de bijlage leest.")
    ] = None,
    als_json: AlsJson = False,
) -> None:
    """Bewijs zonder iets anders dat een geëxporteerd dossier klopt; zegt wat houdt en wat niet."""
    from jaarcyclus.verificatie import verify_zip

    rapport = verify_zip(bestand.read_bytes(), kop)
    if als_json:
        _print_json(asdict(rapport))
    else:
        for regel in rapport.regels:
            print(f"{'houdt     ' if regel.houdt else 'HOUDT NIET'} {regel.onderwerp}: {regel.tekst}")
        print("Het dossier houdt." if rapport.houdt else "Het dossier houdt NIET; vertrouw deze kopie niet.")
    raise typer.Exit(GOED if rapport.houdt else BEVINDINGEN)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with one of the four exit codes."""
    speak_dutch()
    try:
        result = app(list(arguments) if arguments is not None else None, standalone_mode=False)
    except UsageError as fault:
        _stop(GEBRUIK, f"Verkeerd gebruik: {describe_usage_error(fault)}\nHulp: jaarcyclus --help")
    except (typer.Abort, KeyboardInterrupt):
        _stop(SYSTEEMFOUT, "Afgebroken.")
    except OnbekendeSleutel as fault:
        _stop(GEBRUIK, str(fault))
    except Geweigerd as fault:
        _stop(BEVINDINGEN, fault.melding)
    except OngeldigProfiel as fault:
        _stop(BEVINDINGEN, "\n".join(fault.fouten))
    except (JaarcyclusError, OSError) as fault:
        _stop(SYSTEEMFOUT, f"Dat lukte niet: {fault}\nZie wat er mis is met: jaarcyclus doctor")
    sys.exit(result if isinstance(result, int) else GOED)


def _stop(code: int, message: str) -> None:
    print(message, file=sys.stderr)
    sys.exit(code)


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _print_findings(findings: Sequence[Any]) -> None:
    for item in findings:
        place = " ".join(part for part in (item.blad, item.cel) if part)
        print(f"{item.ernst:<12} {item.code} {place}\n  {item.melding} {item.herstel}".rstrip())


def _table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    widths = [max(len(row[i]) for row in (headings, *rows)) for i in range(len(headings))]
    for row in (headings, *rows):
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


if __name__ == "__main__":
    main()

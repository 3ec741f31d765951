"""`jaarcyclus dossier …`: look at a dossier, export it, and prove an exported one."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jaarcyclus.cli.destination import write_file, write_through
from jaarcyclus.cli.language import App
from jaarcyclus.cli.output import FOUND, OK, UNCHECKED, AsJson, print_json
from jaarcyclus.terms.text import on_one_line

if TYPE_CHECKING:  # proof costs seconds, and most commands prove nothing
    from jaarcyclus.proof.report import Report

app = App("Alles wat over een product is vastgelegd.")


@app.command("toon")
def show(
    dossier: Annotated[str | None, typer.Argument(help="Naam, zoals 'dowr-2027-begroting'; anders een lijst.")] = None,
    als_json: AsJson = False,
) -> None:
    """Toon waar een dossier staat en op wie het wacht."""
    from jaarcyclus.steps.overview import describe, describe_all
    from jaarcyclus.steps.workspace import open_existing

    workspace = open_existing()
    shown = describe_all(workspace) if dossier is None else describe(workspace, dossier)
    print_json(shown.as_json()) if als_json else print("\n".join(shown.lines()))


@app.command("exporteer")
def export(
    dossier: Annotated[
        str,
        typer.Argument(
            help="Naam van het dossier, of 'dowr-postbus', 'dowr-bezetting', 'dowr-plaatsing' of 'dowr-berichten'."
        ),
    ],
    naar: Annotated[Path | None, typer.Option(help="Het zipbestand.")] = None,
) -> None:
    """Schrijf een dossier met al zijn bewijs, een postbus of een andere keten in één zipbestand."""
    from jaarcyclus.steps.overview import write_export
    from jaarcyclus.steps.workspace import open_existing

    workspace = open_existing()
    path = naar or Path(f"{dossier}.zip")
    write_through(path, lambda file: write_export(workspace, dossier, file))
    print(f"{path}\nKop van de keten: {workspace.ledger.head(dossier)}")


@app.command("ankers")
def anchors(
    naar: Annotated[Path | None, typer.Option(help="Het tekstbestand; anders op het scherm.")] = None,
) -> None:
    """Schrijf de kop van elke keten op, om buiten deze machine te bewaren."""
    from jaarcyclus.proof.anchors import write_line
    from jaarcyclus.steps.overview import current_anchors, tell_held
    from jaarcyclus.steps.workspace import open_existing

    workspace = open_existing()
    held = tell_held(workspace)
    lines = [*map(write_line, current_anchors(workspace)), *(f"# {sentence}" for sentence in held)]
    if naar is None:
        print("\n".join(lines) or "Er zijn nog geen ketens; de kalender opent een ronde op haar dag.")
    else:
        write_file(naar, "".join(f"{line}\n" for line in lines).encode())
        print("\n".join([str(naar), *held]))
    raise typer.Exit(FOUND if held else OK)


@app.command("verifieer")
def verify(
    bestand: Annotated[Path, typer.Argument(help="Het zipbestand.", exists=True, readable=True)],
    kop: Annotated[
        str | None, typer.Option(help="De kop van de keten die u zelf bewaarde of in de bijlage leest.")
    ] = None,
    documenten: Annotated[
        bool, typer.Option("--documenten", help="Maak ook de documenten opnieuw en vergelijk ze; dat duurt even.")
    ] = False,
    ankers: Annotated[
        Path | None,
        typer.Option(
            help="Een lijst met koppen die u elders hebt, of metadata.json van een publicatie.",
            exists=True, dir_okay=False, readable=True,
        ),
    ] = None,
    postbus: Annotated[
        Path | None,
        typer.Option(
            help="De export van de postbus, om elk werkboek aan zijn ontvangst te toetsen.",
            exists=True, readable=True,
        ),
    ] = None,
    eerder: Annotated[
        list[Path] | None,
        typer.Option(
            help="De export van een dossier waarvan dit de cijfers overnam; mag vaker.",
            exists=True, readable=True,
        ),
    ] = None,
    bezetting: Annotated[
        Path | None,
        typer.Option(
            help="De export van de bezetting, om na te gaan wie bij elke stem de functie had.",
            exists=True, readable=True,
        ),
    ] = None,
    plaatsing: Annotated[
        Path | None,
        typer.Option(
            help="De export van de plaatsing, om na te gaan of op SharePoint is gezet wat dit dossier noemt.",
            exists=True, readable=True,
        ),
    ] = None,
    als_json: AsJson = False,
) -> None:  # fmt: skip
    """Bewijs zonder iets anders dat een geëxporteerd dossier klopt; zegt wat houdt en wat niet."""
    from jaarcyclus.proof.anchors import read_anchors
    from jaarcyclus.proof.beside import Asked
    from jaarcyclus.proof.verification import verify_folder, verify_zip

    given = _find_export(bestand, "bestand")
    asked = Asked(
        head=kop,
        documents=documenten,
        anchors=read_anchors(_read(ankers, "--ankers")) if ankers else (),
        postbus=_find_export(postbus, "--postbus") if postbus else None,
        bezetting=_find_export(bezetting, "--bezetting") if bezetting else None,
        plaatsing=_find_export(plaatsing, "--plaatsing") if plaatsing else None,
        earlier=tuple(_find_export(path, "--eerder") for path in eerder or ()),
    )
    report = verify_folder(given, asked) if given.is_dir() else verify_zip(given, asked=asked)
    if als_json:
        print_json(asdict(report))
    else:
        for line in report.regels:
            print(f"{_WORDS[line.houdt]:<10} {line.onderwerp}: {on_one_line(line.tekst)}")
        print(_conclusion(report))
    raise typer.Exit(FOUND if not report.houdt else UNCHECKED if report.niet_nagegaan else OK)


def _find_export(path: Path, argument: str) -> Path:
    """Return the file of an export, or the folder where somebody unpacked it.

    Raises BadParameter on all else, UnreadPackage on a package of a kind that we do not read.
    """
    from jaarcyclus.proof.export import EVENTS_FILE
    from jaarcyclus.proof.wrapping import find_unpacked, require_read

    if not path.is_dir():
        with _require_file(path, argument).open("rb") as file:
            require_read(file.read(16))
        return path
    unpacked = find_unpacked(path, EVENTS_FILE)
    if unpacked is None:  # never walk a folder that happens to be named
        raise typer.BadParameter(f"path '{path}' is a directory.", param_hint=argument)
    return unpacked


def _read(path: Path, argument: str) -> bytes:
    return _require_file(path, argument).read_bytes()


def _require_file(path: Path, argument: str) -> Path:
    """Raise BadParameter for a device or pipe, which may have no end."""
    if not path.is_file():
        raise typer.BadParameter(f"path '{path}' is no regular file.", param_hint=argument)
    return path


_WORDS = {True: "houdt", False: "HOUDT NIET", None: "niet nagegaan"}


def _conclusion(report: "Report") -> str:
    if not report.houdt:
        return "Het dossier houdt NIET; vertrouw deze kopie niet."
    if report.niet_nagegaan:
        return f"Het dossier houdt, voor zover nagegaan. Niet nagegaan: {', '.join(report.niet_nagegaan)}."
    return "Het dossier houdt."

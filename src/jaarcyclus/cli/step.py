"""`jaarcyclus stap …`: what a task of Airflow does, from a shell. For who repairs or looks, not for daily use.

There is no command to vote: a vote needs a signed-in seat holder, and a shell proves nobody's name.
"""

from pathlib import Path
from typing import Annotated

import typer

from jaarcyclus.cli.language import App
from jaarcyclus.cli.output import FOUND, OK, print_findings

app = App("Voer een stap uit zonder Airflow (beheer).")
Profiel = Annotated[str, typer.Argument(help="Naam van het profiel.")]
Dossier = Annotated[str, typer.Argument(help="Naam van het dossier, zoals 'dowr-2027-begroting'.")]


@app.command("kalender")
def calendar(profiel: Profiel = "dowr") -> None:
    """Open rondes, leg vast wie zwijgt, sluit wat over tijd is, en toon wat er aan de beurt is."""
    from jaarcyclus.steps.calendar import tick
    from jaarcyclus.steps.workspace import open_workspace

    for step in tick(open_workspace(), profiel):
        print(f"{step.kind:<10} {step.sleutel}")


@app.command("ontvang")
def receive(
    bestand: Annotated[Path, typer.Argument(help="Het werkboek.", exists=True, dir_okay=False)],
    perceel: Annotated[str, typer.Option(help="Het perceel dat indient.")],
    profiel: Annotated[str, typer.Option(help="Naam van het profiel.")] = "dowr",
) -> None:
    """Leg de ontvangst van een werkboek vast, zoals uit de map van een perceel, en beoordeel het."""
    from jaarcyclus.steps.receipts import receive
    from jaarcyclus.steps.replies import judge_and_reply
    from jaarcyclus.steps.workspace import open_workspace

    workspace = open_workspace()
    duty = workspace.profile(profiel).on(workspace.today()).inzendplicht(perceel)
    receipt = receive(
        workspace,
        profiel,
        bestand.read_bytes(),
        file_name=bestand.name,
        inzender=duty.indiener,
        via="map",
        perceel=perceel,
    )
    verdict = judge_and_reply(workspace, profiel, receipt.number)
    print_findings(verdict.bevindingen)
    print("Geaccepteerd." if verdict.geaccepteerd else "Geweigerd.")
    raise typer.Exit(OK if verdict.geaccepteerd else FOUND)


@app.command("product")
def version(dossier: Dossier) -> None:
    """Maak de versie die aan de beurt is."""
    from jaarcyclus.steps.versions import make_version
    from jaarcyclus.steps.workspace import open_workspace

    sha256 = make_version(open_workspace(), dossier)
    print(f"Manifest {sha256}" if sha256 else "Er is geen versie aan de beurt.")


@app.command("besluit")
def gate(dossier: Dossier, gate: Annotated[str, typer.Argument(help="De gate, zoals 'v1-s2-bvr-r1'.")]) -> None:
    """Open een gate die aan de beurt is, of sluit haar als de stemmen beslissen."""
    from jaarcyclus.dossier.tally import name_outcome
    from jaarcyclus.steps.gates import close_gate, open_gate
    from jaarcyclus.steps.workspace import open_workspace

    workspace = open_workspace()
    asked = open_gate(workspace, dossier, gate)
    outcome = close_gate(workspace, dossier, gate)
    print(f"Gesloten: {name_outcome(outcome)}" if outcome else f"Open: {len(asked)} zetels gevraagd.")


@app.command("berichten")
def messages(profiel: Profiel = "dowr") -> None:
    """Vertel ieder wat er nieuw is, per mail of in Teams, en toon wat ervan kwam."""
    from jaarcyclus.installation.telling import tell_everybody
    from jaarcyclus.steps.contacts import contacts_of
    from jaarcyclus.steps.workspace import open_workspace

    workspace = open_workspace()
    told = tell_everybody(workspace, profiel, contacts_of(workspace, profiel).get)
    print(
        f"Aangenomen, of bij een proef in een map gelegd: {told.taken}. Niet verzonden: {told.not_taken}. "
        f"Onzeker: {told.unknown + told.lost}."
    )
    raise typer.Exit(FOUND if told.not_taken or told.unknown or told.lost else OK)


@app.command("publicatie")
def publish(dossier: Dossier) -> None:
    """Publiceer de versie die volgens het dossier is vastgesteld."""
    from jaarcyclus.installation.publishing import target_of
    from jaarcyclus.steps.overview import describe
    from jaarcyclus.steps.publication import publish
    from jaarcyclus.steps.workspace import open_workspace

    workspace = open_workspace()
    publish(workspace, dossier, target=target_of(workspace, dossier))
    standing = describe(workspace, dossier).toestand
    print(f"{standing[0].upper()}{standing[1:]}.")

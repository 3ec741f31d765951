"""`jaarcyclus handeling …` about who is late (extra time, earlier figures, the workbook of before) and warnings."""

from typing import Annotated

import typer

from jaarcyclus.cli.acts import Adres, Als, Dossier, Gate, Reden, act_on
from jaarcyclus.cli.language import App

app = App("Wat de controller doet als iemand te laat is, of als een werkboek een waarschuwing heeft.")


@app.command("uitstel")
def extend_term(
    dossier: Dossier,
    gate: Gate,
    tot: Annotated[str, typer.Option("--tot", help="De nieuwe laatste dag, als jjjj-mm-dd.", prompt="Tot en met")],
    reden: Reden,
    als: Als,
    adres: Adres = None,
) -> None:
    """Geef een gremium uitstel: wie nog niet antwoordde, kan dat tot en met een latere dag."""
    act_on(dossier, "uitstel", {"gate": gate, "tot": tot, "reden": reden}, als, adres)


@app.command("openen")
def open_request(
    dossier: Annotated[str, typer.Argument(help="Naam van het verzoek, zoals 'dowr-2027-wijzigingsverzoek_1'.")],
    perceel: Annotated[str, typer.Argument(help="Code van wie het vraagt, zoals 'ict'.")],
    als: Als,
    adres: Adres = None,
) -> None:
    """Open een wijzigingsverzoek voor een perceel."""
    act_on(dossier, "openen", {"perceel": perceel}, als, adres)


@app.command("overnemen")
def carry_forward(
    dossier: Dossier,
    perceel: Annotated[str, typer.Argument(help="Code van wie niets indiende, zoals 'facilitair'.")],
    reden: Reden,
    als: Als,
    adres: Adres = None,
) -> None:
    """Neem voor een perceel dat niets indiende de laatst vastgestelde cijfers over."""
    act_on(dossier, "overnemen", {"perceel": perceel, "reden": reden}, als, adres)


@app.command("handhaven")
def keep_workbook(
    dossier: Dossier,
    perceel: Annotated[str, typer.Argument(help="Code van wie opnieuw moest indienen, zoals 'facilitair'.")],
    reden: Reden,
    als: Als,
    adres: Adres = None,
) -> None:
    """Laat het vorige werkboek weer tellen van een perceel dat is gevraagd om opnieuw in te dienen."""
    act_on(dossier, "handhaven", {"perceel": perceel, "reden": reden}, als, adres)


@app.command("afdoen")
def pass_warning(
    dossier: Dossier,
    perceel: Annotated[str, typer.Argument(help="Code van wie indiende, zoals 'facilitair'.")],
    waarschuwing: Annotated[
        str, typer.Argument(help="Het nummer van de waarschuwing, zoals '3f2a90c1b7de'; zie: jaarcyclus dossier toon.")
    ],
    reden: Reden,
    als: Als,
    adres: Adres = None,
) -> None:
    """Laat een waarschuwing bij een werkboek passeren; volgend jaar komt zij terug om na te lopen."""
    content = {"perceel": perceel, "waarschuwing": waarschuwing, "reden": reden}
    act_on(dossier, "afdoen", content, als, adres)

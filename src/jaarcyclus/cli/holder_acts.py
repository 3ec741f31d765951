"""`jaarcyclus handeling …` about who holds which function, and how that person signs in: what the beheerder does."""

from typing import Annotated

import typer

from jaarcyclus.cli.acts import Adres, Als, Functie, Profiel, of_profile, post
from jaarcyclus.cli.language import App

app = App("Wie een functie heeft, en hoe die zich aanmeldt.")

Because = Annotated[str, typer.Option("--reden", help="Waarom; dit staat in de bezetting.", prompt="Reden")]
_SUCCEEDED = (
    "Had de functie eerder een houder, dan werkt het wachtwoord van het account vanaf die dag niet meer. Geef dan op "
    "die dag, of later, een nieuw uit met: jaarcyclus handeling wachtwoord {profiel} {functie}"
)
_LEFT = (
    "Het wachtwoord van het account werkt vanaf die dag niet meer, tenzij u een eerste houder op de eigen eerste dag "
    "terugnam."
)
_KEPT = "Vastgelegd in de bezetting van {profiel}. Bekijk haar met: jaarcyclus bezetting toon {profiel}"


@app.command("bezetting")
def take_function(
    profiel: Profiel,
    functie: Functie,
    naam: Annotated[str, typer.Option("--naam", help="De naam van wie de functie krijgt.", prompt="Naam")],
    vanaf: Annotated[str, typer.Option("--vanaf", help="De eerste dag, als jjjj-mm-dd.", prompt="Vanaf")],
    als: Als,
    adres: Adres = None,
) -> None:
    """Leg vast wie een functie heeft, vanaf welke dag; alleen de beheerder."""
    _keep(profiel, "", {"functie": functie, "naam": naam, "vanaf": vanaf}, als, adres)
    print(_SUCCEEDED.format(profiel=profiel, functie=functie))


@app.command("vertrek")
def leave_function(
    profiel: Profiel,
    functie: Functie,
    per: Annotated[str, typer.Option("--per", help="De eerste dag zonder de functie, als jjjj-mm-dd.", prompt="Per")],
    reden: Because,
    als: Als,
    herstel: Annotated[
        bool, typer.Option("--herstel", help="Verbeter de dag van een vertrek dat al is vastgelegd.")
    ] = False,
    adres: Adres = None,
) -> None:
    """Leg vast per wanneer de houder van een functie vertrekt, of dat het een andere dag was; alleen de beheerder."""
    act = "/vertrek/herstel" if herstel else "/vertrek"
    _keep(profiel, act, {"functie": functie, "per": per, "reden": reden}, als, adres)
    print(_LEFT)


@app.command("koppeling")
def link_sign_in(
    profiel: Profiel,
    functie: Functie,
    kenmerk: Annotated[
        str,
        typer.Option(
            "--kenmerk",
            help="Wie dat bij de aanmelddienst is; de houder leest het bij het aanmelden.",
            prompt="Kenmerk",
        ),
    ],
    als: Als,
    adres: Adres = None,
) -> None:
    """Koppel de houder van een functie aan zijn aanmelding bij de organisatie; alleen de beheerder."""
    _keep(profiel, "/koppeling", {"functie": functie, "kenmerk": kenmerk}, als, adres)


@app.command("ontkoppeling")
def unlink_sign_in(profiel: Profiel, functie: Functie, reden: Because, als: Als, adres: Adres = None) -> None:
    """Neem de koppeling van de houder van een functie weg; alleen de beheerder."""
    _keep(profiel, "/ontkoppeling", {"functie": functie, "reden": reden}, als, adres)


def _keep(profiel: str, act: str, content: dict[str, str], account: str, address: str | None) -> None:
    post(f"{of_profile('bezetting', profiel)}{act}", content, account, address)
    print(_KEPT.format(profiel=profiel))

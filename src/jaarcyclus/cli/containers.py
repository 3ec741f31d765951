"""`jaarcyclus geheimen …` and `jaarcyclus dienst …`: what an installation in containers needs of the command.

People make the secrets; the services are started and looked at by docker-compose.yml, not by hand.
"""

from pathlib import Path
from typing import Annotated

import typer

from jaarcyclus.cli.language import App
from jaarcyclus.cli.output import FOUND, OK
from jaarcyclus.installation import keyring

secrets_app = App("De geheimen van een installatie in containers.")
service_app = App("Eén dienst van een installatie in containers; docker-compose.yml roept dit aan.")

Name = Annotated[str, typer.Argument(help="De dienst, zoals 'api-server' of 'worker'.")]


@secrets_app.command("maak")
def make_secrets(
    naar: Annotated[Path, typer.Option(help="Het bestand dat wordt gemaakt; een dat er al is blijft.")] = Path(".env"),
) -> None:
    """Maak een bestand met nieuwe geheimen, alleen voor u leesbaar; voor docker-compose.yml."""
    keyring.write(naar)
    print(f"De geheimen staan in {naar}; bewaar er een kopie van op een veilige plaats. Start nu: docker compose up -d")


@service_app.command("start")
def start(dienst: Name) -> None:
    """Wees deze dienst, tot de container stopt; 'init' maakt klaar wat de andere nodig hebben en eindigt."""
    from jaarcyclus.installation import service

    service.start(dienst)


@service_app.command("controleer")
def check(dienst: Name) -> None:
    """Kijk of deze dienst in deze container gezond is."""
    from jaarcyclus.installation import service

    well = service.is_well(dienst)
    print("gezond" if well else f"ongezond: bekijk wat de dienst meldt met docker compose logs {dienst}")
    raise typer.Exit(OK if well else FOUND)

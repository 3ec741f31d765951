"""`jaarcyclus geheimen …` and `jaarcyclus dienst …`: what an installation in containers needs of the command.

People make the secrets; the services are started and looked at by docker-compose.yml, not by hand.
"""

from pathlib import Path
from typing import Annotated

import typer

from jaarcyclus.cli.language import App
from jaarcyclus.installation import keyring

secrets_app = App("De geheimen van een installatie in containers.")


@secrets_app.command("maak")
def make_secrets(
    naar: Annotated[Path, typer.Option(help="Het bestand dat wordt gemaakt; een dat er al is blijft.")] = Path(".env"),
) -> None:
    """Maak een bestand met nieuwe geheimen, alleen voor u leesbaar; voor docker-compose.yml."""
    keyring.write(naar)
    print(f"De geheimen staan in {naar}; bewaar er een kopie van op een veilige plaats. Start nu: docker compose up -d")

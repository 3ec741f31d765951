"""`jaarcyclus backup …`: one file with a whole installation, checked, and put back where none is."""

from pathlib import Path
from typing import Annotated

import typer

from jaarcyclus.cli.language import App
from jaarcyclus.settings import Settings

app = App("Een reservekopie van de hele installatie.")

BackupFile = Annotated[Path, typer.Argument(help="De reservekopie.")]


@app.command("maak")
def make_backup(
    naar: Annotated[Path, typer.Option("--naar", help="Het bestand dat komt; er mag nog niets staan.")],
) -> None:
    """Maak een reservekopie; Jaarcyclus mag intussen draaien."""
    from jaarcyclus.errors import InvalidSetting
    from jaarcyclus.installation import backup

    if naar.exists():
        raise InvalidSetting(f"{naar} staat er al en is niet vervangen; geef met --naar een andere naam.")
    made = backup.make(Settings.from_env(), naar.resolve())
    print(f"{naar}: {len(made.files)} bestanden, {made.total:,} bytes".replace(",", "."))
    for folder in made.beside:
        print(f"Niet in de kopie, want het staat elders: {folder}. Maak daar zelf een kopie van.")
    print("Er staan sleutels en wachtwoorden in: versleutel het bestand en bewaar het op een andere machine.")
    print(f"Controleren kan overal waar Jaarcyclus is: jaarcyclus backup controleer {naar}")


@app.command("controleer")
def check_backup(bestand: BackupFile) -> None:
    """Controleer of een reservekopie heel is en elke keten sluit; er wordt niets teruggezet."""
    from jaarcyclus.installation import backup

    found = backup.check_backup(bestand)
    print(f"{bestand} is heel: {len(found.files)} bestanden, de databases gaaf, elke keten sluit.")


@app.command("zet-terug")
def put_back(bestand: BackupFile) -> None:
    """Zet een reservekopie terug op een plaats waar nog geen installatie is."""
    from jaarcyclus.installation import backup

    settings = Settings.from_env()
    found = backup.put_back(settings, bestand)
    print(f"Teruggezet in {settings.var}. Start met: jaarcyclus start")
    for profile in found.beside:
        print(f"Niet teruggezet, want er staat al een ander: {profile}. Vergelijk de twee voor u start.")
    print(
        "Elke keten staat stil tot de controller van haar samenwerking bevestigt dat deze kopie is bedoeld: "
        "jaarcyclus handeling terugzetting PROFIEL --reden …"
    )

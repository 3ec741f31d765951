"""`jaarcyclus bezetting …`: look at who holds which function; keeping it is `jaarcyclus handeling bezetting`.

Names are for beheerder and controller only, so this too goes through the API, signed in as who asks.
"""

from jaarcyclus.cli import acts
from jaarcyclus.cli.language import App
from jaarcyclus.cli.output import AsJson, print_json, print_table

app = App("Wie welke functie heeft, met dagen; voor de beheerder en de controller.")


@app.command("toon")
def show(profiel: acts.Profiel, als: acts.Als, adres: acts.Adres = None, als_json: AsJson = False) -> None:
    """Toon wie welke functie heeft en had."""
    held = acts.ask("GET", acts.of_profile("bezetting", profiel), als, adres).json()
    if als_json:
        print_json(held)
    elif not held:
        print("Er is nog niemand vastgelegd; de beheerder doet dat met: jaarcyclus handeling bezetting")
    else:
        print_table(
            ("nummer", "functie", "naam", "vanaf", "tot", "aanmelding", "passkey"),
            [
                (
                    str(one["bezetting"]),
                    one["functie"],
                    one["naam"],
                    one["vanaf"],
                    one["tot"] or "",
                    one["aanmelding"] or "",
                    one["passkey"] or "",
                )
                for one in held
            ],
        )

"""The first sheet of the workbook: what to fill in, in the words of the office."""

from jaarcyclus.calendar import format_date
from jaarcyclus.codelijsten import Codelijst
from jaarcyclus.productnaam import name_product
from jaarcyclus.profile import Inzendplicht, Profile
from jaarcyclus.sjabloon import Kenmerken
from jaarcyclus.tabellen import GEEN_HISTORIE


def leeswijzer(profile: Profile, inzendplicht: Inzendplicht, kenmerken: Kenmerken, lijst: Codelijst) -> list[str]:
    """Return the lines of the sheet, the title first."""
    return [
        f"{profile.naam} – {name_product(kenmerken.product, kenmerken.boekjaar)} – {inzendplicht.naam}",
        "",
        "Dit werkboek is alleen voor dit perceel, dit product en dit boekjaar. Gebruik het niet voor een ander.",
        "Vul alleen de lichtgele cellen in. Voeg geen rijen, kolommen of bladen toe en voeg geen cellen samen.",
        "Neemt u gegevens over uit een ander bestand? Kies dan Plakken speciaal, Waarden ('Plak als waarden').",
        "Laat ongebruikte rijen leeg. Wat in tekstvakken, opmerkingen of op dit blad staat, wordt niet gelezen.",
        "Regels: één regel per taakveld, categorie en omschrijving. Bedragen in euro's met hooguit twee decimalen.",
        "Is er geen bedrag, vul dan 0 in. Lasten en baten zijn beide positief; een min is een correctie.",
        "Taakveld en categorie zijn tekst: 0.10 (mutaties reserves) is iets anders dan 0.1 (bestuur).",
        "Wederpartij: de code van het perceel waarmee u verrekent; leeg of 'extern' als dat er niet is.",
        f"Toelichting: vul elk onderdeel in ({profile.verantwoording_over(kenmerken.boekjaar).grondslag}).",
        "Doelen en indicatoren: bij elk doel ten minste één indicator.",
        *_about_codes(lijst),
        *_about_history(kenmerken),
        *_about_cutoff(kenmerken),
        "Sla het werkboek op als .xlsx en dien het in. U krijgt binnen enkele minuten antwoord, per cel.",
    ]


def _about_codes(lijst: Codelijst) -> list[str]:
    if lijst.bron_boekjaar == lijst.boekjaar:
        return [f"De codes zijn die van Iv3 {lijst.boekjaar} (CBS); zie het blad Codelijsten."]
    return [f"De codes zijn die van Iv3 {lijst.bron_boekjaar} (CBS): de lijst voor {lijst.boekjaar} is er nog niet."]


def _about_cutoff(kenmerken: Kenmerken) -> list[str]:
    if kenmerken.peildatum is None:
        return []
    day = format_date(kenmerken.peildatum)
    return [f"De realisatie loopt tot en met {day} (de peildatum); wat daarna komt, hoort in de prognose."]


def _about_history(kenmerken: Kenmerken) -> list[str]:
    if kenmerken.product != "begroting" or not kenmerken.eerste_jaar:
        return []
    return [f"De kolommen {kenmerken.boekjaar - 2} en {kenmerken.boekjaar - 1} blijven leeg ({GEEN_HISTORIE})."]

"""The cover note of one gremium: what is asked, in numbered decision points, and what it needs to know to answer.

The headings are those of the one college proposal among the sources (docs/rules.md). Each decision point has the verb
that fits the role, so that nobody adopts what they only take note of. One page of prose, no second truth: every
figure comes from the consolidation.
"""

from dataclasses import dataclass

from jaarcyclus.documents.order import DocumentOpdracht
from jaarcyclus.documents.product import introduce
from jaarcyclus.figures.records import deviation
from jaarcyclus.printing.template import fill_template
from jaarcyclus.profile.gremium import Rol, Routestap
from jaarcyclus.terms.formats import format_afwijking, join_names
from jaarcyclus.terms.money import format_euro
from jaarcyclus.terms.products import PRODUCTS, name_in_sentence


@dataclass(frozen=True, kw_only=True)
class Beslispunt:
    """One thing asked: `werkwoord` is what the gremium does with `tekst`."""

    werkwoord: str
    tekst: str


def write_note(opdracht: DocumentOpdracht, gremium: str) -> str:
    """Return the HTML of the cover note for one gremium of the route."""
    return fill_template(
        "oplegnota.html",
        titel=f"Oplegnota {opdracht.titel} voor {opdracht.name_gremium(gremium)}",
        samenwerking=opdracht.profile.naam,
        gremium=opdracht.name_gremium(gremium),
        document=opdracht.titel,
        onderwerp=name_in_sentence(opdracht.product, opdracht.boekjaar),
        resultaat=opdracht.profile.verantwoording_over(opdracht.boekjaar).resultaat,
        ontvangers=_receivers(opdracht),
        versie=opdracht.versie,
        datum=opdracht.datum.isoformat(),
        oefening=opdracht.oefening,
        rollen=[stap.rol.value for stap in _steps_of(opdracht, gremium)],
        beslispunten=decision_points(opdracht, gremium),
        percelen=[opdracht.namen[code] for code in _percelen(opdracht, gremium)],
        eigen_percelen=_sees_own(opdracht, gremium),
        cijfers=introduce(opdracht),
        gemeenten=[gemeente.naam for gemeente in opdracht.profile.gemeenten],
        route=[_describe(opdracht, stap) for stap in opdracht.route],
        indieners=_submitters(opdracht, gremium),
        afwijking=_deviation(opdracht),
        risicos=_risks(opdracht, gremium),
        grootste_bijdrage=_largest_change(opdracht),
    )


def decision_points(opdracht: DocumentOpdracht, gremium: str) -> tuple[Beslispunt, ...]:
    """Return what each step of the route asks of this gremium, in order."""
    return tuple(point for stap in _steps_of(opdracht, gremium) for point in _points(opdracht, stap, gremium))


def _points(opdracht: DocumentOpdracht, stap: Routestap, gremium: str) -> tuple[Beslispunt, ...]:
    onderwerp = f"{name_in_sentence(opdracht.product, opdracht.boekjaar)}, versie {opdracht.versie}"
    percelen = opdracht.join_percelen(_percelen(opdracht, gremium))
    if stap.bereik == "eigen_percelen":
        onderwerp = f"{percelen} in {onderwerp}"
    basis = f" ({stap.grondslag})" if stap.grondslag else ""
    match stap.rol:
        case Rol.INFO if stap.ontvangst_vereist:
            return (
                Beslispunt(werkwoord="Kennisnemen", tekst=f"van {onderwerp}."),
                Beslispunt(werkwoord="Bevestigen", tekst=f"dat het document is ontvangen{basis}."),
            )
        case Rol.INFO:
            return (Beslispunt(werkwoord="Kennisnemen", tekst=f"van {onderwerp}{basis}."),)
        case Rol.AFSTEMMING:
            return (
                Beslispunt(werkwoord="Afstemmen", tekst=f"van {onderwerp}{basis}."),
                Beslispunt(werkwoord="Meegeven", tekst="van opmerkingen aan de volgende gremia, als die er zijn."),
            )
        case Rol.INSTEMMING:
            return (Beslispunt(werkwoord="Instemmen", tekst=f"met {onderwerp}{basis}."),)
        case Rol.VASTSTELLING:
            return (
                Beslispunt(werkwoord="Vaststellen", tekst=f"van {onderwerp}{basis}."),
                Beslispunt(
                    werkwoord="Opdracht geven",
                    tekst="het vastgestelde document te publiceren en toe te zenden aan alle gremia van de route.",
                ),
            )


def _steps_of(opdracht: DocumentOpdracht, gremium: str) -> tuple[Routestap, ...]:
    return tuple(stap for stap in opdracht.route if gremium in stap.gremia)


def _sees_own(opdracht: DocumentOpdracht, gremium: str) -> bool:
    return any(stap.bereik == "eigen_percelen" for stap in _steps_of(opdracht, gremium))


def _percelen(opdracht: DocumentOpdracht, gremium: str) -> list[str]:
    if _sees_own(opdracht, gremium):
        return opdracht.regiegroepen().get(gremium, [])
    return list(opdracht.namen)


def _describe(opdracht: DocumentOpdracht, stap: Routestap) -> str:
    names = [opdracht.name_gremium(code) for code in stap.gremia]
    return f"{join_names(names)}: ter {stap.rol.value}"


def _receivers(opdracht: DocumentOpdracht) -> list[str]:
    """Return who must confirm the receipt before the product is complete."""
    return [opdracht.name_gremium(code) for stap in opdracht.route if stap.ontvangst_vereist for code in stap.gremia]


def _submitters(opdracht: DocumentOpdracht, gremium: str) -> list[str]:
    profile = opdracht.profile
    holders = (profile.inzendplicht(code).indiener for code in _percelen(opdracht, gremium))
    return [profile.persoon(holder).functie for holder in holders]


def _deviation(opdracht: DocumentOpdracht) -> str | None:
    """Return how the whole came out against the budget after amendment; None for a begroting."""
    if not PRODUCTS[opdracht.product].compared:
        return None
    begroot, werkelijk = (opdracht.consolidatie.bijdrage_cent[kolom] for kolom in PRODUCTS[opdracht.product].compared)
    found = deviation("lasten", begroot, werkelijk)
    return None if found is None else format_afwijking(found)


def _largest_change(opdracht: DocumentOpdracht) -> str | None:
    """Return which perceel's bijdrage grows most against last year's budget; None without such a column or growth."""
    hoofd = PRODUCTS[opdracht.product].main_column
    if "t_min1" not in PRODUCTS[opdracht.product].columns:
        return None
    grown = [
        (after - before, perceel.naam)
        for perceel in opdracht.consolidatie.percelen
        if (after := perceel.bijdrage_cent[hoofd]) is not None
        and (before := perceel.bijdrage_cent["t_min1"]) is not None
        and after > before
    ]
    if not grown:
        return None
    growth, naam = max(grown, key=lambda found: found[0])
    return f"De bijdrage aan {naam} stijgt het meest: met {format_euro(growth)} ten opzichte van vorig jaar"


def _risks(opdracht: DocumentOpdracht, gremium: str) -> list[str]:
    """Return the three risks with the highest expected cost among the percelen of this gremium."""
    found = [
        (risico.kans_pct * risico.gevolg_cent, opdracht.namen[code], risico)
        for code in _percelen(opdracht, gremium)
        for risico in opdracht.inzendingen[code].risicos
    ]
    found.sort(key=lambda item: -item[0])
    return [
        f"{naam}: {risico.omschrijving} (kans {risico.kans_pct} %, gevolg {format_euro(risico.gevolg_cent)})"
        for _, naam, risico in found[:3]
    ]

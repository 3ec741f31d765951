"""The chapter of one perceel: its lines and totals, who pays, and the words its manager wrote beside them.

The booklet of a regiegroep is made of these chapters alone: it judges the perceel, not the total (notitie §5).
"""

from jaarcyclus.documents.order import DocumentOpdracht
from jaarcyclus.figures.consolidation import Bedragen
from jaarcyclus.figures.records import Cijfers, Regel, deviation
from jaarcyclus.printing.table import Hoofdstuk, Kolom, Staat, Waarde
from jaarcyclus.profile.verantwoording import Onderdeel, Verantwoording
from jaarcyclus.terms.products import PRODUCTS

KOP_MENSKRACHT = "menskracht"
GEEN_TEKST = "De inzending bevat hierover geen tekst."


def make_chapter(opdracht: DocumentOpdracht, perceel: str) -> Hoofdstuk:
    """Return the whole chapter of one submission."""
    cijfers = opdracht.inzendingen[perceel]
    naam = opdracht.namen[perceel]
    verantwoording = opdracht.profile.verantwoording_over(opdracht.boekjaar)
    return Hoofdstuk(
        titel=naam,
        anker=f"perceel-{perceel}",
        nieuw=True,
        alineas=(_introduce(opdracht, perceel),),
        onderdelen=(
            Hoofdstuk(
                titel="Verantwoording",
                anker=f"{perceel}-koppen",
                onderdelen=tuple(_heading(cijfers, kop) for kop in verantwoording.koppen),
            ),
            Hoofdstuk(
                titel="Doelen en risico's",
                anker=f"{perceel}-doelen",
                staten=(_goals(cijfers, verantwoording), *_unplaced_staff(cijfers, verantwoording), _risks(cijfers)),
            ),
            _figures(opdracht, cijfers),
        ),
    )


def make_line_table(opdracht: DocumentOpdracht, cijfers: Cijfers, kant: str) -> Staat:
    """Return the lines of one side with every column of the product; the totals are those of the consolidation."""
    overzicht = opdracht.perceelcijfers(cijfers.perceel).overzicht
    totals = {"lasten": overzicht.lasten_cent, "baten": overzicht.baten_cent}
    totalen = [_row(opdracht, kant, (f"Totaal {kant}", "", "", ""), totals[kant])]
    if kant == "baten":
        bijdrage = opdracht.perceelcijfers(cijfers.perceel).bijdrage_cent
        totalen.append(_row(opdracht, "lasten", ("Bijdrage van de gemeenten", "", "", ""), bijdrage))
    return Staat(
        titel=f"{kant.capitalize()} van {opdracht.namen[cijfers.perceel]}, in euro's",
        kolommen=(*_line_columns(), *_amount_columns(opdracht, cijfers)),
        rijen=tuple(_line(opdracht, regel) for regel in cijfers.regels if regel.kant == kant),
        totalen=tuple(totalen),
        noot="I: incidenteel, S: structureel." + (" V: voordeel, N: nadeel." if _compared(opdracht) else ""),
    )


def _introduce(opdracht: DocumentOpdracht, code: str) -> str:
    profile = opdracht.profile
    plicht = profile.inzendplicht(code)
    indiener = profile.persoon(plicht.indiener).functie
    sleutel = profile.sleutel(plicht.sleutel).naam
    host = next((perceel.gastheer for perceel in profile.percelen if perceel.code == code), None)
    where = f"De gastheer is {profile.gemeente(host).naam}. " if host else ""
    return f"{where}Deze cijfers zijn ingediend door: {indiener}. Verdeelsleutel: {sleutel}."


def _figures(opdracht: DocumentOpdracht, cijfers: Cijfers) -> Hoofdstuk:
    return Hoofdstuk(
        titel=f"Lasten en baten van {opdracht.namen[cijfers.perceel]}",
        anker=f"{cijfers.perceel}-cijfers",
        breed=True,
        staten=(make_line_table(opdracht, cijfers, "lasten"), make_line_table(opdracht, cijfers, "baten")),
    )


def _line_columns() -> tuple[Kolom, ...]:
    return (
        Kolom(titel="Omschrijving", breedte_pct=20),
        Kolom(titel="Taakveld", breedte_pct=12),
        Kolom(titel="Categorie", breedte_pct=13),
        Kolom(titel="I/S", breedte_pct=4),
    )


def _amount_columns(opdracht: DocumentOpdracht, cijfers: Cijfers) -> tuple[Kolom, ...]:
    amounts = opdracht.bedragkolommen(eerste_jaar=cijfers.eerste_jaar)
    return (*amounts, Kolom(titel="Afwijking", soort="afwijking")) if _compared(opdracht) else amounts


def _line(opdracht: DocumentOpdracht, regel: Regel) -> tuple[Waarde, ...]:
    texts = (
        regel.omschrijving,
        opdracht.name_taakveld(regel.taakveld),
        opdracht.name_categorie(regel.kant, regel.categorie),
        "I" if regel.incidenteel else "S",
    )
    return _row(opdracht, regel.kant, texts, regel.bedragen_cent)


def _row(opdracht: DocumentOpdracht, kant: str, texts: tuple[str, ...], amounts: Bedragen) -> tuple[Waarde, ...]:
    row = (*texts, *opdracht.bedragen(amounts))
    if not _compared(opdracht):
        return row
    begroot, werkelijk = PRODUCTS[opdracht.product].compared
    return (*row, deviation(kant, amounts[begroot], amounts[werkelijk]))


def _compared(opdracht: DocumentOpdracht) -> bool:
    return bool(PRODUCTS[opdracht.product].compared)


def _heading(cijfers: Cijfers, kop: Onderdeel) -> Hoofdstuk:
    return Hoofdstuk(
        titel=kop.naam,
        anker=f"{cijfers.perceel}-{kop.code}",
        alineas=(cijfers.toelichting.get(kop.code, "").strip() or GEEN_TEKST,),
        staten=_staff(cijfers) if kop.code == KOP_MENSKRACHT else (),
    )


def _unplaced_staff(cijfers: Cijfers, verantwoording: Verantwoording) -> tuple[Staat, ...]:
    """The staff stands under its own heading; a cooperation without that one finds it beside the goals."""
    return () if KOP_MENSKRACHT in {kop.code for kop in verantwoording.koppen} else _staff(cijfers)


def _goals(cijfers: Cijfers, verantwoording: Verantwoording) -> Staat:
    return Staat(
        titel="Doelen en indicatoren",
        kolommen=(
            Kolom(titel="Doel", breedte_pct=14),
            Kolom(titel="Indicator", breedte_pct=22),
            Kolom(titel="Eenheid", breedte_pct=10),
            Kolom(titel="Nulwaarde (jaar)", breedte_pct=12),
            Kolom(titel="Streefwaarde", breedte_pct=13),
            Kolom(titel="Realisatie", breedte_pct=12),
            Kolom(titel="Eigenaar en bron"),
        ),
        rijen=tuple(
            (
                verantwoording.name_goal(item.doel),
                item.indicator,
                item.eenheid,
                f"{item.nulwaarde} ({item.nuljaar})",
                item.streefwaarde,
                item.realisatie or "nog niet bekend",
                f"{item.eigenaar}; {item.bron}",
            )
            for item in cijfers.indicatoren
        ),
    )


def _risks(cijfers: Cijfers) -> Staat:
    return Staat(
        titel="Risico's",
        kolommen=(
            Kolom(titel="Risico", breedte_pct=35),
            Kolom(titel="Kans", soort="pct", breedte_pct=9),
            Kolom(titel="Gevolg in euro's", soort="bedrag", breedte_pct=18),
            Kolom(titel="Maatregel"),
        ),
        rijen=tuple((r.omschrijving, r.kans_pct, r.gevolg_cent, r.maatregel) for r in cijfers.risicos),
    )


def _staff(cijfers: Cijfers) -> tuple[Staat, ...]:
    if cijfers.menskracht is None:
        return ()
    menskracht = cijfers.menskracht
    return (
        Staat(
            titel="Menskracht",
            kolommen=(
                Kolom(titel="Werkorganisatie", breedte_pct=34),
                Kolom(titel="Formatie in fte", soort="fte"),
                Kolom(titel="Bezetting in fte", soort="fte"),
                Kolom(titel="Externe inhuur in euro's", soort="bedrag", breedte_pct=26),
            ),
            rijen=(
                (
                    "Dit perceel",
                    menskracht.formatie_fte_honderdste,
                    menskracht.bezetting_fte_honderdste,
                    menskracht.externe_inhuur_cent,
                ),
            ),
        ),
    )

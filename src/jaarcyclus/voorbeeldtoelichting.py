"""The words of a sample submission: headings, indicators and risks; the amounts in them are those of its lines."""

from collections.abc import Sequence

from jaarcyclus.cijfers import HOOFDKOLOM, Indicator, Menskracht, Regel, Risico, totaal_cent
from jaarcyclus.money import format_euro
from jaarcyclus.opmaak import format_fte
from jaarcyclus.voorbeeldtabellen import rows_of, teksten


def toelichting(
    perceel: str, product: str, boekjaar: int, regels: Sequence[Regel], menskracht: Menskracht
) -> dict[str, str]:
    """Return the text of each heading of DOWR."""
    kolom = HOOFDKOLOM[product]
    lasten_cent = totaal_cent(regels, "lasten", kolom)
    baten_cent = totaal_cent(regels, "baten", kolom)
    words = {
        **teksten()["percelen"][perceel],
        "boekjaar": boekjaar,
        "lasten": format_euro(lasten_cent),
        "baten": format_euro(baten_cent),
        "bijdrage": format_euro(lasten_cent - baten_cent),
        "verschil": "" if product == "begroting" else _compare(regels, kolom),
        "formatie": format_fte(menskracht.formatie_fte_honderdste),
        "bezetting": format_fte(menskracht.bezetting_fte_honderdste),
        "inhuur": format_euro(menskracht.externe_inhuur_cent),
    }
    templates = teksten()["producten"][product.partition("_")[0]]
    return {kop: template.format(**words) for kop, template in templates.items()}


def indicatoren(perceel: str, product: str) -> tuple[Indicator, ...]:
    """Return the indicators; only an account has a realisation."""
    return tuple(
        Indicator(
            doel=row["doel"],
            indicator=row["indicator"],
            eenheid=row["eenheid"],
            nulwaarde=row["nulwaarde"],
            nuljaar=int(row["nuljaar"]),
            bron=row["bron"],
            streefwaarde=row["streefwaarde"],
            realisatie=None if product == "begroting" else row["realisatie"],
            eigenaar=row["eigenaar"],
        )
        for row in rows_of("voorbeeld_indicatoren")
        if row["perceel"] == perceel
    )


def risicos(perceel: str) -> tuple[Risico, ...]:
    """Return the risks."""
    return tuple(
        Risico(
            omschrijving=row["omschrijving"],
            kans_pct=int(row["kans_pct"]),
            gevolg_cent=int(row["gevolg_euro"]) * 100,
            maatregel=row["maatregel"],
        )
        for row in rows_of("voorbeeld_risicos")
        if row["perceel"] == perceel
    )


def _compare(regels: Sequence[Regel], kolom: str) -> str:
    verschil_cent = totaal_cent(regels, "lasten", kolom) - totaal_cent(regels, "lasten", "begroting_na")
    if verschil_cent == 0:
        return "gelijk aan"
    return f"{format_euro(abs(verschil_cent))} {'hoger' if verschil_cent > 0 else 'lager'} dan"

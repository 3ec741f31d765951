"""The sheets that a profile or a product adds to those of every form: one entry of EXTRA_TABLES each.

A new one is an entry here, a file in `expectations/`, and where it has to fit other figures a function in
`intake.checks.extra_sheets`. What is filled in goes to `Figures.bladen` under the key of the entry, and from there
into the chapter of the perceel as it stands on the sheet.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from jaarcyclus.profile.verantwoording import Verantwoording
from jaarcyclus.workbook.form import CellKind, FormColumn, FormTable

_ROWS = 100
_YES_NO = {"ja": "ja", "nee": "nee"}


def extra_tables(product: str, verantwoording: Verantwoording) -> tuple[FormTable, ...]:
    """Return the tables that are switched on for a product, in the order of the profile."""
    return tuple(EXTRA_TABLES[key](verantwoording) for key in verantwoording.sheets_of(product))


def _table(key: str, explanation: str, *columns: FormColumn) -> FormTable:
    name = EXTRA_SHEETS[key]
    return FormTable(
        sheet=name, title=name, explanation=explanation, heading_row=4, last_row=4 + _ROWS, columns=columns
    )


def _text(sleutel: str, heading: str, width: int = 40) -> FormColumn:
    return FormColumn(sleutel=sleutel, heading=heading, kind=CellKind.TEXT, width=width)


def _amount(sleutel: str, heading: str) -> FormColumn:
    return FormColumn(sleutel=sleutel, heading=f"{heading} (€)", kind=CellKind.AMOUNT, width=18)


def _number(sleutel: str, heading: str) -> FormColumn:
    return FormColumn(sleutel=sleutel, heading=heading, kind=CellKind.NUMBER)


def _choice(sleutel: str, heading: str, *choices: str) -> FormColumn:
    return FormColumn(
        sleutel=sleutel, heading=heading, kind=CellKind.CHOICE, width=22, choices={name: name for name in choices}
    )


def _investeringen(_: Verantwoording) -> FormTable:
    return _table(
        "investeringen",
        "Eén rij per investering. Nut: zie BBV art. 35. De kapitaallast is die van een heel jaar. "
        "Zijn er geen investeringen: laat het blad leeg.",
        _text("omschrijving", "Investering"),
        FormColumn(sleutel="taakveld", heading="Taakveld", kind=CellKind.CODE, width=18, spoken=True),
        _choice("nut", "Nut", "economisch nut", "economisch nut met heffing", "maatschappelijk nut"),
        _number("jaar", "Jaar van ingebruikname"),
        _amount("bedrag_cent", "Bruto bedrag"),
        _amount("bijdragen_cent", "Bijdragen van derden"),
        _number("termijn", "Afschrijving in jaren (grond: 0)"),
        _amount("kapitaallast_cent", "Kapitaallast per jaar"),
    )


def _reserves(_: Verantwoording) -> FormTable:
    return _table(
        "reserves",
        "Eén rij per reserve, in het boekjaar. De stortingen en onttrekkingen samen zijn die van taakveld 0.10 op het "
        "blad Regels. Zijn er geen reserves: laat het blad leeg.",
        _text("naam", "Reserve"),
        _text("doel", "Waarvoor"),
        _amount("begin_cent", "Stand op 1 januari"),
        _amount("storting_cent", "Storting"),
        _amount("onttrekking_cent", "Onttrekking"),
        _amount("overig_cent", "Ander verloop: resultaat van vorig jaar, afschrijving (mag leeg)"),
        _amount("eind_cent", "Stand op 31 december"),
        _choice("structureel", "Structureel (BBV art. 19)", *_YES_NO),
    )


def _subsidies(_: Verantwoording) -> FormTable:
    return _table(
        "subsidies",
        "Eén rij per subsidie die u verstrekt of ontvangt. Zijn er geen subsidies: laat het blad leeg.",
        _text("regeling", "Regeling"),
        _choice("richting", "Verstrekt of ontvangen", "verstrekt", "ontvangen"),
        _text("partij", "Aan of van wie (soort partij)"),
        _amount("bedrag_cent", "Bedrag in het boekjaar"),
        _number("eindjaar", "Laatste jaar"),
        _choice("sisa", "Verantwoording in SiSa", *_YES_NO),
    )


def _diensten(_: Verantwoording) -> FormTable:
    return _table(
        "diensten",
        "Eén rij per dienst en gemeente, zoals in de dienstverleningsovereenkomst: tarief maal aantal is het bedrag.",
        _text("dienst", "Product of dienst"),
        _text("eenheid", "Eenheid", 20),
        _amount("tarief_cent", "Tarief per eenheid"),
        _text("gemeente", "Gemeente", 20),
        FormColumn(sleutel="aantal_honderdste", heading="Aantal", kind=CellKind.FTE),
        _amount("bedrag_cent", "Bedrag"),
    )


def _contracten(_: Verantwoording) -> FormTable:
    return _table(
        "contracten",
        "Eén rij per contract met een leverancier. Zijn er geen contracten: laat het blad leeg.",
        _text("leverancier", "Leverancier"),
        _text("omschrijving", "Waarvoor"),
        _number("beginjaar", "Eerste jaar"),
        _number("eindjaar", "Laatste jaar"),
        _choice("verlengbaar", "Kan verlengd worden", *_YES_NO),
        _amount("bedrag_cent", "Bedrag in het boekjaar"),
        _choice("aanbesteed", "Aanbesteed", "ja", "nee, onder de drempel", "nee, met reden"),
    )


def _ic_verklaring(_: Verantwoording) -> FormTable:
    return _table(
        "ic_verklaring",
        "Eén rij per proces dat de interne controle heeft bekeken. Fouten en onzekerheden volgens de norm voor "
        "rechtmatigheid.",
        _text("proces", "Proces"),
        _amount("omvang_cent", "Omvang van het proces"),
        _number("posten", "Gecontroleerde posten"),
        _amount("fouten_cent", "Fouten"),
        _amount("onzekerheden_cent", "Onzekerheden"),
        _text("bevinding", "Wat is gevonden", 60),
        _text("maatregel", "Wat wordt eraan gedaan", 60),
        _text("verklaard_door", "Verklaard door (functie)", 28),
    )


def _certificering(verantwoording: Verantwoording) -> FormTable:
    questions = {question.code: question.vraag for question in verantwoording.vragen}
    return FormTable(
        sheet=EXTRA_SHEETS["certificering"],
        title=EXTRA_SHEETS["certificering"],
        explanation="Beantwoord elke vraag met ja of nee, en vul in wie dat verklaart. Bij nee: de reden, en de kans, "
        "het gevolg en de maatregel. Een nee komt bij de risico's te staan.",
        heading_row=4,
        last_row=4 + len(questions),
        columns=(
            _text("vraag", "Vraag", 70),
            _choice("antwoord", "Antwoord", *_YES_NO),
            replace(_text("reden", "Reden, bij nee", 50), optional=True),
            replace(_number("kans_pct", "Kans (%), bij nee"), optional=True),
            replace(_amount("gevolg_cent", "Gevolg, bij nee"), optional=True),
            replace(_text("maatregel", "Maatregel, bij nee", 50), optional=True),
            _text("verklaard_door", "Verklaard door (functie)", 28),
        ),
        fixed_rows=questions,
        every_row=True,
    )


def _indexen(_: Verantwoording) -> FormTable:
    return _table(
        "indexen",
        f"{_ONE_HAND} Eén rij per categorie of groep: 1.1 alleen voor lonen, 3 voor alles wat met 3 begint. "
        "In procenten: 3,25. Elk jaar is ten opzichte van het jaar ervoor.",
        FormColumn(sleutel="groep", heading="Categorie of groep", kind=CellKind.CODE),
        *(FormColumn(sleutel=f"{key}_honderdste", heading=f"{name} (%)", kind=CellKind.FTE) for key, name in _YEARS),
        _text("bron", "Bron"),
        FormColumn(sleutel="datum", heading="Datum van de bron", kind=CellKind.DATE),
    )


def _volumes(_: Verantwoording) -> FormTable:
    return _table(
        "volumes",
        f"{_ONE_HAND} Eén rij per verdeelsleutel en gemeente. Gelden de volumes van het profiel: laat het blad leeg.",
        _text("sleutel", "Verdeelsleutel"),
        _text("gemeente", "Gemeente", 20),
        _number("aantal", "Aantal"),
        FormColumn(sleutel="datum", heading="Peildatum", kind=CellKind.DATE),
        _text("bron", "Bron"),
    )


def _taakstelling(_: Verantwoording) -> FormTable:
    return _table(
        "taakstelling",
        f"{_ONE_HAND} Eén rij per perceel, met de code van het perceel. Een bezuiniging is een positief bedrag. "
        "Is er geen taakstelling: laat het blad leeg.",
        FormColumn(sleutel="perceel", heading="Perceel (code)", kind=CellKind.CODE),
        *(_amount(f"{key}_cent", name) for key, name in _YEARS),
        _text("toelichting", "Toelichting"),
    )


def _fitting(_: Verantwoording) -> FormTable:
    return FormTable(
        sheet=EXTRA_SHEETS["toets"],
        title=EXTRA_SHEETS["toets"],
        explanation="Past wat u vraagt in wat al is vastgesteld? Antwoord ja of nee, en schrijf waarom.",
        heading_row=4,
        last_row=4 + len(FITS),
        columns=(
            _text("waarin", "Past het in", 60),
            _choice("antwoord", "Antwoord", *_YES_NO),
            _text("reden", "Waarom", 60),
        ),
        fixed_rows=FITS,
        every_row=True,
    )


FITS = {
    "begroting": "de vastgestelde begroting",
    "kaders": "de kaders van de kaderbrief",
    "jaarplan": "het jaarplan van de werkorganisatie",
}
"""What a request must fit for the regiegroep to decide on it (notitie §5)."""
_ONE_HAND = "Alleen wie de kaders voorbereidt, vult dit blad in; anderen laten het leeg."
_YEARS = (
    ("t", "Het boekjaar"),
    ("t_plus1", "Een jaar later"),
    ("t_plus2", "Twee jaar later"),
    ("t_plus3", "Drie jaar later"),
)

EXTRA_TABLES: Mapping[str, Callable[[Verantwoording], FormTable]] = {
    "investeringen": _investeringen,
    "reserves": _reserves,
    "subsidies": _subsidies,
    "diensten": _diensten,
    "contracten": _contracten,
    "ic_verklaring": _ic_verklaring,
    "certificering": _certificering,
    "indexen": _indexen,
    "volumes": _volumes,
    "taakstelling": _taakstelling,
    "toets": _fitting,
}
EXTRA_SHEETS: Mapping[str, str] = {
    "investeringen": "Investeringen",
    "reserves": "Reserves",
    "subsidies": "Subsidies",
    "diensten": "Producten en diensten",
    "contracten": "Contracten",
    "ic_verklaring": "IC-verklaring",
    "certificering": "Certificering",
    "indexen": "Indexen",
    "volumes": "Volumes",
    "taakstelling": "Taakstelling",
    "toets": "Toets",
}
"""What the sheet of each entry is called."""

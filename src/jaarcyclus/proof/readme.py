"""The words of LEESMIJ.txt in an export: what it is, how to prove it, and that it is an exercise when it is one.

They are part of the form: other words in a form that exists, and older exports no longer verify. A change gets a form
of its own here, beside the old one.
"""

from collections.abc import Iterator, Mapping, Sequence

_OEFENING = "OEFENING: de klok was gesimuleerd; wat hierin staat, heeft geen betekenis."
_LINES_BETWEEN_MARKS = 20  # a printed page has some sixty lines: none is without the mark

_DOSSIER_1 = """\
Dossier {dossier}
{streep}

Dit is een volledige export uit Jaarcyclus. Controleer haar zonder verbinding met iets anders:

    jaarcyclus dossier verifieer {dossier}.zip --kop KOP

De kop van de keten staat in de bijlage Besluitvorming, of is apart bewaard. Zonder kop blijft onzichtbaar dat
iemand het hele dossier heeft herschreven of het laatste deel ervan heeft weggelaten. Met --documenten worden ook
de documenten opnieuw gemaakt en vergeleken.

  {gebeurtenissen}  wat er gebeurde, op volgorde; elke regel bevat de hash van de regel ervoor
  {manifest}         elk bestand met grootte en SHA-256, en de kop van de keten
  {artefacten}           profiel, werkboeken, cijfers en documenten; elk bestand heet naar zijn SHA-256

Geweigerde werkboeken zitten er niet bij: er berust geen cijfer op. Hun hash en hun bevindingen staan in
{gebeurtenissen}.

Artefacten
----------
"""

_PROGRAM = """\
U hebt daarvoor Jaarcyclus zelf nodig, op een eigen computer met Debian of Ubuntu:

1. Vraag de controller van de samenwerking waar de broncode staat, en kopieer haar met git.
2. Typ in de map van die kopie: make install
3. Geef in die map het commando hieronder. Het gebruikt geen netwerk en heeft geen account nodig.

"""

_DOSSIER_2 = (
    """\
Dossier {dossier}
{streep}
{oefening}
Dit is een volledige export uit Jaarcyclus. Iedereen kan haar controleren zonder de makers te geloven.
"""
    + _PROGRAM
    + """\
    .venv/bin/jaarcyclus dossier verifieer {dossier}.zip --kop KOP

Schrijf voor {dossier}.zip het hele pad. De kop van de keten staat in de bijlage Besluitvorming, of is
apart bewaard. Zonder kop blijft onzichtbaar dat iemand het hele dossier heeft herschreven of het laatste deel
ervan heeft weggelaten. Met --documenten worden ook de documenten opnieuw gemaakt en vergeleken.

  {gebeurtenissen}  wat er gebeurde, op volgorde; elke regel bevat de hash van de regel ervoor
  {manifest}         elk bestand met grootte en SHA-256, en de kop van de keten
  {artefacten}           profiel, werkboeken, cijfers en documenten; elk bestand heet naar zijn SHA-256

Geweigerde werkboeken zitten er niet bij: er berust geen cijfer op. Hun hash en hun bevindingen staan in
{gebeurtenissen}.

Artefacten
----------
"""
)

_POSTBUS_1 = (
    """\
Postbus {dossier}
{streep}
{oefening}
Dit is een volledige export uit Jaarcyclus van wat er binnenkwam: elk bestand, het oordeel erover en het antwoord.
Iedereen kan haar controleren zonder de makers te geloven, alleen of samen met een dossier.
"""
    + _PROGRAM
    + """\
    .venv/bin/jaarcyclus dossier verifieer {dossier}.zip --kop KOP
    .venv/bin/jaarcyclus dossier verifieer DOSSIER.zip --postbus {dossier}.zip

Schrijf voor elk zipbestand het hele pad. De bestanden zelf zitten er niet bij: een geaccepteerd werkboek zit in het
dossier, een geweigerd kan kwaad. Hun hash staat in {gebeurtenissen}.

  {gebeurtenissen}  wat er gebeurde, op volgorde; elke regel bevat de hash van de regel ervoor
  {manifest}         elk bestand met grootte en SHA-256, en de kop van de keten
"""
)

_BEZETTING_1 = (
    """\
Bezetting {dossier}
{streep}
{oefening}
Dit is een volledige export uit Jaarcyclus van wie welke functie had, met namen en dagen. Er staan persoonsgegevens in:
geef haar alleen aan wie moet nagaan wie er antwoordde, en maak haar niet openbaar. Iedereen die haar heeft, kan haar
controleren zonder de makers te geloven, alleen of samen met een dossier.
"""
    + _PROGRAM
    + """\
    .venv/bin/jaarcyclus dossier verifieer {dossier}.zip --kop KOP
    .venv/bin/jaarcyclus dossier verifieer DOSSIER.zip --bezetting {dossier}.zip

Schrijf voor elk zipbestand het hele pad.

  {gebeurtenissen}  wat er werd vastgelegd, op volgorde; elke regel bevat de hash van de regel ervoor
  {manifest}         elk bestand met grootte en SHA-256, en de kop van de keten
"""
)

_PLAATSING_1 = (
    """\
Plaatsing {dossier}
{streep}
{oefening}
Dit is een volledige export uit Jaarcyclus van wat er op SharePoint is gezet: elk bestand met zijn SHA-256, waar het
kwam te staan en wat er onderweg misging. SharePoint past bestanden na ontvangst zelf aan; dat het daar dezelfde bytes
zijn, bewijst het dossier dat ernaast ligt. Het adres waarheen een bestand werd gestuurd, staat er versleuteld in.
"""
    + _PROGRAM
    + """\
    .venv/bin/jaarcyclus dossier verifieer {dossier}.zip --kop KOP

Schrijf voor het zipbestand het hele pad.

  {gebeurtenissen}  wat er werd vastgelegd, op volgorde; elke regel bevat de hash van de regel ervoor
  {manifest}         elk bestand met grootte en SHA-256, en de kop van de keten
"""
)

_BERICHTEN_1 = (
    """\
Berichten {dossier}
{streep}
{oefening}
Dit is een volledige export uit Jaarcyclus van wat mensen per mail of langs een andere weg is verteld: welk bericht, aan
welke functie, de SHA-256 van de bytes die weggingen en wat de server antwoordde. Adressen en teksten staan er niet in.
Dat een server een bericht aannam, zegt niet dat het aankwam of dat iemand het las.
"""
    + _PROGRAM
    + """\
    .venv/bin/jaarcyclus dossier verifieer {dossier}.zip --kop KOP

Schrijf voor het zipbestand het hele pad.

  {gebeurtenissen}  wat er werd vastgelegd, op volgorde; elke regel bevat de hash van de regel ervoor
  {manifest}         elk bestand met grootte en SHA-256, en de kop van de keten
"""
)

_FORMS = {
    "jaarcyclus-dossier-1": _DOSSIER_1,
    "jaarcyclus-dossier-2": _DOSSIER_2,
    "jaarcyclus-postbus-1": _POSTBUS_1,
    "jaarcyclus-bezetting-1": _BEZETTING_1,
    "jaarcyclus-plaatsing-1": _PLAATSING_1,
    "jaarcyclus-berichten-1": _BERICHTEN_1,
}


def write_readme(
    form: str, dossier: str, artefacts: Sequence[str], *, exercise: bool, names: Mapping[str, str]
) -> bytes:
    """Return the read-me of an export of this form; `artefacts` are its lines, one a file.

    `names` are those of the files that it explains (gebeurtenissen, manifest, artefacten).
    """
    marked = exercise and "{oefening}" in _FORMS[form]
    text = _FORMS[form].format(
        dossier=dossier,
        streep="=" * len(f"Dossier {dossier}"),
        oefening=f"\n{_OEFENING}\n" if marked else "",
        **names,
    )
    lines = _with_marks(artefacts) if marked else artefacts
    return (text + "".join(f"{line}\n" for line in lines)).encode()


def _with_marks(lines: Sequence[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if number % _LINES_BETWEEN_MARKS == 0:
            yield _OEFENING
        yield line

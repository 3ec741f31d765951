"""What came of judging a dossier, in the words of who has no command line. Pure.

The verifier speaks to an accountant, of options of its command; a page says what was not looked at and whom to ask. Its
own lines stay behind "Controleren", word for word.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from jaarcyclus.dossier.records import Dossier
from jaarcyclus.proof.report import Report, ReportLine
from jaarcyclus.proof.verification import FILES_FIRST

_SAID = {True: "houdt", False: "HOUDT NIET", None: "niet nagegaan"}
_ASK = "Vraag de beheerder om het bestand van de {}, en laat beide samen narekenen."


@dataclass(frozen=True, kw_only=True)
class Unseen:
    """What nobody looked at, and what to do about it."""

    what: str
    todo: str


@dataclass(frozen=True, kw_only=True)
class Proven:
    """What came of it: `told` in one sentence; `lines` as the verifier says it."""

    holds: bool
    told: str
    faults: tuple[str, ...]
    unseen: tuple[Unseen, ...]
    seen: tuple[str, ...]
    lines: tuple[str, ...]


_SEEN = {"profiel": "Getoetst is aan het profiel van deze samenwerking dat bij de ronde is vastgelegd."}
_LEFT_OUT = "stand"  # the page says it above
_UNSEEN = {
    "documenten": Unseen(
        what="Of de documenten zeggen wat de cijfers zeggen. Of zij zijn veranderd, is wel nagegaan.",
        todo="Leg de pdf naast het Excel-bestand met de cijfers, of vraag de beheerder om de documenten na te maken.",
    ),
    "bijlage": Unseen(
        what="Of het stuk Besluitvorming zegt wat er gebeurde.",
        todo="Leg het naast wat op deze pagina staat bij Antwoorden en bij Wat er gebeurde.",
    ),
    "ontvangsten": Unseen(
        what="Of elk werkboek zo in de postbus is ontvangen en beoordeeld, en of daar niets van is weggelaten.",
        todo=_ASK.format("postbus"),
    ),
    "houders": Unseen(
        what="Wie de functies had toen er werd geantwoord, en of geen wisseling is weggelaten.",
        todo=_ASK.format("bezetting"),
    ),
    "aanmelden": Unseen(
        what="Of wie zich bij de eigen organisatie aanmeldde, toen bij die functie hoorde.",
        todo=_ASK.format("bezetting"),
    ),
    "ondertekening": Unseen(
        what="Of elke passkey toen van de houder van die functie was.", todo=_ASK.format("bezetting")
    ),
    "eerdere cijfers": Unseen(
        what="Of de cijfers die uit een eerder product zijn overgenomen, daar zo zijn gepubliceerd.",
        todo="Haal ook dat dossier op, en laat beide samen narekenen.",
    ),
    "kop": Unseen(
        what="Of iemand het hele dossier herschreef, of het laatste deel wegliet.",
        todo="Laat het narekenen met een kop die elders is bewaard, zoals in een afgedrukt stuk Besluitvorming. De "
        "laatste kop staat bij Controleren; bewaar die buiten deze installatie.",
    ),
}
_PLACED = Unseen(what="Of op SharePoint staat wat dit dossier publiceerde.", todo=_ASK.format("plaatsing"))


def tell_proof(report: Report, state: Dossier, gates: dict[str, str]) -> Proven:
    """Return the report in words; `gates` are the names of the gates by code."""
    unseen = tuple(_unseen(report, state, gates))
    told = "Dit dossier houdt niet. Meld het aan de controller."
    if report.houdt:
        told = "Dit dossier houdt, voor zover het is nagegaan." if unseen else "Dit dossier houdt."
    return Proven(
        holds=report.houdt,
        told=told,
        faults=tuple(_named(line, gates) for line in report.regels if line.houdt is False),
        unseen=unseen,
        seen=tuple(
            _SEEN.get(line.onderwerp) or _named(line, gates)
            for line in report.regels
            if line.houdt and line.onderwerp != _LEFT_OUT
        ),
        lines=tuple(f"{_SAID[line.houdt]}: {line.onderwerp}: {line.tekst}" for line in report.regels),
    )


def _unseen(report: Report, state: Dossier, gates: dict[str, str]) -> Iterator[Unseen]:
    told = [line for line in report.regels if line.houdt is None]
    for line in {item.onderwerp: item for item in told if item.onderwerp in _UNSEEN}.values():
        if line.tekst != FILES_FIRST:
            yield _UNSEEN[line.onderwerp]
    for line in told:
        if line.onderwerp not in _UNSEEN or line.tekst == FILES_FIRST:
            yield Unseen(what=_named(line, gates), todo="")
    if any(item.content.doel.startswith("sharepoint:") for item in state.publications):
        yield _PLACED


def _named(line: ReportLine, gates: dict[str, str]) -> str:
    text = line.tekst
    for code, name in gates.items():
        text = text.replace(code, name)
    return text

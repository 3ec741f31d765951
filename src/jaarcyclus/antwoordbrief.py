"""The answer to who dropped a workbook in the folder of a perceel: a plain text, in Dutch. Pure.

Everything in it that a sender wrote is on one line and shows what it hides.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jaarcyclus.ontvangst import Ontvangst
from jaarcyclus.opmaak import on_one_line

_GEACCEPTEERD = "Uw werkboek is geaccepteerd en telt mee. U hoeft niets te doen."
_MET_WAARSCHUWING = (
    "Uw werkboek is geaccepteerd en telt mee. Kijk de waarschuwingen hieronder na. Wilt u iets verbeteren, plaats dan "
    "een nieuw werkboek in uw map."
)
_GEWEIGERD = (
    "Uw werkboek is geweigerd; er is niets uit overgenomen. Doe wat hieronder bij elke fout staat en plaats het "
    "werkboek opnieuw in uw map."
)
_KOPPEN = (("fout", "Fouten"), ("waarschuwing", "Waarschuwingen"))
_REGELS = (("waarde", "Er staat"), ("verwacht", "Verwacht"), ("herstel", "Te doen"))


def write_answer(ontvangst: Ontvangst, oordeel: Mapping[str, Any]) -> str:
    """Return the answer to a receipt, from the content of its `bestand_beoordeeld`."""
    bevindingen = oordeel["bevindingen"]
    lines = [
        f"Ontvangst:  {ontvangst.nummer}",
        f"Bestand:    {on_one_line(ontvangst.bestandsnaam)}",
        f"SHA-256:    {ontvangst.sha256}",
        f"Perceel:    {ontvangst.perceel}",
        f"Dossier:    {oordeel['dossier'] or 'geen'}",
        f"Uitkomst:   {'geaccepteerd' if oordeel['geaccepteerd'] else 'geweigerd'}",
        "",
        _outcome(oordeel["geaccepteerd"], bool(bevindingen)),
    ]
    for ernst, kop in _KOPPEN:
        lines += _group(kop, [item for item in bevindingen if item["ernst"] == ernst])
    return "\n".join(lines) + "\n"


def _outcome(geaccepteerd: bool, iets_gevonden: bool) -> str:
    if not geaccepteerd:
        return _GEWEIGERD
    return _MET_WAARSCHUWING if iets_gevonden else _GEACCEPTEERD


def _group(kop: str, bevindingen: list[Mapping[str, str]]) -> Iterable[str]:
    if not bevindingen:
        return
    yield from ("", f"{kop} ({len(bevindingen)})")
    for nummer, item in enumerate(bevindingen, 1):
        yield ""
        yield from _finding(nummer, item)


def _finding(nummer: int, item: Mapping[str, str]) -> Iterator[str]:
    yield f"{nummer}. {_place(item)} [{item['code']}]"
    yield f"   {on_one_line(item['melding'])}"
    for veld, woord in _REGELS:
        if item[veld]:
            yield f"   {woord + ':':<10}{on_one_line(item[veld])}"


def _place(item: Mapping[str, str]) -> str:
    if not item["blad"]:
        return "Het hele bestand"
    return f"Blad {on_one_line(item['blad'])}" + (f", cel {on_one_line(item['cel'])}" if item["cel"] else "")

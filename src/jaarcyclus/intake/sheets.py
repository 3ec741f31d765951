"""Judges the sheets as such: are they all there, and does anything stand on them that nobody will read?

Words in a drawing, a note, a page header or on a sheet that only informs are no cells of the form
(`intake.filled_form`); they would be lost in silence.
"""

from collections.abc import Iterator, Mapping

from jaarcyclus.intake.sandbox import Blad
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.workbook.form import BLADEN, INFOBLADEN, KENMERKEN, cel
from jaarcyclus.workbook.info_sheets import zegel, zegelnaam


def read_mark_texts(blad: Blad) -> dict[str, str]:
    """Return what the hidden sheet says: name in column A -> text in column B."""
    cells = blad.cellen
    return {cells[row, 1].tekst: cells[row, 2].tekst for row, column in cells if column == 1 and (row, 2) in cells}


def judge_sheets(bladen: Mapping[str, Blad]) -> Iterator[Bevinding]:
    """Yield what there is to say about the sheets: first those that are not there, then the words beside the cells."""
    yield from _judge_presence(bladen)
    marks = read_mark_texts(bladen[KENMERKEN]) if KENMERKEN in bladen else {}
    for name in BLADEN:
        if name in bladen:
            yield from _judge_lost_words(bladen[name])
        if name in INFOBLADEN and name in bladen:
            yield from _judge_seal(bladen[name], marks.get(zegelnaam(name)))


def _judge_presence(bladen: Mapping[str, Blad]) -> Iterator[Bevinding]:
    for name in BLADEN:
        if name not in bladen:
            yield bevinding("BLAD_ONTBREEKT", blad=name, verwacht=name)
        elif not bladen[name].zichtbaar and name != KENMERKEN:
            yield bevinding("BLAD_VERBORGEN", blad=name)
    for name in bladen:
        if name not in BLADEN:
            yield bevinding("BLAD_ONBEKEND", blad=name)


def _judge_lost_words(blad: Blad) -> Iterator[Bevinding]:
    if blad.tekening:
        yield bevinding("TEKENING_NIET_GELEZEN", blad=blad.naam)
    if blad.koptekst:
        yield bevinding("KOPTEKST_NIET_GELEZEN", blad=blad.naam, waarde=blad.koptekst)
    for place in blad.opmerkingen:
        cell = blad.cellen.get(place)
        yield bevinding("OPMERKING_NIET_GELEZEN", blad=blad.naam, cel=cel(*place), waarde=cell.tekst if cell else "")


def _judge_seal(blad: Blad, sealed: str | None) -> Iterator[Bevinding]:
    texts = {place: cell.tekst for place, cell in blad.cellen.items() if not cell.is_blank}
    if zegel(texts) != sealed:
        rows, columns = INFOBLADEN[blad.naam]
        outside = [place for place in texts if place[0] > rows or place[1] > columns]
        yield bevinding("INFOBLAD_GEWIJZIGD", blad=blad.naam, cel=cel(*outside[0]) if outside else "")

"""What who looks at a cell sees of it: its kind, when a format, a font, a condition or a table hides or changes it.

Runs in the child process (`intake.reader`), so it imports nothing of ours but its fellows there. Thousands of cells
have one style in one place under the same conditions, and that is worked out once.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from jaarcyclus.intake.beside_cells import is_pushed_out
from jaarcyclus.intake.colours import Palette
from jaarcyclus.intake.conditional_look import Look, hides_text, kind_under
from jaarcyclus.intake.number_format import UNSEEN, kind_of_number, shows_text
from jaarcyclus.intake.plain_styles import GENERAL, PlainStyles, Shown, is_shown
from jaarcyclus.intake.plain_workbook import Plain
from jaarcyclus.intake.sheet_rows import Stored
from jaarcyclus.intake.sheet_xml import decode_escapes
from jaarcyclus.intake.stored_value import Day, Fault, Value
from jaarcyclus.intake.table_look import Paint, is_read
from jaarcyclus.intake.text_runs import Looks

MAX_SIGNS = 32_767  # Excel's own limit for one cell
_UNSEEN_FONT = Look(areas=(), number_format=UNSEEN)
_ANY_WORD = "a"


@dataclass(frozen=True, kw_only=True)
class _Place:
    """What lies over every cell of one style in one place, and over one with a certain number alone."""

    over: tuple[Look, ...]
    paints: tuple[Paint, ...]
    of_number: tuple[Look, ...]
    hides_text: bool


class CellLooks:
    """The looks of the cells of one sheet."""

    def __init__(
        self,
        styles: PlainStyles,
        palettes: Sequence[Palette],
        looks: Sequence[Look],
        paints: Sequence[Paint],
        plain: Plain,
    ) -> None:
        self._styles, self._palettes, self._plain = styles, palettes, plain
        self._looks, self._paints = looks, paints
        areas = [*(area for look in looks for area in look.areas), *(paint.area for paint in paints)]
        self._breaks = sorted({edge for top, _, bottom, _ in areas for edge in (top, bottom + 1)})
        self._shown: dict[int, Shown] = {}
        self._in_rows: dict[int, Sequence[Look]] = {}
        self._places: dict[tuple[int, int, int], _Place] = {}

    def number_format(self, style: int) -> str:
        """Return the number format of a style."""
        told = self._show(style).number_format
        return GENERAL if told is None else told

    def seen(self, cell: Stored, value: Value | None, runs: Looks) -> tuple[str, str]:
        """Return kind and text of a cell in which this stands, a text in these looks."""
        if value is None:
            return "leeg", ""
        if isinstance(value, str):
            return self._text(cell, value, runs)
        if isinstance(value, bool):
            return "waar", "WAAR" if value else "ONWAAR"
        place = self._place(cell)
        over = place.over
        if place.of_number and (met := tuple(look for look in place.of_number if look.only == value)):
            over = self._over(self._show(cell.style), cell.column, (*over, *met), place.paints)
        kind = kind_of_number(value, self.number_format(cell.style))
        # The shortest text that means this number: no float travels on.
        return kind_under(kind, value, over) if over else kind, repr(value)

    def _text(self, cell: Stored, value: str, runs: Looks) -> tuple[str, str]:
        if isinstance(value, Fault):
            return "fout", str(value)
        if isinstance(value, Day):
            return "datum", str(value)
        text = decode_escapes(value)
        if len(text) > MAX_SIGNS:
            return "te_lang", f"{text[:200]}…"
        hidden = text.strip() and (self._place(cell).hides_text or not self._shows(cell.style, runs))
        return "tekst_verhuld" if hidden else "tekst", text

    def _shows(self, style: int, runs: Looks) -> bool:
        return all(is_shown(run, self._show(style).under, self._palettes) for run in runs)

    def _show(self, style: int) -> Shown:
        if style not in self._shown:
            self._shown[style] = self._styles.shown(style, self._palettes)
        return self._shown[style]

    def _place(self, cell: Stored) -> _Place:
        """Between two breaks no area begins or ends, so what lies over one row lies over all."""
        rows = bisect_right(self._breaks, cell.row)
        key = (cell.style, rows, cell.column)
        if key not in self._places:
            if rows not in self._in_rows:
                self._in_rows[rows] = [look for look in self._looks if look.is_in_row(cell.row)]
            self._places[key] = self._make(cell, self._in_rows[rows])
        return self._places[key]

    def _make(self, cell: Stored, in_row: Sequence[Look]) -> _Place:
        looks = [look for look in in_row if look.is_over(cell.row, cell.column)]
        paints = tuple(paint for paint in self._paints if paint.covers(cell.row, cell.column))
        shown = self._show(cell.style)
        over = self._over(shown, cell.column, tuple(look for look in looks if look.only is None), paints)
        return _Place(
            over=over,
            paints=paints,
            of_number=tuple(look for look in looks if look.only is not None),
            hides_text=hides_text(_ANY_WORD, over) or not shows_text(_ANY_WORD, self.number_format(cell.style)),
        )

    def _over(self, shown: Shown, column: int, over: tuple[Look, ...], paints: tuple[Paint, ...]) -> tuple[Look, ...]:
        return over if self._is_read(shown, column, over, paints) else (*over, _UNSEEN_FONT)

    def _is_read(self, shown: Shown, column: int, over: tuple[Look, ...], paints: tuple[Paint, ...]) -> bool:
        written = shown.written
        if written is None or not (shown.seen or paints) or is_pushed_out(self._plain, column, written.indent):
            return False
        return not (over or paints) or is_read(written, paints, over, self._palettes)

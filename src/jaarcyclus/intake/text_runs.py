"""One text and its runs, each in a look of its own: which of them can be read, and whether one is an exponent.

Runs in the child process (`intake.reader`), so it imports nothing of ours but its fellow there. A run without a look is
in that of its cell; one with a look that tells no colour is black. ECMA-376 part 1, 18.4.
"""

from collections.abc import Mapping
from dataclasses import replace

from jaarcyclus.intake.plain_styles import Font

Looks = tuple[Font, ...]
"""The looks in which something of a text stands; none when all of it is in that of its cell."""

_SPACE, _BLANKS = "http://www.w3.org/XML/1998/namespace}space", " \t\r\n"
_PLACES = (["t"], ["r"], ["r", "t"])  # where a text may stand: in a run of its own look or not


class TextReader:
    """A walk through one text, from below its `si` or `is`: its signs, and the looks of its runs.

    What stands elsewhere in it, such as how it sounds (`rPh`), is no part of it.
    """

    def __init__(self, space: str) -> None:
        self._space = space
        self._path: list[str] = []
        self._skipped = 0
        self._signs: list[str] = []
        self._begun = 0
        self._preserved = False
        self._runs = Runs()

    @property
    def looks(self) -> Looks:
        """The looks in which something stands."""
        return self._runs.looks

    def told(self) -> str:
        """Return the text."""
        return "".join(self._signs)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Enter an element below the text."""
        space, _, name = tag.rpartition("}")
        if self._skipped or space != self._space or [*self._path, name] not in _PLACES:
            if self._path == ["r"]:
                self._runs.take(name, attributes)
            self._skipped += 1
            return
        self._path.append(name)
        self._begun, self._preserved = len(self._signs), attributes.get(_SPACE) == "preserve"
        if name == "r":
            self._runs.begin()

    def text(self, text: str) -> None:
        """Take signs, where they are signs of the text."""
        if not self._skipped and self._path[-1:] == ["t"]:
            self._signs.append(text)
            self._runs.text(text)

    def end(self) -> None:
        """Leave it. Excel takes off the blanks of a text that does not ask to keep them, but not of a run."""
        if self._skipped:
            self._skipped -= 1
        elif self._path.pop() == "t" and not self._path and not self._preserved:
            self._signs[self._begun :] = ["".join(self._signs[self._begun :]).strip(_BLANKS)]


class Runs:
    """The runs of one text, as they come by."""

    def __init__(self) -> None:
        self._found: list[Font] = []
        self._font: Font | None = None
        self._last, self._raised, self._letters = "", "", ""

    @property
    def looks(self) -> Looks:
        """The looks in which something stands."""
        return tuple(self._found)

    def begin(self) -> None:
        """Begin a run, in the look of the cell."""
        self._font = None

    def take(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take something that is told of the run; of its look (`rPr`) the parts come after it."""
        if name == "rPr":
            self._font = Font()
        elif self._font:
            self._font.take(name, attributes)

    def text(self, text: str) -> None:
        """Take signs of the run. Digits next to raised ones are another number than they seem: 10³ is stored as 103.

        One letter in a font of signs is a dot before a line, as Word pastes it; the next one, in a run of its own or
        not, is a word in signs, until something stands between them that can be read.
        """
        raised = self._font.raised if self._font else ""
        if raised != self._raised and self._last.isdigit() and text[:1].isdigit():
            self._found.append(Font(readable=False))
        self._last, self._raised = text[-1:] or self._last, raised
        signs = self._font is not None and self._font.signs
        if signs:
            self._letters = (self._letters + "".join(filter(str.isalnum, text))[:2])[:2]
        elif text.strip():
            self._letters = ""
        if self._font and text.strip():
            dot = len(self._letters) < 2 and not self._letters.isdigit()
            look = replace(self._font, signs=self._font.signs and not dot)
            self._found += [] if look in self._found[-1:] else [look]

"""The runs of one text, each in a look of its own: which of them can be read, and whether one is an exponent.

Runs in the child process (`intake.reader`), so it imports nothing of ours but its fellow there. A run without a look is
in that of its cell; one with a look that tells no colour is black. ECMA-376 part 1, 18.4.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from jaarcyclus.intake.plain_styles import Font


@dataclass
class Texts:
    """What is known of the shared texts by their number: which hold nothing but blanks, and the looks of their runs."""

    count: int = 0
    empty: set[str] = field(default_factory=set)
    looks: dict[str, tuple[Font, ...]] = field(default_factory=dict)

    def add(self, text: str, looks: tuple[Font, ...]) -> None:
        """Take the next text in order; of its signs only those that are no blanks."""
        if not text:
            self.empty.add(str(self.count))
        if looks:
            self.looks[str(self.count)] = looks
        self.count += 1


class Runs:
    """The runs of one text, as they come by."""

    def __init__(self) -> None:
        self._found: list[Font] = []
        self._font: Font | None = None
        self._last, self._raised, self._letters = "", "", ""

    @property
    def looks(self) -> tuple[Font, ...]:
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

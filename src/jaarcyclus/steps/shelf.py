"""Where senders look for what is said to them: the folder of their perceel, on this machine or in a library.

A shelf takes a text and says under which name it lies; what is written, and that it was laid down, is `steps.replies`'.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

from jaarcyclus.steps import perceel_folder
from jaarcyclus.steps.receipts import Receipt

MAX_FORM = 40_000_000  # bytes; chosen: what is larger is none of ours
_TOO_LARGE = (
    "Dit bestand is groter dan een werkboek mag zijn ({grens} MB) en is niet gelezen. "
    "Gebruik het werkboek dat u van de controller kreeg en plaats het opnieuw in uw map."
)


@dataclass(frozen=True, kw_only=True)
class GivenForm:
    """A workbook to begin with, and the letter beside it; `replaces`: name and SHA-256 of the one before it."""

    dossier: str
    perceel: str
    name: str
    content: bytes
    letter: str
    replaces: tuple[str, str] | None = None

    @property
    def stem(self) -> str:
        return self.name.removesuffix(".xlsx")


class Shelf(Protocol):
    """Where those look who came by one door."""

    @property
    def via(self) -> str:
        """Return that door."""
        ...

    def lay(self, receipt: Receipt, kind: str, text: str) -> str:
        """Lay a text down beside a file, once, and return its name. Raises OSError, Undelivered: it is still due."""
        ...

    def lay_workbook(self, receipt: Receipt, content: bytes) -> str | None:
        """Lay a marked workbook down, once, and return in Dutch where; None where none can lie.

        It may only lie where nobody takes it for a workbook that was handed in. Raises OSError, Undelivered.
        """
        ...

    def lay_form(self, form: GivenForm) -> str:
        """Lay a workbook to begin with down, once, and return its name; one before it that nobody wrote in goes.

        It lies in a folder of its own. Raises OSError, Undelivered: it is still due.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class FolderShelf:
    """The folders of one cooperation on this machine."""

    root: Path
    via: ClassVar[str] = "map"

    def lay(self, receipt: Receipt, kind: str, text: str) -> str:
        """Lay it among what was processed, under the number of the receipt. Raises OSError."""
        assert receipt.perceel, "what came by a folder has its perceel"
        with perceel_folder.opened(self.root / receipt.perceel, perceel_folder.PROCESSED) as folder:
            return perceel_folder.place_text(folder, f"{receipt.number:06d}-{kind}", text)

    def lay_workbook(self, receipt: Receipt, content: bytes) -> str | None:
        """Lay it among what was processed, which is never taken in again. Raises OSError."""
        assert receipt.perceel, "what came by a folder has its perceel"
        with perceel_folder.opened(self.root / receipt.perceel, perceel_folder.PROCESSED) as folder:
            return f"hiernaast: {perceel_folder.place(folder, f'{receipt.number:06d}-gemarkeerd', '.xlsx', content)}"

    def lay_form(self, form: GivenForm) -> str:
        """Lay it in the folder for workbooks to begin with. Raises OSError."""
        with perceel_folder.opened(self.root / form.perceel, perceel_folder.GIVEN) as folder:
            if form.replaces:
                perceel_folder.take_away(folder, *form.replaces, maximum=MAX_FORM)
            perceel_folder.place_text(folder, f"{form.stem}-lees-mij", form.letter)
            return perceel_folder.place(folder, form.stem, ".xlsx", form.content)


def tell_too_large(limit: int) -> str:
    """Return what the sender reads of a file above so many bytes."""
    return _TOO_LARGE.format(grens=limit // 10**6)

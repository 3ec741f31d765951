"""What a person gives as words (a reason, a condition, a name): one rule for all of it, at the door and in the rules.

Words are visible, at least one is a word, they end somewhere, and they have one spelling in bytes. Which signs are
refused is written out (`terms.text`), so that whoever judges again with another Python refuses the same.
"""

import re
import unicodedata

from jaarcyclus.errors import Refused
from jaarcyclus.terms.text import MAX_MARKS, name_invisible, name_piled, name_undrawn

MAX_SIGNS = 4_000  # chosen: two pages; what is longer is a document
MAX_NAME = 120  # chosen: a name is one line of a table
# Two Latin letters: Dutch has no others, all our typefaces draw them, and no Python thinks otherwise of them.
_WORD = re.compile("[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ]{2}")


def normalise(text: str) -> str:
    """Return the text in its one spelling: composed signs (NFC), lines ended by LF, no blanks around any line's end.

    Only how it is stored changes, nothing that a reader sees.
    """
    unified = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.rstrip(" \t") for line in unified.split("\n")).strip()


def fault_in_words(text: str, *, longest: int = MAX_SIGNS) -> str | None:
    """Return in Dutch what is wrong with words in their one spelling, without a full stop; None when nothing is."""
    if not text.strip():
        return "er staat niets"
    if len(text) > longest:
        return f"het is langer dan {longest} tekens"
    if hidden := name_invisible(text[:longest]) or name_undrawn(text):
        return f"er staan tekens in die niemand ziet ({hidden})"
    if piled := name_piled(text):
        return f"er staan meer dan {MAX_MARKS} losse accenten op één letter ({piled})"
    if not _WORD.search(text):
        return "er staat geen woord"
    if text != normalise(text):
        return "het heeft een andere schrijfwijze dan die wij bewaren"
    return None


def as_given(text: str, what: str = "tekst") -> str:
    """Return what a person filled in, in its one spelling; empty when nothing was. Raises Refused on other signs.

    `what` is what it is called where it was filled in: a Dutch word with `de`.
    """
    words = normalise(text)
    if words and (fault := fault_in_words(words)):
        raise Refused(
            "TEKST_ONLEESBAAR",
            f"Deze {what} kan niet worden vastgelegd: {fault}. Maak er leesbare woorden van en probeer het opnieuw.",
        )
    return words


def to_letters(text: str) -> str:
    """Return what makes a name, or the words of a line, these: their letters and digits, however they are written.

    Blanks, dots and capitals tell no two people and no two things apart: `De Vries, J.` is `de vries j`.
    """
    letters = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in unicodedata.normalize("NFKC", letters) if sign.isalnum())


def fault_in_name(name: str) -> str | None:
    """Return what is wrong with a name as `fault_in_words`: words on one line, of at most `MAX_NAME` signs."""
    return "het staat op meer dan één regel" if "\n" in name else fault_in_words(name, longest=MAX_NAME)

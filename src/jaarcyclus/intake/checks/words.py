"""The words of a text that say what it is about, so that two texts can be compared. Pure; the measures are chosen.

Numbers, percentages and signs of currency are left out: a text of last year with other amounts is still that text.
"""

import re
import unicodedata
from collections.abc import Iterable

LEAST_WORDS = 4
"""Content words below which a text says too little to be compared (`Geen bijzonderheden`)."""
LEAST_WORDS_ALIKE = 6
"""Below it only the very same words count: short sentences on one subject are alike by nature."""
LEAST_WORDS_TO_REFUSE = 8
"""Below it the same words are only a warning: who gives new figures in a short sentence may use that sentence again."""
ALIKE = 0.55
"""From which part of all content words that two texts share they look alike."""

_LEAST_STEM = 5
_WORD = re.compile("[a-z]+")
_STOP_WORDS = frozenset(
    {
        "aan", "al", "alle", "alleen", "als", "althans", "bij", "binnen", "da", "daar", "daarmee", "daarna",
        "daarom", "dan", "dat", "de", "den", "der", "deze", "die", "dit", "doen", "door", "dus", "een", "en", "er",
        "eur", "euro", "fte", "gaan", "geen", "gegaan", "gehad", "geweest", "had", "hadden", "heb", "hebben",
        "hebt", "heeft", "het", "hier", "hierdoor", "hoe", "hun", "ieder", "in", "is", "ja", "je", "kan", "komt",
        "kon", "konden", "kunnen", "maar", "man", "me", "meer", "men", "met", "mij", "mijn", "moest", "moet",
        "moeten", "mogen", "mln", "na", "naar", "nee", "niet", "nog", "nu", "of", "om", "omdat", "ondanks", "onder",
        "ons", "ook", "op", "over", "per", "procent", "reeds", "sinds", "te", "tegen", "ten", "ter", "tijdens",
        "toch", "toen", "tot", "tussen", "uit", "uw", "van", "vanaf", "vanwege", "veel", "via", "volgens", "voor",
        "voorts", "vooral", "waar", "waarbij", "waardoor", "waarvan", "wanneer", "want", "waren", "was", "wat",
        "we", "wel", "welke", "werd", "werden", "weer", "wie", "wij", "wil", "worden", "wordt", "zal", "ze", "zeer",
        "zelf", "zich", "zij", "zijn", "zo", "zoals", "zou", "zouden", "miljoen", "duizend",
    }
)  # fmt: skip


def plain_letters(text: str) -> str:
    """Return a text in lower case, without accents and with single blanks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def all_words(text: str) -> tuple[str, ...]:
    """Return every word in lower case without accents, and no number."""
    return tuple(_WORD.findall(plain_letters(text)))


def content_words(text: str) -> frozenset[str]:
    """Return the words that say what a text is about: longer than one letter and no stop word."""
    return frozenset(word for word in all_words(text) if len(word) > 1 and word not in _STOP_WORDS)


def share_of(one: frozenset[str], other: frozenset[str]) -> float:
    """Return which part of all words two texts share (Jaccard)."""
    return len(one & other) / len(one | other) if one | other else 0.0


def beginnings_of(words: Iterable[str]) -> frozenset[str]:
    """Return the words and what they begin with, from five letters on: what `is_named` looks in."""
    told = frozenset(words)
    return told | {word[:length] for word in told for length in range(_LEAST_STEM, len(word))}


def is_named(description: str, beginnings: frozenset[str]) -> bool:
    """Return whether a text is about a line: at least half of its content words are in it, inflected or not."""
    asked = content_words(description)
    return bool(asked) and 2 * sum(stem_of(word) in beginnings for word in asked) >= len(asked)


def stem_of(word: str) -> str:
    """Return a word without what is inflected: `licenties` is in `licentieprijzen`."""
    return word[: max(_LEAST_STEM, len(word) - 3)]

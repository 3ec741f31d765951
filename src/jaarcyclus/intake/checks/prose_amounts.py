"""The amounts that a text names, and how exactly: `€ 1,2 miljoen` is between 1.150.000 and 1.250.000 euro. Pure.

An amount has a sign of currency, the word euro, or a scale that what it counts does not follow (`2 miljoen inwoners`).
Not taken: tariffs (`€ 12 per uur`), what is below € 1.000, a percentage, a year, a bare number (all chosen).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

LEAST_CENT = 1_000 * 100
_SCALES = {
    "k": 1_000,
    "duizend": 1_000,
    "ton": 100_000,
    "mln": 1_000_000,
    "miljoen": 1_000_000,
    "mld": 1_000_000_000,
    "miljard": 1_000_000_000,
}
_NAMED = {
    "anderhalf": "1,5", "anderhalve": "1,5", "half": "0,5", "halve": "0,5", "een": "1", "één": "1", "twee": "2",
    "drie": "3", "vier": "4", "vijf": "5", "zes": "6", "zeven": "7", "acht": "8", "negen": "9", "tien": "10",
}  # fmt: skip
_NUMBER = r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{1,2})?|[0-9]{1,12}(?:[.,][0-9]{1,2})?"
_PROSE = re.compile(
    rf"""
    (?<![\w.,])
    (?P<before> k€ | € | eur\b | euro\b )? \s? [-−–]? \s?
    (?: (?P<number> {_NUMBER} ) (?![0-9]) (?: ,[-−–]{{1,2}} )? | (?P<named> {"|".join(_NAMED)} ) \b )
    (?: \s? (?P<scale> k | duizend | ton | mln | miljoen | mld | miljard ) \b \.? )?
    (?: \s? (?P<after> euro \b | eur \b | € (?! \s? [-−–]? \s? [0-9] ) ) )?
    (?P<next> \s+ per\b | \s+ [^\W\d_]+ | \s* /\s?[a-z] )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_GO_ON = frozenset(
    {
        "aan", "als", "boven", "dan", "door", "en", "extra", "hoger", "in", "is", "lager", "maar", "meer", "minder",
        "naar", "nadeel", "of", "om", "onder", "op", "over", "te", "ten", "tegen", "tot", "uit", "van", "voor",
        "voordeel", "was", "werd", "wordt", "waarvan", "waren", "zijn",
    }
)  # fmt: skip
_PART = Decimal("0.05")


@dataclass(frozen=True)
class ProseAmount:
    """An amount as it is written, and the cents between which it lies."""

    text: str
    least_cent: int
    most_cent: int


def amounts_in(text: str) -> Iterator[ProseAmount]:
    """Yield the amounts that a text names."""
    for match in _PROSE.finditer(text):
        if _is_amount(match) and (found := _amount(match)).most_cent >= LEAST_CENT:
            yield found


def _is_amount(match: re.Match[str]) -> bool:
    follows = (match["next"] or "").strip().lower()
    if follows == "per" or follows.startswith("/"):
        return False
    if match["before"] or match["after"]:
        return bool(match["number"] or match["scale"])
    scale = (match["scale"] or "").lower()
    return scale not in ("", "k", "ton") and (not follows or follows in _GO_ON)


def _amount(match: re.Match[str]) -> ProseAmount:
    written = match["number"] or _NAMED[match["named"].lower()]
    digits, step = _read(written)
    scale = _SCALES.get((match["scale"] or "").lower(), 1) * (1_000 if (match["before"] or "").lower() == "k€" else 1)
    cents = digits * scale * 100
    # Half of the last digit that is not nought, at most a twentieth: who writes € 400.000 rounded somehow.
    spread = max(min(step * scale * 100 / 2, cents * _PART), Decimal(50))
    text = match[0][: len(match[0]) - len(match["next"] or "")].strip()
    return ProseAmount(text=text, least_cent=int(cents - spread), most_cent=int(cents + spread))


def _read(written: str) -> tuple[Decimal, Decimal]:
    """Return the number, and what a one is worth in its last digit that is not nought."""
    if re.fullmatch(r"[0-9]+\.[0-9]{1,2}", written):  # an English point
        written = written.replace(".", ",")
    number = Decimal(written.replace(".", "").replace(",", "."))
    if "," in written:
        return number, Decimal(1).scaleb(-len(written.partition(",")[2]))
    zeros = len(written.replace(".", "")) - len(written.replace(".", "").rstrip("0"))
    return number, Decimal(1).scaleb(zeros)

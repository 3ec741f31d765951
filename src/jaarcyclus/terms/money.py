"""Amounts between what the office writes and the integer cents that the rest of the code counts with.

Decimal and text stop here. Half a cent goes away from zero (half up; for negatives down): what
a citizen is taught, and a cost stays the mirror of a revenue. Do not guess: a text that two people can read as two
amounts is refused, with the ways to write it.
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from jaarcyclus.errors import UnreadableAmount

# A minus is a hyphen, the minus sign, or the dash that Word makes of a hyphen; \s is any space, the unbreakable
# too; + behind a * means: never try again with fewer, or a cell of 30.000 spaces would take for ever.
_AMOUNT = re.compile(
    r"""
    (?! [^€]* € [^€]* € )                                           # € at most once
    \s*+ €? \s*+ (?: (?P<minus> [-−–] ) | (?P<bracket> \( ) )? \s*+ €? \s*+
    (?P<euros> 0 | [1-9][0-9]* | [1-9][0-9]{0,2} (?: \.[0-9]{3} )+ )  # 1234 or 1.234
    (?: , (?: (?P<cents> [0-9]{1,2} ) | [-−–]{1,2} ) )?              # ,5 or ,56 or the written ,-
    \s*+ (?(bracket) \) ) \s*+
    """,
    re.VERBOSE,
)
_MAX_EURO_DIGITS = 15  # chosen: far above any budget, and the cents still fit a 64-bit column
_CONTEXT = Context(prec=40)
_CENT = Decimal("0.01")


def parse_amount(text: str) -> int:
    """Return the cents that `text` means in Dutch notation. Raises UnreadableAmount.

    Accepted (chosen): `1.234,56`, `1234,56`, `1234`, `12,5`, `€ 12,-`; a minus in front (`-12`, `€ -12`, `- € 12`) or
    an accountant's brackets (`(1.234)`, `€ (12)`); spaces of any kind around sign and €. `1.234` is one thousand two
    hundred thirty-four. Refused: `1,234`, `1.23`, `1234.567`, `0.123` (English or Dutch?), `007` (a code), spaces
    within the digits, a trailing minus, both minus and brackets, letters, nothing at all.
    """
    match = _AMOUNT.fullmatch(text)
    euros = match["euros"].replace(".", "") if match else ""
    if match is None or len(euros) > _MAX_EURO_DIGITS:
        raise UnreadableAmount(
            f"'{text:.40}' is geen eenduidig bedrag; schrijf het als 1.234,56 of 1234,56, met een - ervoor als het "
            "negatief is."
        )
    cents = int(euros) * 100 + int((match["cents"] or "0").ljust(2, "0"))
    return -cents if match["minus"] or match["bracket"] else cents


def format_euro(cent: int) -> str:
    """Return `€ 1.234,56`, or `€ -1.234,56`: what `parse_amount` reads back to the same cents."""
    euros, cents = divmod(abs(cent), 100)
    return f"€ {'-' if cent < 0 else ''}{format_count(euros)},{cents:02}"


def to_cent(amount: Decimal) -> int:
    """Return `amount` (euros) in cents, half a cent away from zero. Raises UnreadableAmount on NaN, infinity and
    amounts of more than 15 digits before the comma."""
    if not amount.is_finite() or amount.adjusted() >= _MAX_EURO_DIGITS:
        raise UnreadableAmount(f"{amount!s:.40} is geen bedrag dat wij kunnen verwerken; controleer het getal.")
    return int(amount.quantize(_CENT, ROUND_HALF_UP, _CONTEXT).scaleb(2, _CONTEXT))


def format_count(number: int) -> str:
    """Return `1.234`."""
    return f"{number:,}".replace(",", ".")

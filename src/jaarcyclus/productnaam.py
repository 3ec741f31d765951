"""What a product is called, with its year: on a title page, on a form and within a sentence."""

from collections.abc import Mapping

_TITELS: Mapping[str, str] = {
    "begroting": "Begroting {}",
    "tussenrapportage_1": "Tussenrapportage 1 over {}",
    "tussenrapportage_2": "Tussenrapportage 2 over {}",
    "jaarverslag": "Jaarverslag met jaarrekening {}",
}
_LIDWOORDEN: Mapping[str, str] = {"jaarverslag": "het"}


def name_product(product: str, boekjaar: int) -> str:
    """Return `Begroting 2027`."""
    return _TITELS[product].format(boekjaar)


def name_in_sentence(product: str, boekjaar: int) -> str:
    """Return `de begroting 2027`."""
    titel = name_product(product, boekjaar)
    return f"{_LIDWOORDEN.get(product, 'de')} {titel[0].lower()}{titel[1:]}"

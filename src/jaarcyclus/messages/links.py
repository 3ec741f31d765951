"""Where in our pages a message leads. The pages keep their own grammar; a test holds the two together. Pure.

A link holds no token: whoever opens it signs in first, and no link answers anything.
"""

MESSAGES = "/jaarcyclus/berichten"
"""Where a person says how to be told."""


def seat_link(dossier: str, gate: str, zetel: str) -> str:
    """Return where the question to a seat stands."""
    return f"/jaarcyclus/besluiten/{dossier}/{gate}/{zetel}"


def condition_link(dossier: str, gate: str, zetel: str) -> str:
    """Return where a condition is reported as met."""
    return f"/jaarcyclus/inleveren/voorwaarde/{dossier}/{gate}/{zetel}"


def owed_link() -> str:
    """Return where somebody hands in."""
    return "/jaarcyclus/inleveren"


def attempt_link(receipt: int) -> str:
    """Return where one received file is told of."""
    return f"/jaarcyclus/inleveren/{receipt}"


def dossier_link(dossier: str) -> str:
    """Return where a dossier can be read."""
    return f"/jaarcyclus/dossiers/{dossier}"


def year_link(boekjaar: int, dossier: str) -> str:
    """Return where who runs the cycle sees this dossier."""
    return f"/jaarcyclus/jaar/{boekjaar}#{dossier}"


def receipt_link(dossier: str, gremium: str) -> str:
    """Return where a body says that it received a product."""
    return f"/jaarcyclus/besluiten/ontvangst/{dossier}/{gremium}"

"""What people were told outside the program, as values: the kinds of the berichten, a chain per cooperation.

What is about to be sent is written first, what came of it after: a machine that fails in between has no third word for
it, and whether the message went out is then `onzeker` for ever. No address, no text and no name stands here.
"""

from dataclasses import dataclass

from jaarcyclus.ledger.parts import Content


@dataclass(frozen=True, kw_only=True, slots=True)
class BerichtVoorgenomen(Content):
    """One message is about to leave. Its seq is the `voornemen` of what came of it.

    `bericht` is its Message-ID, the same for the same keys to the same person; `sleutels` name what it tells.
    `bezetting` is which holder of the function (`persoon`) it is to: the seq there, 0 where nobody is recorded.
    `soort`: `overzicht` or `direct`. `sha256` is of the exact bytes that leave, `adres` of `zout` and the address.
    `tot` is until when the attempt is believed to be alive (ISO, the machine's own time).
    """

    bericht: str
    sleutels: tuple[str, ...]
    persoon: str
    bezetting: int
    kanaal: str
    soort: str
    sha256: str
    adres: str
    zout: str
    tot: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BerichtAangenomen(Content):
    """The server said that it took the message over, in these words. Not that it arrived, nor that it was read."""

    voornemen: int
    antwoord: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BerichtNietVerzonden(Content):
    """It certainly did not go out. `niet_voor`: from when to try anew (ISO); None until somebody does something."""

    voornemen: int
    reden: str
    niet_voor: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class BerichtOnzeker(Content):
    """Nobody knows whether it went out: it is not sent again."""

    voornemen: int
    reden: str


OF_BERICHTEN = (BerichtVoorgenomen, BerichtAangenomen, BerichtNietVerzonden, BerichtOnzeker)

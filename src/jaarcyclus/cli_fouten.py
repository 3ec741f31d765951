"""What the command line says when it stops early, and with which of the four exit codes. Each failure ends in what
to do; do not catch one anywhere else in the command line."""

import typer

from jaarcyclus.cli_taal import UsageError, describe_usage_error
from jaarcyclus.cli_uitvoer import BEVINDINGEN, GEBRUIK, SYSTEEMFOUT
from jaarcyclus.errors import (
    Geweigerd,
    JaarcyclusError,
    OnbekendeSleutel,
    OngeldigeInstelling,
    OngeldigeInzendingen,
    OngeldigProfiel,
    Programmafout,
)

STOPS = (UsageError, typer.Abort, KeyboardInterrupt, JaarcyclusError, OSError)
"""What a command may end with; anything else is a fault of ours and shows its traceback."""


def explain(fault: BaseException) -> tuple[int, str]:
    """Return the exit code and the Dutch text for one of STOPS."""
    match fault:
        case UsageError():
            return GEBRUIK, describe_usage_error(fault)
        case OnbekendeSleutel() | OngeldigeInstelling() | OngeldigeInzendingen():
            return GEBRUIK, str(fault)
        case Geweigerd():
            return BEVINDINGEN, fault.melding
        case OngeldigProfiel():
            return BEVINDINGEN, "\n".join(fault.fouten)
        case Programmafout():
            named = f"{type(fault).__name__}: {fault}"
            return SYSTEEMFOUT, f"Dit is een fout in het programma. Meld hem met deze tekst: {named}"
        case typer.Abort() | KeyboardInterrupt():
            return SYSTEEMFOUT, "Afgebroken."
    return SYSTEEMFOUT, f"Dat lukte niet: {fault}\nZie wat er mis is met: jaarcyclus doctor"

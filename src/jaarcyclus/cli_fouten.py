"""What the command line says when it stops early, and with which of the four exit codes. Each failure ends in what
to do; do not catch one anywhere else in the command line."""

from pathlib import Path
from traceback import extract_tb

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
    PublicatieGeweigerd,
)

STOPS = (KeyboardInterrupt, Exception)
"""What a command may end with: also a fault of ours is no finding, and must not leave with the code of one."""


def explain(fault: BaseException) -> tuple[int, str]:
    """Return the exit code and the Dutch text for one of STOPS."""
    match fault:
        case UsageError():
            return GEBRUIK, describe_usage_error(fault)
        case OnbekendeSleutel() | OngeldigeInstelling() | OngeldigeInzendingen():
            return GEBRUIK, str(fault)
        case Geweigerd():
            return BEVINDINGEN, fault.melding
        case PublicatieGeweigerd() | OngeldigProfiel():
            return BEVINDINGEN, str(fault)
        case typer.Abort() | KeyboardInterrupt():
            return SYSTEEMFOUT, "Afgebroken."
        case JaarcyclusError() | OSError() if not isinstance(fault, Programmafout):
            return SYSTEEMFOUT, f"Dat lukte niet: {fault}\nZie wat er mis is met: jaarcyclus doctor"
        case MemoryError():
            return SYSTEEMFOUT, "Er is te weinig geheugen; sluit andere programma's, of neem een kleiner bestand."
    return SYSTEEMFOUT, _report(fault)


def _report(fault: BaseException) -> str:
    where = [f"{Path(step.filename).name}:{step.lineno}" for step in extract_tb(fault.__traceback__)[-3:]]
    named = f"{type(fault).__name__}: {fault} ({', '.join(where)})"
    return f"Dit is een fout in het programma. Meld hem met deze tekst: {named}"

"""Why a command stops decides its exit code, and the text says what to do."""

import pytest
import typer

from jaarcyclus import errors
from jaarcyclus.cli.output import explain


@pytest.mark.parametrize(
    ("fault", "code", "text"),
    [
        (typer.BadParameter("Input should be a valid integer"), 2, "Verkeerd gebruik: dit is geen heel getal"),
        (errors.OnbekendeSleutel("'foo' staat er niet; kies uit: ict"), 2, "'foo' staat er niet; kies uit: ict"),
        (errors.OngeldigeInstelling("De instelling X"), 2, "De instelling X"),
        (errors.Geweigerd("AL_GESTEMD", "U hoeft niets te doen."), 1, "U hoeft niets te doen."),
        (errors.PublicatieGeweigerd("De besluitroute is niet voltooid."), 1, "De besluitroute is niet voltooid."),
        (errors.OngeldigProfiel(("a.yaml:1 x", "a.yaml:2 y")), 1, "a.yaml:1 x\na.yaml:2 y"),
        (errors.NietCanoniek("no"), 3, "Dit is een fout in het programma. Meld hem met deze tekst: NietCanoniek: no"),
        (errors.LedgerFout("Weg."), 3, "Dat lukte niet: Weg.\nZie wat er mis is met: jaarcyclus doctor"),
        (KeyboardInterrupt(), 3, "Afgebroken."),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_a_failure_has_its_code_and_its_text(fault, code, text):
    actual, told = explain(fault)

    assert (actual, told.startswith(text)) == (code, True)

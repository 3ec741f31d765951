"""What a person reads when something breaks: our Dutch sentence, or a name to report."""

import pytest

from jaarcyclus import errors
from jaarcyclus.errors import tell


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (errors.LedgerFout("Een regel is weg; gebruik een gave kopie."), "Een regel is weg; gebruik een gave kopie."),
        (errors.OngeldigProfiel(("dowr.yaml:3 naam ontbreekt; vul het in",)), "dowr.yaml:3 naam ontbreekt; vul het in"),
        (errors.NietCanoniek("JSON, but not in its canonical spelling"), "NietCanoniek"),
        (errors.OngeldigeOvergang("unknown event kind 'x'"), "OngeldigeOvergang"),
        (KeyError("zetel"), "KeyError"),
    ],
)
def test_a_person_reads_dutch_or_a_name(fault, told):
    assert tell(fault) == told

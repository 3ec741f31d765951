"""A mark holds for what was refused, as that number or that text, and for nothing else."""

import pytest

from jaarcyclus.marking.fading import fading


@pytest.mark.parametrize(
    ("kind", "text", "condition"),
    [
        (None, "", "LEN(B9)=0"),
        ("tekst", "3.88", 'EXACT(B9,"3.88")'),
        ("tekst", 'de "oude" code', 'EXACT(B9,"de ""oude"" code")'),
        ("tekst", "a" * 300, "LEN(B9)=300"),
        ("tekst", "twee\nregels", "LEN(B9)=11"),
        ("getal", "3.88", "AND(ISNUMBER(B9),B9=3.88)"),
        ("getal", "1e+22", "AND(ISNUMBER(B9),B9=1E+22)"),
        ("waar", "ONWAAR", "B9=FALSE"),
        ("fout", "#REF!", "ISERROR(B9)"),
        ("datum", "2027-01-31 00:00:00", "ISNUMBER(B9)"),
        ("leeg", "", "NOT(ISBLANK(B9))"),
    ],
)
def test_a_mark_holds_for_what_was_refused(kind: str | None, text: str, condition: str) -> None:
    """A number is compared as a number: as a text it has a comma in a Dutch Excel, and the mark would never show."""
    assert fading("B9", kind, text) == f'AND(N("Jaarcyclus")=0,{condition})'

"""What the sheets of a profile begin with: what went on when the last product was adopted. Pure.

What is measured or decided anew is left empty: an old number that looks confirmed is worse than an empty cell.
"""

from collections.abc import Mapping, Sequence

from jaarcyclus.figures.records import Figures

Row = Mapping[str, str | int]
_ANEW: Mapping[str, frozenset[str]] = {
    "investeringen": frozenset(),
    "reserves": frozenset({"storting_cent", "onttrekking_cent", "overig_cent", "eind_cent"}),
    "subsidies": frozenset(),
    "diensten": frozenset(),
    "contracten": frozenset(),
}
"""The sheets that go on from one product to the next, and what of a row is filled in anew."""
_REALISED = frozenset({"bedrag_cent", "aantal_honderdste"})
"""What an account over the year says anew, but of an investment: that was budgeted or spent as a whole."""


def begin_sheets(sources: Sequence[Figures], boekjaar: int, *, is_account: bool) -> dict[str, tuple[Row, ...]]:
    """Return by sheet the rows to begin with, of the first of `sources` (the last known first) that has the sheet."""
    begun = {}
    for key in _ANEW:
        last = next((figures for figures in sources if figures.bladen.get(key)), None)
        if last is not None:
            rows = (_begin(key, row, last.boekjaar, boekjaar, is_account) for row in last.bladen[key])
            begun[key] = tuple(row for row in rows if row)
    return begun


def _begin(key: str, row: Row, then: int, boekjaar: int, is_account: bool) -> Row:
    """Return what is left of a row; {} when it ended before the boekjaar."""
    if int(row.get("eindjaar", boekjaar)) < boekjaar:
        return {}
    anew = _ANEW[key] | (_REALISED if is_account and key != "investeringen" else frozenset())
    kept = {name: value for name, value in row.items() if name not in anew}
    if key == "reserves" and then != boekjaar:
        kept.pop("begin_cent", None)
        if then == boekjaar - 1 and "eind_cent" in row:
            kept["begin_cent"] = row["eind_cent"]
    return kept

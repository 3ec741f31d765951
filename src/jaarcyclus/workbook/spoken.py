"""The lists that speak: a code with its name, `0.4 Overhead`, as a sender chooses it and intake takes it apart again.

A code with a name is never taken for a number: pasted into a cell it stays `0.10 Mutaties reserves`, where `0.10` alone
becomes 0,1. A bare code is as good.
"""

from collections.abc import Mapping

from jaarcyclus.terms.iv3 import CodeList
from jaarcyclus.workbook.form import EXTERN

Lists = Mapping[str, Mapping[str, str]]
"""Name of the list -> code -> name."""


def spoken_lists(code_list: CodeList, inzenders: Mapping[str, str], perceel: str) -> Lists:
    """Return every list of codes; `inzenders`: code -> name of everyone who submits, `perceel` whose form it is."""
    others = {code: name for code, name in inzenders.items() if code != perceel}
    return {
        "taakveld": code_list.taakvelden,
        "categorie_lasten": code_list.categorieen_lasten,
        "categorie_baten": code_list.categorieen_baten,
        "wederpartij": {EXTERN: "buiten de samenwerking", **others},
    }


def list_for(sleutel: str, side: str) -> str:
    """Return from which list a column takes its codes on a line of this side."""
    return f"categorie_{side}" if sleutel == "categorie" else sleutel


def speak(code: str, name: str) -> str:
    """Return what the sheet shows; a code without a name stands alone."""
    return f"{code} {name}".strip()


def split_spoken(text: str) -> tuple[str, str]:
    """Return code and name: the code is what stands before the first blank."""
    code, _, name = " ".join(text.split()).partition(" ")
    return code, name

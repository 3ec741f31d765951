"""For what a cooperation renders account, and under which headings: dated, because a new course changes it.

What DOWR has is its covenant's preamble and notitie §5; another cooperation has its own (docs/profiel.md).
"""

from typing import Annotated

from pydantic import Field

from jaarcyclus.profile.dated import Code, Dated, Record

Parts = Annotated[tuple["Part", ...], Field(min_length=1, max_length=50)]


class Part(Record):
    """One heading or goal: its code in the figures, its name on screen and paper.

    A name stands in a list of choices of a spreadsheet, which a comma would cut in two.
    """

    code: Code
    naam: Annotated[str, Field(pattern=r"^[^,]+$", max_length=80)]


class Verantwoording(Dated):
    """`resultaat`: the goals in sentences. `grondslag`: where all of it is laid down.

    `koppen`: what each submission writes about. `doelen`: what each submission has an indicator for (art. 8.1).
    """

    resultaat: str
    grondslag: str
    koppen: Parts
    doelen: Parts

    def name_goal(self, code: str) -> str:
        """Return a goal as a line begins with it: `Kwaliteit`; the bare code when it is not ours."""
        name = next((doel.naam for doel in self.doelen if doel.code == code), code)
        return name[:1].upper() + name[1:]

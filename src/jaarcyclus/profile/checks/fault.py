"""A fault in a profile: what is wrong, with the file, the line and the path where the office wrote it.

Codes and sentences are `profile.checks.fault_kinds`; do not compose a Dutch sentence in a check.
"""

from dataclasses import dataclass
from datetime import date

from jaarcyclus.profile.checks.fault_kinds import FAULT_KINDS
from jaarcyclus.profile.dated import Dated
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.days import format_date
from jaarcyclus.terms.finding_kind import Ernst
from jaarcyclus.terms.text import make_readable


@dataclass(frozen=True, kw_only=True)
class ProfileFault:
    """One fault. `line` is None for a profile that was read from no file; `file` is then the profile's own code."""

    code: str
    ernst: Ernst
    file: str
    line: int | None
    path: str
    waarde: str
    melding: str
    verwacht: str
    herstel: str

    @property
    def place(self) -> str:
        """Return `dowr.yaml:88 percelen.0.gastheer`."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where} {self.path}".strip()


def fault(profile: Profile, code: str, path: str, waarde: object = "", **invulling: object) -> ProfileFault:
    """Return the fault `code` at `path` (`gremia.0.zetels.2`), with its file and line when it was read from one.

    Raises KeyError for an unknown code or a placeholder that is not filled in.
    """
    kind = FAULT_KINDS[code]
    texts = {"waarde": waarde, **invulling}
    source = profile.source
    return ProfileFault(
        code=code,
        ernst=kind.ernst,
        file=source.file if source else profile.profiel,
        line=source.line(path) if source else None,
        path=path,
        waarde=make_readable(waarde),
        melding=kind.message.format(**texts),
        verwacht=kind.expected.format(**texts),
        herstel=kind.remedy.format(**texts),
    )


def as_json(item: ProfileFault) -> dict[str, str]:
    """Return the fault with the keys that a machine reads of every finding: `blad` is the file, `cel` the place."""
    return {
        "code": item.code,
        "ernst": item.ernst,
        "blad": item.file,
        "cel": item.place,
        "waarde": item.waarde,
        "melding": item.melding,
        "verwacht": item.verwacht,
        "herstel": item.herstel,
    }


def lifetime(profile: Profile) -> Dated:
    """Return since when the cooperation exists: nothing needs to hold before its first legal form."""
    return Dated(van=min((form.van for form in profile.vormen), default=date.min))


def write_day(day: date) -> str:
    """Return `op 1 april 2026`, or `vanaf het begin` for a record without a first day."""
    return "vanaf het begin" if day == date.min else f"op {format_date(day)}"

"""A fault in a profile as a finding, with the file and the line where the office wrote it.

Codes and sentences are `profile.checks.fault_kinds`; do not compose a Dutch sentence in a check.
"""

from datetime import date

from jaarcyclus.profile.checks.fault_kinds import SOORTEN
from jaarcyclus.profile.dated import Gedateerd
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.days import format_date
from jaarcyclus.terms.findings import Bevinding
from jaarcyclus.terms.text import leesbaar


def fault(profile: Profile, code: str, path: str, waarde: object = "", **invulling: object) -> Bevinding:
    """Return the finding of `code` at `path` (`gremia.0.zetels.2`), with its file and line when it was read from one.

    Raises KeyError for an unknown code or a placeholder that is not filled in.
    """
    soort = SOORTEN[code]
    texts = {"waarde": waarde, **invulling}
    source = profile.source
    return Bevinding(
        code=code,
        ernst=soort.ernst,
        blad=source.bestand if source else profile.profiel,
        cel=source.place(path) if source else path,
        waarde=leesbaar(waarde),
        melding=soort.melding.format(**texts),
        verwacht=soort.verwacht.format(**texts),
        herstel=soort.herstel.format(**texts),
    )


def lifetime(profile: Profile) -> Gedateerd:
    """Return since when the cooperation exists: nothing needs to hold before its first legal form."""
    return Gedateerd(van=min((vorm.van for vorm in profile.vormen), default=date.min))


def write_day(day: date) -> str:
    """Return `op 1 april 2026`, or `vanaf het begin` for a record without a first day."""
    return "vanaf het begin" if day == date.min else f"op {format_date(day)}"

"""Does everything a profile names exist, once, on every day that it is named?

Both ends of a reference are dated, so existing is not enough: a seat outlives its holder in silence. Whether what is
named also fits (a seat's perceel, a key's participants) is for the other checks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import combinations
from typing import Any

from jaarcyclus.profile.checks.fault import ProfileFault, fault, lifetime, write_day
from jaarcyclus.profile.checks.verdeelsleutels import gemeenten_of
from jaarcyclus.profile.dated import Dated, during, first_gap, in_force, overlap
from jaarcyclus.profile.outline import RESERVED, is_ambiguous
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.products import PRODUCTS


@dataclass(frozen=True, kw_only=True)
class Reference:
    """One name at one place. `span` None: only existing counts, for what is named cannot be dated there."""

    kind: str
    path: str
    value: str | None
    span: Dated | None


def check_references(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a gemeente, person, perceel, gremium or key that is not there, or not there all the time."""
    known = _known(profile)
    for reference in _references(profile):
        if reference.value is None:
            continue
        targets = known[reference.kind].get(reference.value, ())
        if not targets:
            yield _unknown(profile, reference, known[reference.kind])
        elif reference.span and (day := first_gap(during(reference.span, lifetime(profile)), targets)):
            yield fault(profile, "VERWIJZING_VERLOPEN", reference.path, reference.value, dag=write_day(day))


def check_products(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a product that the software cannot make, and a municipal document fed by a product without route."""
    for product in profile.routes:
        if product not in PRODUCTS:
            yield fault(profile, "PRODUCT_ONBEKEND", f"routes.{product}", product, bekend=_listed(PRODUCTS))
    for number, gemeente in enumerate(profile.gemeenten):
        for place, document in enumerate(gemeente.documenten):
            if document.product not in profile.routes:
                path = f"gemeenten.{number}.documenten.{place}.product"
                yield fault(profile, "PRODUCT_ONBEKEND", path, document.product, bekend=_listed(profile.routes))


def check_balance(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a product or a perceel that must balance and is not there: nothing would ever be held to it."""
    codes = (*(item.code for item in profile.percelen), *(item.code for item in profile.overige_inzendingen))
    known = tuple(dict.fromkeys(codes))
    for number, account in enumerate(profile.verantwoording):
        given = account.evenwicht
        if given is None:
            continue
        for field, chosen, allowed, kind in (
            ("producten", given.producten, tuple(profile.routes), "PRODUCT_ONBEKEND"),
            ("percelen", given.percelen, known, "PERCEEL_ONBEKEND"),
        ):
            for place, code in enumerate(chosen):
                if code not in allowed:
                    path = f"verantwoording.{number}.evenwicht.{field}.{place}"
                    yield fault(profile, kind, path, code, bekend=_listed(allowed))


def check_libraries(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a library of which the site or the name is missing, or of an inbox the folder."""
    published, inbox = profile.publicatie, profile.inbox
    if published is not None and published.doel == "sharepoint":
        missing = (name for name in ("site", "bibliotheek") if getattr(published, name) is None)
        yield from (fault(profile, "PUBLICATIE_ONVOLLEDIG", "publicatie", name) for name in missing)
    if inbox is not None and inbox.bron == "sharepoint":
        given = {"site": inbox.site, "bibliotheek": inbox.bibliotheek, "map": inbox.folders}
        missing = (name for name, value in given.items() if not value)
        yield from (fault(profile, "INBOX_ONVOLLEDIG", "inbox", name) for name in missing)


def check_name(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a file that does not bear the profile's code: tasks and commands find a profile by its file name."""
    file = profile.source.file if profile.source else ""
    if file.endswith(".yaml") and file != f"{profile.profiel}.yaml":
        yield fault(profile, "PROFIELNAAM_ANDERS", "profiel", profile.profiel, bestand=file)


def check_codes(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse one code for two things on the same day; one after the other is how a thing changes."""
    for named in _named(profile):
        for (path, code, record), (other_path, other_code, other) in combinations(named, 2):
            if code == other_code and overlap(record, other):
                place = profile.source.place(path) if profile.source else path
                yield fault(profile, "CODE_DUBBEL", other_path, code, andere=place)


def check_dag_names(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a code of the cooperation or of a gremium with the word that parts the two in a DAG id.

    A DAG is what a member has rights on: two gremia of one DAG id would answer for each other. Accounts and roles need
    no check, for no code holds the hyphen that parts them.
    """
    named = [("profiel", profile.profiel)]
    named += [(f"gremia.{number}.code", gremium.code) for number, gremium in enumerate(profile.gremia)]
    for path, code in named:
        if is_ambiguous(code):
            yield fault(profile, "CODE_DUBBELZINNIG", path, code, woord=RESERVED)


def check_account(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a day on which the documents would not know what account is rendered for, or know it twice."""
    life = lifetime(profile)
    days = {life.van, *(item.van for item in profile.verantwoording), *(i.tot for i in profile.verantwoording if i.tot)}
    for day in sorted(day for day in days if day >= life.van):
        held = in_force(profile.verantwoording, day)
        if len(held) != 1:
            yield fault(profile, "VERANTWOORDING_NIET_EEN", "verantwoording", len(held), dag=write_day(day))
            return


def check_periods(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse what ends before it begins: it never holds."""
    for path, record in _dated(profile):
        if record.tot is not None and record.tot <= record.van:
            yield fault(profile, "PERIODE_OMGEKEERD", f"{path}.tot", record.tot, van=record.van, tot=record.tot)


def _unknown(profile: Profile, reference: Reference, known: Mapping[str, Any]) -> ProfileFault:
    close = get_close_matches(str(reference.value), known, n=1)
    meant = f"misschien '{close[0]}'" if close else f"een van {_listed(known)}"
    return fault(profile, f"{reference.kind}_ONBEKEND", reference.path, reference.value, bekend=meant)


def _listed(codes: Sequence[str] | Mapping[str, Any]) -> str:
    return ", ".join(codes) or "(nog geen)"


def _known(profile: Profile) -> Mapping[str, Mapping[str, list[Dated]]]:
    def by(records: Sequence[Any], field: str = "code") -> dict[str, list[Dated]]:
        found: dict[str, list[Dated]] = {}
        for record in records:
            found.setdefault(getattr(record, field), []).append(record)
        return found

    return {
        "GEMEENTE": by(profile.gemeenten),
        "PERSOON": by(profile.personen, "sleutel"),
        "PERCEEL": by(profile.percelen),
        "GREMIUM": by(profile.gremia),
        "SLEUTEL": by(profile.sleutels),
    }


# Which field of which list names what; a seat's perceel need not hold: without it the seat just does not count.
_FIELDS: Mapping[str, Mapping[str, str]] = {
    "personen": {"gemeente": "GEMEENTE"},
    "percelen": {
        "gastheer": "GEMEENTE",
        "regiegroep": "GREMIUM",
        "manager": "PERSOON",
        "fiatteur": "PERSOON",
        "sleutel": "SLEUTEL",
    },
    "overige_inzendingen": {"indiener": "PERSOON", "fiatteur": "PERSOON", "sleutel": "SLEUTEL"},
}
_SEAT_FIELDS = {"houder": "PERSOON", "plaatsvervanger": "PERSOON", "gemeente": "GEMEENTE", "perceel": "PERCEEL"}


def _references(profile: Profile) -> Iterator[Reference]:
    for name in ("controller", "ambtelijk_secretaris", "beheerder"):
        yield Reference(kind="PERSOON", path=name, value=getattr(profile, name), span=Dated())
    if profile.accountant is not None:
        yield Reference(kind="PERSOON", path="accountant", value=profile.accountant, span=None)
    for name, fields in _FIELDS.items():
        for number, record in enumerate(getattr(profile, name)):
            yield from _fields(record, f"{name}.{number}", fields, record)
    for number, gremium in enumerate(profile.gremia):
        for place, zetel in enumerate(gremium.zetels):
            yield from _fields(zetel, f"gremia.{number}.zetels.{place}", _SEAT_FIELDS, during(gremium, zetel))
    yield from _route_references(profile)
    yield from _key_references(profile)


def _fields(record: Any, path: str, fields: Mapping[str, str], period: Dated) -> Iterator[Reference]:
    for field, kind in fields.items():
        span = None if kind == "PERCEEL" else period
        yield Reference(kind=kind, path=f"{path}.{field}", value=getattr(record, field), span=span)


def _route_references(profile: Profile) -> Iterator[Reference]:
    for product, steps in profile.routes.items():
        for number, step in enumerate(steps):
            for place, code in enumerate(step.gremia):
                path = f"routes.{product}.{number}.gremia.{place}"
                yield Reference(kind="GREMIUM", path=path, value=code, span=step)
    for number, trede in enumerate(profile.ladder.treden):
        yield Reference(kind="GREMIUM", path=f"ladder.treden.{number}.van", value=trede.van, span=None)
        yield Reference(kind="GREMIUM", path=f"ladder.treden.{number}.naar", value=trede.naar, span=None)
    yield Reference(kind="GREMIUM", path="ladder.top", value=profile.ladder.top, span=None)
    for product, calendar in profile.kalender.producten.items():
        for code in calendar.gremia:
            path = f"kalender.producten.{product}.gremia.{code}"
            yield Reference(kind="GREMIUM", path=path, value=code, span=None)


def _key_references(profile: Profile) -> Iterator[Reference]:
    for number, sleutel in enumerate(profile.sleutels):
        for path, code in gemeenten_of(sleutel, f"sleutels.{number}"):
            yield Reference(kind="GEMEENTE", path=path, value=code, span=sleutel)


def _named(profile: Profile) -> Iterator[list[tuple[str, str, Dated]]]:
    """Yield each list in which a code may stand once a day; percelen and other submissions share their codes."""
    yield [*_coded(profile.percelen, "percelen"), *_coded(profile.overige_inzendingen, "overige_inzendingen")]
    for name in ("gemeenten", "gremia", "sleutels"):
        yield _coded(getattr(profile, name), name)
    yield _coded(profile.personen, "personen", "sleutel")
    for number, gemeente in enumerate(profile.gemeenten):
        counts = enumerate(gemeente.inwoners)
        path = f"gemeenten.{number}.inwoners"
        yield [(f"{path}.{place}", str(count.peildatum), Dated()) for place, count in counts]
    for number, gremium in enumerate(profile.gremia):
        yield _coded(gremium.zetels, f"gremia.{number}.zetels")
    for number, account in enumerate(profile.verantwoording):
        for name, parts in (("koppen", account.koppen), ("doelen", account.doelen)):
            path = f"verantwoording.{number}.{name}"
            yield [(f"{path}.{place}", part.code, Dated()) for place, part in enumerate(parts)]
            yield [(f"{path}.{place}", part.naam, Dated()) for place, part in enumerate(parts)]
        yield [
            (f"verantwoording.{number}.bladen.{place}", sheet.blad, Dated())
            for place, sheet in enumerate(account.bladen)
        ]
        yield _coded_plain(account.vragen, f"verantwoording.{number}.vragen")
    for product, steps in profile.routes.items():
        for number, step in enumerate(steps):
            yield [(f"routes.{product}.{number}.gremia.{place}", code, step) for place, code in enumerate(step.gremia)]


def _coded(records: Sequence[Any], path: str, field: str = "code") -> list[tuple[str, str, Dated]]:
    return [(f"{path}.{number}", getattr(record, field), record) for number, record in enumerate(records)]


def _coded_plain(records: Sequence[Any], path: str) -> list[tuple[str, str, Dated]]:
    return [(f"{path}.{number}", record.code, Dated()) for number, record in enumerate(records)]


def _dated(profile: Profile) -> Iterator[tuple[str, Dated]]:
    for name in (
        "vormen",
        "gemeenten",
        "personen",
        "percelen",
        "overige_inzendingen",
        "gremia",
        "sleutels",
        "verantwoording",
    ):
        yield from _placed(getattr(profile, name), name)
    for number, gremium in enumerate(profile.gremia):
        yield from _placed(gremium.zetels, f"gremia.{number}.zetels")
    for number, gemeente in enumerate(profile.gemeenten):
        yield from _placed(gemeente.documenten, f"gemeenten.{number}.documenten")
    for product, steps in profile.routes.items():
        yield from _placed(steps, f"routes.{product}")


def _placed(records: Sequence[Dated], path: str) -> Iterator[tuple[str, Dated]]:
    for number, record in enumerate(records):
        yield f"{path}.{number}", record

"""Can the year be run on these days: open, submit, decide in the order of the route, publish in time for the gemeenten?

All days are chosen (docs/rules.md); the municipalities' own calendars lead, so passing one of theirs is a warning that
says which, not a refusal.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from jaarcyclus.profile.calendar import ProductCalendar
from jaarcyclus.profile.checks.fault import ProfileFault, fault
from jaarcyclus.profile.checks.routes import NumberedStep, branches
from jaarcyclus.profile.gremium import Rol
from jaarcyclus.profile.records import Gemeentedocument, Profile
from jaarcyclus.terms.days import YearDay, format_date, to_working_day
from jaarcyclus.terms.products import PRODUCTS

# Ten years hold every weekday of a date and both kinds of February; a leap year to compare days in.
BOEKJAREN = range(2026, 2036)
LEAP_YEAR = 2028


def check_calendar(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a route that never opens and days of a product without route."""
    for product in profile.routes:
        if product not in {*profile.kalender.producten, *profile.kalender.op_verzoek}:
            yield fault(profile, "KALENDER_ONTBREEKT", f"routes.{product}", product)
    for name, planned in (("producten", profile.kalender.producten), ("op_verzoek", profile.kalender.op_verzoek)):
        for product in planned:
            if product not in profile.routes:
                yield fault(profile, "ROUTE_ONTBREEKT", f"kalender.{name}.{product}", product)


def check_days(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a gremium that must answer and has no day; warn of a day for one that does not answer."""
    for product, path, calendar in _planned(profile):
        voting = {code for step in profile.routes[product] if step.rol != Rol.INFO for code in step.gremia}
        for gremium in sorted(voting - set(calendar.gremia)):
            yield fault(profile, "DAG_ONTBREEKT", f"{path}.gremia", gremium, product=product)
        for gremium in calendar.gremia:
            if gremium not in voting:
                yield fault(profile, "DAG_ONGEBRUIKT", f"{path}.gremia.{gremium}", gremium, product=product)


def check_requests(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse days for what is not opened on request, a gremium without one, and one before submissions are due."""
    for product, calendar in profile.kalender.op_verzoek.items():
        path = f"kalender.op_verzoek.{product}"
        if product not in PRODUCTS or not PRODUCTS[product].on_request:
            known = ", ".join(name for name, entry in PRODUCTS.items() if entry.on_request)
            yield fault(profile, "PRODUCT_ONBEKEND", path, product, bekend=known)
        steps = profile.routes.get(product, ())
        for gremium in sorted({code for step in steps if step.rol != Rol.INFO for code in step.gremia}):
            count = calendar.gremia.get(gremium)
            if count is None:
                yield fault(profile, "DAG_ONTBREEKT", f"{path}.gremia", gremium, product=product)
            elif not calendar.indienen_werkdagen < count <= calendar.publicatie_werkdagen:
                yield fault(
                    profile,
                    "GATE_VOOR_INDIENEN",
                    f"{path}.gremia.{gremium}",
                    f"na {count} werkdagen",
                    gremium=gremium,
                    andere=f"na {calendar.indienen_werkdagen} werkdagen",
                )


def check_cutoff(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse an interim report that does not say up to when its figures run; warn of a day of another year."""
    for product, path, calendar in _planned(profile):
        known = PRODUCTS.get(product)
        if known and known.needs_peildatum and calendar.peildatum is None:
            yield fault(profile, "PEILDATUM_ONTBREEKT", path, product)
        if calendar.peildatum and calendar.peildatum.in_boekjaar(LEAP_YEAR).year != LEAP_YEAR:
            yield fault(profile, "PEILDATUM_ANDER_JAAR", f"{path}.peildatum", calendar.peildatum)


def check_submission(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse submissions that are due before the round opens, or figures up to a day after they are due."""
    for _, path, calendar in _planned(profile):
        due = calendar.indienen
        if _order(due) <= _order(calendar.opent):
            yield fault(profile, "INDIENEN_VOOR_OPENEN", f"{path}.indienen", due, andere=calendar.opent)
        if calendar.peildatum and _order(calendar.peildatum) >= _order(due):
            yield fault(profile, "PEILDATUM_NA_INDIENEN", f"{path}.peildatum", calendar.peildatum, andere=due)


def check_gates(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a gremium that decides before the submissions are due or after the product is published."""
    for _, path, calendar in _planned(profile):
        for gremium, day in calendar.gremia.items():
            place = f"{path}.gremia.{gremium}"
            if _order(day) <= _order(calendar.indienen):
                yield fault(profile, "GATE_VOOR_INDIENEN", place, day, gremium=gremium, andere=calendar.indienen)
            if _order(day) > _order(calendar.publicatie):
                yield fault(profile, "GATE_NA_PUBLICATIE", place, day, gremium=gremium, andere=calendar.publicatie)


def check_sequence(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse gremia that decide in another order than the route has them."""
    for product, path, calendar in _planned(profile):
        wrong: Mapping[str, str] = {}
        for _, branch in branches(profile.routes[product]):
            wrong = {**wrong, **_out_of_order(branch, calendar)}
        for gremium, earlier in wrong.items():
            day, other = calendar.gremia[gremium], calendar.gremia[earlier]
            place = f"{path}.gremia.{gremium}"
            yield fault(profile, "GATES_VERKEERD_OM", place, day, gremium=gremium, vorige=earlier, andere=other)


def check_municipal_days(profile: Profile) -> Iterator[ProfileFault]:
    """Warn when we publish after the day on which a gemeente needs our figures, in any of ten boekjaren."""
    planned = {product for product, _, _ in _planned(profile)}
    for number, gemeente in enumerate(profile.gemeenten):
        for place, document in enumerate(gemeente.documenten):
            late = _first_late_year(profile, document) if document.product in planned else None
            if late is not None:
                yield fault(
                    profile,
                    "NA_GEMEENTEDATUM",
                    f"gemeenten.{number}.documenten.{place}.datum",
                    f"op {format_date(_published(profile, document.product, late))}",
                    gemeente=gemeente.naam,
                    naam=document.naam,
                    andere=format_date(document.datum.in_boekjaar(late)),
                    boekjaar=late,
                )


def _first_late_year(profile: Profile, document: Gemeentedocument) -> int | None:
    """A weekend can push us past their day in one year and not in another."""
    for boekjaar in BOEKJAREN:
        if _published(profile, document.product, boekjaar) > document.datum.in_boekjaar(boekjaar):
            return boekjaar
    return None


def _published(profile: Profile, product: str, boekjaar: int) -> date:
    return to_working_day(profile.kalender.producten[product].publicatie.in_boekjaar(boekjaar))


def _out_of_order(branch: Sequence[NumberedStep], calendar: ProductCalendar) -> dict[str, str]:
    """Return per gremium that decides too early the one of the step before that decides later."""
    steps = [
        [gremium for gremium in step.gremia if gremium in calendar.gremia] for _, step in branch if step.rol != Rol.INFO
    ]
    found = {}
    for before, after in pairwise(gremia for gremia in steps if gremia):
        latest = max(before, key=lambda gremium: _order(calendar.gremia[gremium]))
        for gremium in after:
            if _order(calendar.gremia[gremium]) < _order(calendar.gremia[latest]):
                found[gremium] = latest
    return found


def _planned(profile: Profile) -> Iterator[tuple[str, str, ProductCalendar]]:
    for product, calendar in profile.kalender.producten.items():
        if product in profile.routes:
            yield product, f"kalender.producten.{product}", calendar


def _order(day: YearDay) -> tuple[int, int, int]:
    """Moving to a working day keeps the order of days, so the written dates can be compared."""
    moved = day.in_boekjaar(LEAP_YEAR)
    return moved.year, moved.month, moved.day

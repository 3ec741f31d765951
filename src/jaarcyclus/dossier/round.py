"""A round: one product of one boekjaar, from the day it opens. Which are due, and what is pinned when one opens.

The profile is pinned by its SHA-256 and the dates are written out: a profile that changes later changes no
running round.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

from jaarcyclus.ledger.events import RondeGeopend
from jaarcyclus.ledger.parts import Deadlines, Inzendplicht
from jaarcyclus.profile.calendar import ProductCalendar
from jaarcyclus.profile.of_round import pinned_profile, profile_for_round
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.days import add_working_days, format_date, to_working_day
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.terms.products import PRODUCTS, base_of

RULES_VERSION = 6
"""Which rules a new round is under: what judges or prints old events otherwise has a new number (ADR 0004, 0008, 0015,
0024, 0028, 0029)."""

KNOWN_RULES = (1, 2, 3, 4, 5, RULES_VERSION)

STRICT_READING = 3
"""The rules since which a workbook is read as strictly as today (ADR 0015). The door never reads one less so; which
checks its figures get is the round's own number."""

BESIDE_OTHERS = 6
"""The rules since which a workbook is looked at beside those of the other percelen that count (ADR 0029)."""

RULES_2_SINCE = datetime(2026, 11, 25, 15, 23, 59, tzinfo=UTC)
"""Since when a new round is under rules 2 (the commit of ADR 0008): no event of before knows what came with them."""

RULES_3_SINCE = datetime(2026, 11, 29, 23, 20, tzinfo=UTC)
"""Since when a new round is under rules 3 (the commit of ADR 0015)."""


def dossier_id(profiel: str, boekjaar: int, product: str) -> str:
    """Return the name of the chain of one product of one boekjaar: `dowr-2027-begroting`."""
    return f"{profiel}-{boekjaar}-{product}"


def postbus_id(profiel: str) -> str:
    """Return the name of the chain that holds every received file and its verdict."""
    return f"{profiel}-postbus"


def bezetting_id(profiel: str) -> str:
    """Return the name of the chain that holds who has which function."""
    return f"{profiel}-bezetting"


def plaatsing_id(profiel: str) -> str:
    """Return the name of the chain that holds what was put on SharePoint, step by step."""
    return f"{profiel}-plaatsing"


def berichten_id(profiel: str) -> str:
    """Return the name of the chain that holds what people were told by mail and other channels."""
    return f"{profiel}-berichten"


def rounds_due(profile: Profile, today: date) -> Iterator[tuple[str, int]]:
    """Yield product and boekjaar of every round that should be open today.

    One whose publication day has passed is not opened any more: starting the software in June opens no round
    of last January. One that a year can do without is not opened once its workbooks are due.
    """
    for product, calendar in profile.kalender.producten.items():
        if product not in profile.routes:
            continue
        for boekjaar in range(today.year - 2, today.year + 3):
            last = calendar.indienen if PRODUCTS[product].only_in_time else calendar.publicatie
            opens, ends = calendar.opent.in_boekjaar(boekjaar), last.in_boekjaar(boekjaar)
            if to_working_day(opens) <= today < to_working_day(ends):
                yield product, boekjaar


def round_content(
    profile: Profile, product: str, boekjaar: int, profiel_sha256: str, regels: int = RULES_VERSION
) -> RondeGeopend:
    """Return what opens the round of a product."""
    calendar = profile.kalender.producten[product]
    duties = profile_for_round(profile, product, boekjaar).inzendplichten()
    return RondeGeopend(
        profiel=profile.profiel,
        product=product,
        boekjaar=boekjaar,
        profiel_sha256=profiel_sha256,
        inzendplichten=tuple(Inzendplicht(**duty.model_dump()) for duty in duties),
        regels=regels,
        deadlines=_deadlines(calendar, boekjaar),
    )


def request_content(
    profile: Profile, product: str, boekjaar: int, profiel_sha256: str, *, opens: date, perceel: str
) -> RondeGeopend:
    """Return what opens the round that a perceel asked for, on this day. Raises UnknownKey for a perceel it has not."""
    calendar = profile.kalender.op_verzoek[base_of(product)]
    duty = profile.for_round(opens, boekjaar).inzendplicht(perceel)

    def day(count: int) -> str:
        return add_working_days(opens, count).isoformat()

    return RondeGeopend(
        profiel=profile.profiel,
        product=product,
        boekjaar=boekjaar,
        profiel_sha256=profiel_sha256,
        inzendplichten=(Inzendplicht(**duty.model_dump()),),
        regels=RULES_VERSION,
        deadlines=Deadlines(
            opent=opens.isoformat(),
            peildatum=None,
            indienen=day(calendar.indienen_werkdagen),
            gremia={code: day(count) for code, count in calendar.gremia.items()},
            publicatie=day(calendar.publicatie_werkdagen),
        ),
    )


def late_finding(closing: date) -> Bevinding:
    """Return what is said of a workbook that came in after the closing day."""
    return bevinding("TE_LAAT", datum=format_date(closing))


def profile_of(ronde: RondeGeopend, read: Callable[[str], bytes]) -> Profile:
    """Return the profile that a round pins; `read` gives an artefact by SHA-256. Raises InvalidProfile."""
    profile = pinned_profile(read(ronde.profiel_sha256), ronde.deadlines.opent, ronde.boekjaar)
    base = base_of(ronde.product)
    if base == ronde.product or base not in profile.routes or not ronde.inzendplichten:
        return profile
    return profile.for_request(ronde.product, base, ronde.inzendplichten[0].code)


def _deadlines(calendar: ProductCalendar, boekjaar: int) -> Deadlines:
    def day(name: str) -> str:
        return to_working_day(getattr(calendar, name).in_boekjaar(boekjaar)).isoformat()

    gremia = {code: to_working_day(d.in_boekjaar(boekjaar)).isoformat() for code, d in calendar.gremia.items()}
    # Up to and with which day figures run is no day to do something: it is not moved to a working day.
    cutoff = calendar.peildatum.in_boekjaar(boekjaar).isoformat() if calendar.peildatum else None
    return Deadlines(
        opent=day("opent"), peildatum=cutoff, indienen=day("indienen"), gremia=gremia, publicatie=day("publicatie")
    )

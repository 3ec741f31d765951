"""Which profile a round has: the one of the day it opens, read from its pinned bytes, never from the folder.

Writing and verifying read the same bytes, so they judge by the same gremia, seats and dates.
"""

from datetime import date
from functools import lru_cache

from jaarcyclus.errors import InvalidProfile
from jaarcyclus.profile.records import Profile, profile_from_source
from jaarcyclus.profile.source import parse_source
from jaarcyclus.terms.days import to_working_day


@lru_cache(maxsize=64)
def whole_profile(content: bytes) -> Profile:
    """Return the profile of these bytes with everything ever in force. Raises InvalidProfile."""
    try:
        text = content.decode()
    except UnicodeDecodeError as fault:
        raise InvalidProfile(("profiel: dit is geen tekst in UTF-8",)) from fault
    return profile_from_source(parse_source(text, "profiel"))


@lru_cache(maxsize=64)
def pinned_profile(content: bytes, opent: str, boekjaar: int) -> Profile:
    """Return the profile of these bytes for the round of `boekjaar` that opened on `opent` (ISO).

    Raises InvalidProfile.
    """
    return whole_profile(content).for_round(date.fromisoformat(opent), boekjaar)


def opening_day(profile: Profile, product: str, boekjaar: int) -> date:
    """Return the day on which the round opens."""
    return to_working_day(profile.kalender.producten[product].opent.in_boekjaar(boekjaar))


def profile_for_round(profile: Profile, product: str, boekjaar: int) -> Profile:
    """Return the profile of one round, given everything ever in force."""
    return profile.for_round(opening_day(profile, product, boekjaar), boekjaar)

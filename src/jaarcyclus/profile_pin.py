"""The profile a round was opened with, read from its pinned bytes: never from the folder, which may have changed.

Writing and verifying read the same bytes, so they judge by the same gremia, seats and dates.
"""

from datetime import date
from functools import lru_cache

from jaarcyclus.errors import OngeldigProfiel
from jaarcyclus.profile import Profile, profile_from_source
from jaarcyclus.profile_source import parse_source


@lru_cache(maxsize=64)
def whole_profile(content: bytes) -> Profile:
    """Return the profile of these bytes with everything ever in force. Raises OngeldigProfiel."""
    try:
        text = content.decode()
    except UnicodeDecodeError as fault:
        raise OngeldigProfiel(("profiel: dit is geen tekst in UTF-8",)) from fault
    return profile_from_source(parse_source(text, "profiel"))


@lru_cache(maxsize=64)
def pinned_profile(content: bytes, day: str) -> Profile:
    """Return the profile of these bytes as in force on `day` (ISO). Raises OngeldigProfiel."""
    return whole_profile(content).op(date.fromisoformat(day))

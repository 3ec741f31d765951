"""What time it is: the system clock, or the date a demo or test has set. Nobody else reads a clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from jaarcyclus import disk
from jaarcyclus.errors import InvalidSetting
from jaarcyclus.settings import Settings

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now(settings: Settings) -> datetime:
    """Return the moment that counts, aware, in Amsterdam. Raises InvalidSetting."""
    return _simulated(settings) if is_simulated(settings) else datetime.now(AMSTERDAM)


def real_time() -> datetime:
    """Return the machine's own time in UTC, whatever is simulated: the second clock of every event."""
    return datetime.now(UTC)


def is_simulated(settings: Settings) -> bool:
    """Return whether a date is simulated; events then carry `gesimuleerd` and documents say *oefening*."""
    return settings.klok_bestand.exists()


def _simulated(settings: Settings) -> datetime:
    try:
        return datetime.fromisoformat(settings.klok_bestand.read_text().strip()).replace(tzinfo=AMSTERDAM)
    except ValueError as fault:
        raise InvalidSetting(
            f"De gesimuleerde klok {settings.klok_bestand} bevat geen moment; schrijf er een in als "
            "2026-04-01T09:00:00, of haal het bestand weg."
        ) from fault


def set_simulated(settings: Settings, moment: datetime) -> None:
    """Set the simulated clock. Only the demo and tests call this."""
    settings.open_var()
    disk.write(settings.klok_bestand, moment.replace(tzinfo=None).isoformat().encode())

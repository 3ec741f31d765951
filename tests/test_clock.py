"""One clock for everyone: the machine's, or the date that a demo set, and both are known."""

from datetime import UTC, datetime, timedelta

import pytest

from jaarcyclus import clock
from jaarcyclus.errors import InvalidSetting
from jaarcyclus.settings import Settings


def test_without_a_set_date_it_is_now_in_amsterdam(settings: Settings) -> None:
    before = datetime.now(UTC)
    moment = clock.now(settings)

    assert before <= moment <= datetime.now(UTC)
    assert moment.tzinfo is clock.AMSTERDAM


def test_a_set_date_counts_and_is_known_as_simulated(settings: Settings) -> None:
    clock.set_simulated(settings, datetime(2026, 6, 19, 10, 30, tzinfo=clock.AMSTERDAM))

    assert clock.is_simulated(settings)
    assert clock.now(settings).isoformat() == "2026-06-19T10:30:00+02:00"


def test_an_installation_is_not_simulated_of_itself(settings: Settings) -> None:
    assert not clock.is_simulated(settings)


def test_winter_time_has_its_own_offset(settings: Settings) -> None:
    clock.set_simulated(settings, datetime(2027, 1, 15, 9, 0, tzinfo=clock.AMSTERDAM))

    assert clock.now(settings).utcoffset() == timedelta(hours=1)


def test_setting_it_again_replaces_the_date(settings: Settings) -> None:
    clock.set_simulated(settings, datetime(2026, 6, 19, tzinfo=clock.AMSTERDAM))
    clock.set_simulated(settings, datetime(2026, 6, 20, tzinfo=clock.AMSTERDAM))

    assert clock.now(settings).date().isoformat() == "2026-06-20"
    assert [path.name for path in settings.klok_bestand.parent.iterdir()] == ["klok"]


def test_the_real_time_runs_on_under_a_simulated_date(settings: Settings) -> None:
    clock.set_simulated(settings, datetime(2031, 1, 1, tzinfo=clock.AMSTERDAM))
    before = datetime.now(UTC)

    assert before <= clock.real_time() <= datetime.now(UTC)
    assert clock.real_time().tzinfo is UTC


@pytest.mark.parametrize("content", [b"morgen", b"", b"2026-02-30T09:00:00", b"\xff"])
def test_a_clock_without_a_moment_says_which_file_and_what_to_write(settings: Settings, content: bytes) -> None:
    settings.klok_bestand.parent.mkdir(parents=True, exist_ok=True)
    settings.klok_bestand.write_bytes(content)

    with pytest.raises(InvalidSetting, match="klok bevat geen moment; schrijf er een in als 2026-04-01T09:00:00"):
        clock.now(settings)

"""A round as it is recorded when it opens."""

from dataclasses import asdict
from datetime import date

import pytest

from builders.profile import PROFIELEN
from jaarcyclus.dossier.round import round_content, rounds_due
from jaarcyclus.profile.records import load_profile


def test_deadlines_of_dowr_fall_on_working_days() -> None:
    """15 April 2028 is the Saturday before Easter: the jaarverslag is published on the Tuesday after it."""
    profile = load_profile(PROFIELEN / "dowr.yaml")

    days = round_content(profile, "jaarverslag", 2027, "0" * 64).deadlines

    assert asdict(days) == {
        "opent": "2028-01-10",
        "peildatum": None,
        "indienen": "2028-02-10",
        "gremia": {
            "regiegroep_ict": "2028-03-01",
            "regiegroep_bedrijfsvoering": "2028-03-01",
            "directieberaad": "2028-03-15",
            "bvr": "2028-03-31",
        },
        "publicatie": "2028-04-18",
    }


def test_the_cutoff_of_an_interim_report_is_no_working_day() -> None:
    """Figures run up to and with 30 April 2028, a Sunday; nobody has to do anything on that day."""
    profile = load_profile(PROFIELEN / "dowr.yaml")

    days = round_content(profile, "tussenrapportage_1", 2028, "0" * 64).deadlines

    assert (days.peildatum, days.opent) == ("2028-04-30", "2028-05-01")


def test_a_perceel_that_starts_on_1_january_is_in_the_begroting_that_opens_the_april_before() -> None:
    """The begroting 2027 opens on 1 April 2026; PSA joins on 1 January 2027, inkoop leaves that day."""
    profile = load_profile(PROFIELEN / "dowr.yaml")
    dates = {"psa": {"van": date(2027, 1, 1)}, "inkoop": {"tot": date(2027, 1, 1)}}
    percelen = tuple(item.model_copy(update=dates.get(item.code, {})) for item in profile.percelen)

    content = round_content(profile.model_copy(update={"percelen": percelen}), "begroting", 2027, "0" * 64)

    codes = {duty.code for duty in content.inzendplichten}
    assert ("psa" in codes, "inkoop" in codes) == (True, False)


@pytest.mark.parametrize(
    ("today", "is_due"),
    [
        (date(2026, 11, 30), True),
        (date(2026, 12, 1), False),  # its workbooks are due: everybody would be late from the first day
        (date(2027, 1, 11), False),
    ],
)
def test_a_kaderbrief_is_opened_in_time_or_not_at_all(today: date, is_due: bool) -> None:
    """A begroting is opened until the day of its publication: no year can do without."""
    due = set(rounds_due(load_profile(PROFIELEN / "dowr.yaml"), today))

    assert (("kaderbrief", 2028) in due) == is_due
    assert ("begroting", 2028) in set(rounds_due(load_profile(PROFIELEN / "dowr.yaml"), date(2027, 6, 1)))

"""A round as it is recorded when it opens."""

from builders_profile import PROFIELEN
from jaarcyclus.profile import load_profile
from jaarcyclus.ronde import round_inhoud


def test_deadlines_of_dowr_fall_on_working_days() -> None:
    """15 April 2028 is the Saturday before Easter: the jaarverslag is published on the Tuesday after it."""
    profile = load_profile(PROFIELEN / "dowr.yaml")

    days = round_inhoud(profile, "jaarverslag", 2027, "0" * 64)["deadlines"]

    assert days == {
        "opent": "2028-01-10",
        "indienen": "2028-02-10",
        "gremia": {
            "regiegroep_ict": "2028-03-01",
            "regiegroep_bedrijfsvoering": "2028-03-01",
            "directieberaad": "2028-03-15",
            "bvr": "2028-03-31",
        },
        "publicatie": "2028-04-18",
    }

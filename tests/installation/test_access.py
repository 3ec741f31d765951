"""Who may do what in Airflow: submitters by the year they hand in for, and roles that no other cooperation shares."""

from datetime import date
from pathlib import Path

import pytest

from jaarcyclus.errors import Refused
from jaarcyclus.installation import access
from jaarcyclus.profile.records import Profile, load_profile
from jaarcyclus.steps import receipts

PROFIELEN = Path(__file__).resolve().parents[2] / "profiles"


@pytest.fixture
def dowr() -> Profile:
    return load_profile(PROFIELEN / "dowr.yaml")


def with_psa(profile: Profile, **dates: date) -> Profile:
    """Return the profile in which perceel PSA holds only for a time."""
    changed = (p.model_copy(update=dates) if p.code == "psa" else p for p in profile.percelen)
    return profile.model_copy(update={"percelen": tuple(changed)})


def with_gremium(profile: Profile, **changes: str) -> Profile:
    """Return the profile with its first gremium, or itself, called otherwise."""
    first = profile.gremia[0].model_copy(update={"code": changes["gremium"]})
    name = changes.get("profiel", profile.profiel)
    return profile.model_copy(update={"profiel": name, "gremia": (first, *profile.gremia[1:])})


@pytest.mark.parametrize("dates", [{"van": date(2099, 1, 1)}, {"tot": date(2020, 1, 1)}])
def test_a_perceel_hands_in_before_its_first_day_and_after_its_last(dowr, dates):
    """A perceel that starts on 1 January T is in the begroting of T, made in April; its jaarverslag comes after."""
    receipts.require_submitter(with_psa(dowr, **dates), "psa", "manager_psa")


def test_the_folder_of_a_perceel_that_is_still_to_begin_has_a_submitter(dowr):
    coming = with_psa(dowr, van=date(2099, 1, 1))

    assert receipts.find_duty(coming, "psa", date(2098, 4, 10)).indiener == "manager_psa"


def test_nobody_hands_in_for_the_perceel_of_another(dowr):
    with pytest.raises(Refused, match="NIET_BEVOEGD"):
        receipts.require_submitter(dowr, "psa", "manager_ict")


def test_a_gremium_called_controller_gets_no_rights_of_the_controller(dowr):
    names = [rol.name for rol in access.make_roles(with_gremium(dowr, gremium="controller"))]

    assert len(names) == len(set(names))


def test_two_cooperations_of_which_one_begins_with_the_name_of_the_other_share_no_role(dowr):
    """Gremium `x_bvr` of `dowr` and `bvr` of `dowr_x`."""
    one = access.make_roles(with_gremium(dowr, gremium="x_bvr"))
    other = access.make_roles(with_gremium(dowr, profiel="dowr_x", gremium="regiegroep"))

    assert not {rol.name for rol in one} & {rol.name for rol in other}

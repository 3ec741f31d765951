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


def with_accountant(profile: Profile, *, confidential: bool) -> Profile:
    """Return the profile with an accountant, and with the directieberaad's step on its begroting kept to it or not."""
    person = profile.personen[0].model_copy(update={"sleutel": "accountant", "functie": "accountant"})
    steps = [
        step.model_copy(update={"vertrouwelijk": confidential and step.gremia == ("directieberaad",)})
        for step in profile.routes["begroting"]
    ]
    return profile.model_copy(
        update={
            "personen": (*profile.personen, person),
            "accountant": "accountant",
            "routes": {**profile.routes, "begroting": tuple(steps)},
        }
    )


def dags_of(profile: Profile, person: str) -> set[str]:
    """Return the DAGs that this person's roles let him read, of those that ask a gremium."""
    roles = {role.name: role for role in access.make_roles(profile)}
    account = next(item for item in access.make_accounts([profile]) if item.name == f"dowr-{person}")
    rights = [right for name in account.roles if name in roles for right in roles[name].rights]
    return {name for action, name in rights if action == "can_read" and "_besluit_" in name}


def test_the_accountant_signs_in_and_finds_nothing_in_airflow(dowr):
    profile = with_accountant(dowr, confidential=False)
    (role,) = (role for role in access.make_roles(profile) if role.name.endswith("accountant"))

    assert role.rights == (("can_read", "Website"),)
    assert dags_of(profile, "accountant") == set()


def test_the_secretaris_reads_no_questions_of_a_gremium_with_a_confidential_step(dowr):
    """Nor of those to which its dispute may climb: that there is one stands in the name of a run."""
    hidden = {f"DAG:dowr_besluit_{code}" for code in ("directieberaad", "bvr", "bo")}
    open_profile, profile = with_accountant(dowr, confidential=False), with_accountant(dowr, confidential=True)

    assert hidden <= dags_of(open_profile, "ambtelijk_secretaris")
    assert not hidden & dags_of(profile, "ambtelijk_secretaris")
    assert dags_of(profile, "controller") == dags_of(open_profile, "controller")

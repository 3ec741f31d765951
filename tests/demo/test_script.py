"""Who says what in the demo follows from the route of a profile: of each kind, as far as its gremia have room."""

from pathlib import Path

import pytest

from jaarcyclus.demo.script import incomplete_perceel, products_of
from jaarcyclus.errors import UnknownKey
from jaarcyclus.profile.records import Profile, load_profile

PROFILES = Path(__file__).parents[2] / "profiles"


def profile(name: str) -> Profile:
    return load_profile(PROFILES / f"{name}.yaml")


@pytest.mark.parametrize(
    ("name", "played"),
    [
        ("dowr", ["begroting", "tussenrapportage_1", "tussenrapportage_2", "jaarverslag"]),
        ("ommen_hardenberg", ["begroting", "tussenrapportage_1", "jaarverslag"]),
        ("regio_zwolle", ["begroting", "jaarverslag"]),
    ],
)
def test_a_profile_plays_its_own_products(name: str, played: list[str]) -> None:
    assert products_of(profile(name)) == played
    assert products_of(profile(name), "begroting") == ["begroting"]


def test_a_product_that_a_profile_does_not_make_is_told() -> None:
    with pytest.raises(
        UnknownKey, match="De demo speelt bij Regio Zwolle geen tussenrapportage_1; kies uit: begroting, jaarverslag"
    ):
        products_of(profile("regio_zwolle"), "tussenrapportage_1")


def test_one_submitter_forgets_a_heading_in_the_first_product_only() -> None:
    dowr = profile("dowr")

    assert [incomplete_perceel(dowr, product) for product in products_of(dowr)] == ["psa", None, None, None]

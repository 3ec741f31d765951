"""What who does not sign in may read of a cooperation that shows anything: each state beside what is listed."""

from pathlib import Path

import pytest

from builders.confidential import answered, asked, met
from builders.dossier import (
    Office,
    corrected,
    correcting,
    publish_product,
    published,
    walk_route,
    with_version,
    withdraw,
    withdrawn,
)
from jaarcyclus.errors import UnknownKey
from jaarcyclus.pages.public import find_public, is_open, list_public
from jaarcyclus.pages.standings import Standings
from jaarcyclus.profile.records import Profile

ALL = ("product", "cijfers", "boekje", "oplegnota", "besluitvorming")


def opened(office: Office, *kinds: str) -> Profile:
    return office.workspace.profile("dowr").model_copy(update={"openbaar": kinds})


def listed(office: Office, *kinds: str) -> dict[str, list[str]]:
    found = list_public(Standings(office.workspace).of_profile("dowr").standings, opened(office, *kinds))
    return {item.title: [file.name for file in item.files] for item in found}


def test_nothing_is_public_unless_a_profile_says_so(tmp_path: Path) -> None:
    office = published(tmp_path)

    assert not is_open(office.workspace.profile("dowr"))
    assert listed(office) == {}


def test_only_the_kinds_that_it_names_are(tmp_path: Path) -> None:
    office = published(tmp_path)

    assert listed(office, "product", "cijfers") == {"Begroting 2027": ["begroting.pdf", "begroting.xlsx"]}
    assert listed(office, "besluitvorming") == {"Begroting 2027": ["bijlage_besluitvorming.pdf"]}
    assert len(listed(office, *ALL)["Begroting 2027"]) == len(office.state.publications[0].content.documenten) + 1


@pytest.mark.parametrize("make", [with_version, withdrawn])
def test_what_does_not_stand_is_not(tmp_path: Path, make) -> None:
    assert listed(make(tmp_path), *ALL) == {}


def test_what_is_corrected_stands_until_its_successor_does(tmp_path: Path) -> None:
    """And of the two only the last is listed; withdrawn, it does not bring the first one back."""
    before, after = correcting(tmp_path / "voor"), corrected(tmp_path / "na")
    shas = [item.content.documenten["begroting.pdf"] for item in after.state.publications]
    profile = opened(after, "product")

    def found(office: Office) -> str:
        return find_public(Standings(office.workspace).of_dossier(office.dossier), profile, "begroting.pdf").sha256

    assert (found(before), found(after)) == (shas[0], shas[1])
    withdraw(after)
    with pytest.raises(UnknownKey):
        found(after)


def test_what_was_or_is_now_confidential_never_is(tmp_path: Path) -> None:
    office = met(answered(asked(tmp_path)))
    walk_route(office)
    publish_product(office)
    names = listed(office, *ALL)["Begroting 2027"]
    standing = Standings(office.workspace).of_dossier(office.dossier)
    changed = opened(office, *ALL).model_copy(update={"vertrouwelijke_documenten": ("cijfers",)})

    assert "oplegnota_directieberaad.pdf" not in names
    assert "oplegnota_bvr.pdf" in names
    with pytest.raises(UnknownKey):
        find_public(standing, changed, "begroting.xlsx")
    with pytest.raises(UnknownKey):
        find_public(standing, changed, "oplegnota_directieberaad.pdf")


@pytest.mark.parametrize("name", ["metadata.json", "manifest.json", "../begroting.pdf", "boekje_regiegroep_ict.pdf"])
def test_a_name_is_one_of_the_list(tmp_path: Path, name: str) -> None:
    office = published(tmp_path)
    standing = Standings(office.workspace).of_dossier(office.dossier)

    with pytest.raises(UnknownKey):
        find_public(standing, opened(office, "product"), name)

"""A cooperation adds a product of its own: one entry beside the others, and a route and days in its profile."""

from pathlib import Path

import pytest

from builders.dossier import PROFILES, open_gates, open_round, publish_product, skip_pause, walk_route
from builders.samples import hand_in_samples
from jaarcyclus.dossier import manifest
from jaarcyclus.profile.checks.soundness import check_profile
from jaarcyclus.profile.records import load_profile
from jaarcyclus.steps.overview import describe
from jaarcyclus.steps.versions import make_version
from jaarcyclus.terms.products import PRODUCTS, Product

JAARPLAN = Product(
    title="Jaarplan {}",
    article="het",
    columns=("t",),
    main_column="t",
    parts=("risicos",),
    headings={"doen": "Wat gaat u dit jaar doen?", "laten": "Wat doet u niet meer?"},
    document="kort",
)
ROUTE = """routes:
  jaarplan:
    - {rol: afstemming, gremia: [regiegroep_ict, regiegroep_bedrijfsvoering], bereik: eigen_percelen}
    - {rol: vaststelling, gremia: [directieberaad]}
"""
DAYS = """  producten: !gekozen
    jaarplan:
      opent: 1 september T-1
      indienen: 1 oktober T-1
      gremia:
        regiegroep_ict: 15 oktober T-1
        regiegroep_bedrijfsvoering: 15 oktober T-1
        directieberaad: 1 november T-1
      publicatie: 15 november T-1
"""


@pytest.fixture
def profielen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """DOWR with a jaarplan."""
    monkeypatch.setitem(PRODUCTS, "jaarplan", JAARPLAN)  # type: ignore[arg-type]
    text = (PROFILES / "dowr.yaml").read_text(encoding="utf-8")
    folder = tmp_path / "profielen"
    folder.mkdir()
    (folder / "dowr.yaml").write_text(
        text.replace("routes:\n", ROUTE, 1).replace("  producten: !gekozen\n", DAYS, 1), encoding="utf-8"
    )
    return folder


def test_the_profile_with_it_is_sound(profielen: Path) -> None:
    assert [item.code for item in check_profile(load_profile(profielen / "dowr.yaml"))] == []


def test_it_goes_from_workbooks_through_votes_to_a_published_document(profielen: Path, tmp_path: Path) -> None:
    office = open_round(tmp_path / "var", "jaarplan", profielen=profielen)
    accepted = [verdict.geaccepteerd for verdict in hand_in_samples(office)]
    skip_pause(office.workspace, office.dossier)
    make_version(office.workspace, office.dossier)
    asked = open_gates(office)
    walk_route(office)
    publish_product(office)

    store, (version,) = office.workspace.store, office.state.versions
    made = manifest.from_bytes(store.get(version.manifest_sha256)).documenten
    assert (accepted, asked) == ([True] * 7, ["v1-s0-regiegroep_ict-r1", "v1-s0-regiegroep_bedrijfsvoering-r1"])
    assert {"jaarplan.pdf", "jaarplan.xlsx", "oplegnota_directieberaad.pdf"} <= made.keys()
    assert describe(office.workspace, office.dossier).toestand.startswith("gepubliceerd")

"""A kaderbrief from workbooks to publication, and the begroting of the same year that follows it, or does not."""

from dataclasses import replace
from pathlib import Path

import pytest

from builders.dossier import Office, open_round, publish_product, skip_pause, walk_route
from builders.export import export_dossier
from builders.samples import hand_in, hand_in_samples
from jaarcyclus.demo.sample_figures import sample_figures
from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.known import known_kaders
from jaarcyclus.figures.kaders import proposal
from jaarcyclus.figures.records import Figures
from jaarcyclus.proof.verification import Asked, verify_zip
from jaarcyclus.steps.overview import describe
from jaarcyclus.steps.versions import make_version


@pytest.fixture(scope="module")
def kaderbrief(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The kaderbrief 2027 of the sample workbooks, printed for real, walked over its route and published."""
    office = open_round(tmp_path_factory.mktemp("kaderbrief"), "kaderbrief")
    assert [verdict.geaccepteerd for verdict in hand_in_samples(office)] == [True] * 7
    skip_pause(office.workspace, office.dossier)
    make_version(office.workspace, office.dossier)
    walk_route(office)
    publish_product(office)
    return office


@pytest.fixture(scope="module")
def begroting(kaderbrief: Office) -> Office:
    """The round of the begroting 2027, opened after that; nothing is handed in."""
    return open_round(Path(), workspace=kaderbrief.workspace)


def test_it_goes_from_workbooks_to_publication(kaderbrief: Office) -> None:
    asked = [gate.gremium for gate in kaderbrief.state.gates]

    assert asked == ["regiegroep_ict", "regiegroep_bedrijfsvoering", "directieberaad", "bvr"]
    assert describe(kaderbrief.workspace, kaderbrief.dossier).toestand.startswith("gepubliceerd")


def test_its_dossier_holds(kaderbrief: Office) -> None:
    report = verify_zip(export_dossier(kaderbrief.workspace, kaderbrief.dossier))

    assert [line.tekst for line in report.regels if line.houdt is False] == []


def test_it_has_a_document_a_booklet_each_and_a_note_for_everybody(kaderbrief: Office) -> None:
    store, (version,) = kaderbrief.workspace.store, kaderbrief.state.versions
    made = manifest.from_bytes(store.get(version.manifest_sha256)).documenten

    assert {name.partition("_")[0] for name in made} == {"kaderbrief.pdf", "kaderbrief.xlsx", "boekje", "oplegnota"}
    assert store.get(made["kaderbrief.pdf"]).startswith(b"%PDF")


def test_the_round_of_the_begroting_knows_what_it_fixed(begroting: Office) -> None:
    """€ 1.000 of wages last year is € 1.030 in the boekjaar and € 1.060,90 the year after, at 3% a year."""
    kaders = known_kaders(begroting.state.known, begroting.workspace.store.get)

    assert kaders is not None
    assert [proposal(kaders, 1_000_00, "1.1", years) for years in (1, 2)] == [1_030_00, 1_060_90]
    assert [(item.perceel, item.amounts_cent[0]) for item in kaders.taakstellingen] == [("ict", 10_000_00)]
    assert [line.omschrijving for line in kaders.claims["psa"]] == [
        "Digitale toegankelijkheid van Personeels- en salarisadministratie"
    ]


def test_a_begroting_that_follows_the_index_hears_nothing(begroting: Office) -> None:
    verdict = hand_in(begroting, sample(begroting, "psa"))

    assert (verdict.geaccepteerd, codes(verdict.bevindingen)) == (True, [])


def test_a_line_that_does_not_follow_it_is_named(begroting: Office) -> None:
    """A line of last year that rises by a tenth instead of 3%: one warning, on its cell."""
    figures = sample(begroting, "inkoop")
    first = figures.regels[0]
    higher = {**first.bedragen_cent, "t": (first.bedragen_cent["t_min1"] or 0) * 11 // 10}
    verdict = hand_in(begroting, replace(figures, regels=(replace(first, bedragen_cent=higher), *figures.regels[1:])))

    (found,) = [item for item in verdict.bevindingen if item.code == "INDEXATIE_WIJKT_AF"]
    assert (verdict.geaccepteerd, found.blad, found.ernst) == (True, "Regels", "waarschuwing")
    assert first.omschrijving in found.melding
    assert "de index van de kaderbrief is 3,00%" in found.melding


def test_the_begroting_holds_beside_the_kaderbrief_it_rests_on(begroting: Office, kaderbrief: Office) -> None:
    """Its warnings are made anew from the export of the kaderbrief alone."""
    earlier = export_dossier(kaderbrief.workspace, kaderbrief.dossier)
    hand_in(begroting, sample(begroting, "ict"))

    report = verify_zip(
        export_dossier(begroting.workspace, begroting.dossier), asked=Asked(head=None, earlier=(earlier,))
    )

    assert [line.tekst for line in report.regels if line.houdt is False] == []
    assert "Wat dit dossier van dowr-2027-kaderbrief overnam, is wat daar is gepubliceerd." in [
        line.tekst for line in report.regels
    ]


def test_who_does_not_prepare_the_kaders_leaves_their_sheets_empty(tmp_path: Path) -> None:
    office = open_round(tmp_path, "kaderbrief")
    ours, kaders = sample(office, "ict"), sample(office, "algemeen").bladen

    verdict = hand_in(office, replace(ours, bladen={"indexen": kaders["indexen"][:1]}))

    (found,) = verdict.bevindingen
    assert (verdict.geaccepteerd, found.code, found.blad, found.cel) == (False, "KADER_VAN_ANDER", "Indexen", "A5")
    assert "alleen DOWR algemeen" in found.melding


def sample(office: Office, perceel: str) -> Figures:
    profile = office.workspace.profile_of(office.state)
    return sample_figures(profile, perceel, office.state.product, office.state.boekjaar)


def codes(findings: tuple[object, ...]) -> list[str]:
    return [getattr(item, "code", "") for item in findings]

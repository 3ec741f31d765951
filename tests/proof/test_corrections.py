"""A forger withdraws, corrects, or hides that somebody did: each forgery beside the sentence that it brings about."""

from pathlib import Path
from typing import Any

import pytest

from builders.dossier import corrected, withdrawn
from builders.export import export_dossier
from builders.forgery import ForgersDesk, Forgery, faults, line, rewrite
from builders.mutation import holds, mutate
from builders.place import files_at
from jaarcyclus.proof.anchors import read_anchors
from jaarcyclus.proof.beside import Asked
from jaarcyclus.proof.verification import verify_zip


@pytest.fixture(scope="module")
def gone(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """The export of a begroting that was withdrawn, and the metadata.json that stand in its place."""
    office = withdrawn(tmp_path_factory.mktemp("ingetrokken"))
    return export_dossier(office.workspace, office.dossier), files_at(office)["metadata.json"]


@pytest.fixture(scope="module")
def replaced(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """The export of a begroting that was corrected, and the metadata.json of the correction."""
    office = corrected(tmp_path_factory.mktemp("gecorrigeerd"))
    exported = export_dossier(office.workspace, office.dossier)
    return exported, files_at(office, "begroting-correctie-1")["metadata.json"]


def by(kind: str, person: str) -> Forgery:
    def forge(desk: ForgersDesk) -> None:
        desk.find(kind)["actor"] = person

    return forge


def twice(kind: str) -> Forgery:
    def forge(desk: ForgersDesk) -> None:
        event = desk.find(kind)
        desk.add_after(event, kind, event["actor"], dict(event["inhoud"]))

    return forge


def earlier(kind: str, than: str) -> Forgery:
    """Let it have happened before the first event of another kind."""

    def forge(desk: ForgersDesk) -> None:
        event = desk.find(kind)
        desk.events.remove(event)
        desk.events.insert(desk.events.index(desk.find(than)), event)

    return forge


def changed(kind: str, **content: Any) -> Forgery:
    return lambda desk: desk.change(kind, {}, **content)


WITHDRAWALS: dict[str, tuple[Forgery, str]] = {
    "by another": (by("intrekking_besloten", "manager_ict"), "NIET_BEVOEGD"),
    "by the program": (by("intrekking_besloten", "systeem"), "NIET_BEVOEGD"),
    "carried out by a person": (by("ingetrokken", "controller"), "NIET_BEVOEGD"),
    "decided twice": (twice("intrekking_besloten"), "AL_INGETROKKEN"),
    "carried out twice": (twice("ingetrokken"), "NIET_INGETROKKEN"),
    "never decided": (lambda desk: desk.remove("intrekking_besloten"), "NIET_INGETROKKEN"),
    "before it was published": (earlier("intrekking_besloten", "gepubliceerd"), "NIET_GEPUBLICEERD"),
    "of another version": (changed("intrekking_besloten", versie=2), "NIET_GEPUBLICEERD"),
    "without a reason": (changed("intrekking_besloten", reden="."), "REDEN_ONTBREEKT"),
    "at another place": (changed("ingetrokken", doel="map:dowr/2026/begroting"), "PLAATS_ANDERS"),
    "published once more": (twice("gepubliceerd"), "DOSSIER_GESLOTEN"),
}


@pytest.mark.parametrize(("forge", "code"), WITHDRAWALS.values(), ids=WITHDRAWALS)
def test_a_forged_withdrawal_is_found(gone: tuple[bytes, bytes], forge: Forgery, code: str) -> None:
    assert f"({code})" in faults(rewrite(gone[0], forge))


def test_another_reason_than_stood_on_the_page_is_found(gone: tuple[bytes, bytes]) -> None:
    """The forger changes what was decided and leaves what was placed, or the other way round."""
    forged = rewrite(gone[0], changed("intrekking_besloten", reden="Een andere reden."), mend=False)

    assert "(METADATA_ANDERS)" in faults(forged)


def test_data_in_its_place_that_say_something_else_are_found(gone: tuple[bytes, bytes]) -> None:
    def forge(desk: ForgersDesk) -> None:
        event = desk.find("ingetrokken")
        old = desk.artefacten.pop(event["inhoud"]["metadata_sha256"])
        event["inhoud"]["metadata_sha256"] = desk.put(old.replace(b"ingetrokken", b"vervallen"))

    assert "(METADATA_ANDERS)" in faults(rewrite(gone[0], forge, mend=False))


def erase(desk: ForgersDesk) -> None:
    desk.remove("intrekking_besloten")
    desk.remove("ingetrokken")


def test_an_erased_withdrawal_shows_to_who_kept_the_data_in_its_place(gone: tuple[bytes, bytes]) -> None:
    """The end of a chain is no fault in it: only what lies elsewhere shows that something is gone."""
    forged, kept = rewrite(gone[0], erase), Asked(anchors=read_anchors(gone[1]))

    assert line(forged, "stand").startswith("dowr-2027-begroting: gepubliceerd.")
    assert not verify_zip(forged, asked=kept).houdt
    assert verify_zip(gone[0], asked=kept).houdt


def test_the_head_on_the_page_of_a_withdrawal_does_not_say_that_it_was_done(gone: tuple[bytes, bytes]) -> None:
    """It is that of the decision: what followed can be cut off, as what follows an annex can."""
    decided = read_anchors(gone[1])[-1].head
    cut = rewrite(gone[0], lambda desk: desk.remove("ingetrokken"))

    assert line(gone[0], "na de kop", decided).startswith("Na de opgegeven kop volgt nog één gebeurtenis")
    assert line(cut, "na de kop", decided).startswith("Na het besluit tot intrekking gaat de publicatie weg")
    assert "na de kop" in verify_zip(cut, decided).niet_nagegaan


def test_the_verifier_says_where_a_withdrawn_dossier_stands(gone: tuple[bytes, bytes]) -> None:
    assert line(gone[0], "stand") == (
        "dowr-2027-begroting: niet meer gepubliceerd; versie 1 is ingetrokken op 1 april 2026. Dit is een OEFENING: de "
        "klok was gesimuleerd."
    )


CORRECTIONS: dict[str, tuple[Forgery, str]] = {
    "by another": (by("correctie_besloten", "ambtelijk_secretaris"), "NIET_BEVOEGD"),
    "published by a person": (by("correctie_gepubliceerd", "controller"), "NIET_BEVOEGD"),
    "decided twice": (twice("correctie_besloten"), "CORRECTIE_LOOPT"),
    "published twice": (twice("correctie_gepubliceerd"), "DOSSIER_GESLOTEN"),
    "never decided": (lambda desk: desk.remove("correctie_besloten"), "DOSSIER_GESLOTEN"),
    "of nobody's workbook": (changed("correctie_besloten", percelen=[]), "PERCEEL_ONBEKEND"),
    "of what it does not replace": (changed("correctie_gepubliceerd", vervangt=2), "GEEN_CORRECTIE"),
    "without a vote": (
        lambda desk: desk.remove("stem_uitgebracht", gate="v2-s2-bvr-r1", zetel="deventer"),
        "TELLING_ANDERS",
    ),
    "in the place of the old one": (
        changed("correctie_gepubliceerd", doel="map:dowr/2027/begroting"),
        "PLAATS_ANDERS",
    ),
    "of a first publication that is gone": (lambda desk: desk.remove("gepubliceerd"), "NIET_GEPUBLICEERD"),
}


@pytest.mark.parametrize(("forge", "code"), CORRECTIONS.values(), ids=CORRECTIONS)
def test_a_forged_correction_is_found(replaced: tuple[bytes, bytes], forge: Forgery, code: str) -> None:
    assert f"({code})" in faults(rewrite(replaced[0], forge))


def test_a_correction_that_calls_itself_a_first_publication_is_found(replaced: tuple[bytes, bytes]) -> None:
    def forge(desk: ForgersDesk) -> None:
        event = desk.find("correctie_gepubliceerd")
        event["soort"] = "gepubliceerd"
        del event["inhoud"]["vervangt"]

    assert "(AL_GEPUBLICEERD)" in faults(rewrite(replaced[0], forge))


def test_a_rewrite_that_changes_nothing_gives_the_same_bytes(
    gone: tuple[bytes, bytes], replaced: tuple[bytes, bytes]
) -> None:
    """Or the forgeries above would be found for the wrong reason."""
    assert [rewrite(exported, lambda desk: None) == exported for exported, _ in (gone, replaced)] == [True, True]


def test_no_blind_forgery_holds_against_the_head_that_was_kept(
    gone: tuple[bytes, bytes], replaced: tuple[bytes, bytes]
) -> None:
    for exported, _ in (gone, replaced):
        head = ForgersDesk(exported).events[-1]["hash"]
        made = [mutate(exported, seed) for seed in range(40)]

        assert [what for what, forged in made if forged not in (b"", exported) and holds(forged, head)] == []


def test_what_was_published_holds_from_each_of_its_metadata(tmp_path: Path, replaced: tuple[bytes, bytes]) -> None:
    exported, metadata = replaced

    assert verify_zip(exported, asked=Asked(anchors=read_anchors(metadata))).houdt


def test_the_annex_of_each_publication_is_made_again(replaced: tuple[bytes, bytes]) -> None:
    """Both stand where people look: that of version 1 is not believed because another came after it."""
    seen: list[str] = []

    def forge(desk: ForgersDesk) -> None:
        for event in desk.events:
            if event["soort"] == "bijlage_vastgelegd":
                event["inhoud"]["bouw"] = {"opmaak": str(len(seen))}
                seen.append(event["soort"])

    told = line(rewrite(replaced[0], forge), "bijlage")

    assert len(seen) == 2
    assert told.startswith("De bijlage is gemaakt met opmaak 0;")

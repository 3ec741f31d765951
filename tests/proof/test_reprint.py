"""Printing a dossier once more: documents that do not say what the figures and the ledger say are found."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from builders.dossier import add_version, open_round, skip_pause, submit_workbooks, walk_route, with_version
from builders.export import export_dossier
from builders.forgery import ForgersDesk, rewrite
from builders.profile import PROFIELEN, changed
from jaarcyclus.documents.files import layout_info
from jaarcyclus.dossier import manifest
from jaarcyclus.printing import pdf
from jaarcyclus.proof.beside import Asked
from jaarcyclus.proof.report import ReportLine
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import acts
from jaarcyclus.steps.acts import set_kenmerken
from jaarcyclus.steps.publication import publish
from jaarcyclus.steps.versions import make_version

PRINT = pdf.render


@pytest.fixture(scope="module", autouse=True)
def printed_before() -> Iterator[None]:
    """The same page is printed once in this file: that printing again gives the same bytes, one test looks at."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pdf, "render", cache(PRINT))
        yield


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A published strategic begroting whose documents were really printed; only such a one goes to the colleges."""
    folder = tmp_path_factory.mktemp("gedrukt")
    text = changed(
        (
            "college_raalte], blokkeert: false}\n  tussenrapportage_1:",
            "college_raalte], blokkeert: false, als: strategisch}\n  tussenrapportage_1:",
        ),
        text=(PROFIELEN / "dowr.yaml").read_text(encoding="utf-8"),
    )
    (folder / "dowr.yaml").write_text(text, encoding="utf-8")
    office = open_round(folder / "var", profielen=folder)
    set_kenmerken(office.workspace, office.dossier, "controller", kenmerken=("strategisch",), reden="een nieuwe koers")
    submit_workbooks(office)
    skip_pause(office.workspace, office.dossier)
    make_version(office.workspace, office.dossier)
    walk_route(office)
    publish(office.workspace, office.dossier)
    return export_dossier(office.workspace, office.dossier)


def documents(content: bytes) -> list[ReportLine]:
    return lines(content, "documenten", documents=True)


def lines(content: bytes, *subjects: str, documents: bool = False) -> list[ReportLine]:
    return [line for line in verify_zip(content, asked=Asked(documents=documents)).regels if line.onderwerp in subjects]


def print_something_else(bureau: ForgersDesk) -> None:
    """Let everybody have voted on another product and another booklet, and publish those."""
    printed = dict(bureau.manifest.documenten)
    other = {"begroting.pdf": bureau.put(b"%PDF-1.7 mooier"), "boekje_regiegroep_ict.pdf": bureau.put(b"%PDF-1.7")}
    for name, sha256 in other.items():
        bureau.replace_everywhere(printed[name], sha256)
    bureau.change_manifest(documenten=printed | other)


def print_another_annex(bureau: ForgersDesk) -> None:
    annex = bureau.put(b"%PDF-1.7 iedereen was voor")
    bureau.change("bijlage_vastgelegd", {}, bijlage_sha256=annex)
    bureau.change("gepubliceerd", {}, bijlage_sha256=annex)


def swap_the_workbook(bureau: ForgersDesk) -> None:
    printed = dict(bureau.manifest.documenten)
    other = {"begroting.xlsx": bureau.put(b"een ander werkboek")}
    bureau.replace_everywhere(printed["begroting.xlsx"], other["begroting.xlsx"])
    bureau.change_manifest(documenten=printed | other)


def use_other_software(bureau: ForgersDesk) -> None:
    bureau.change_manifest(bouw={"weasyprint": "1.0"})


def test_what_was_printed_is_printed_again_to_the_byte(exported: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "render", PRINT)

    assert [line.houdt for line in documents(exported)] == [True]


def test_documents_that_say_something_else_are_found(exported: bytes) -> None:
    """Only this finds them: every hash, vote and list was made to fit."""
    forged = rewrite(exported, print_something_else)

    assert [line.houdt for line in lines(forged, "documenten")] == [None]
    assert [line.tekst for line in documents(forged)] == [
        "Document begroting.pdf van versie 1 is niet wat uit de cijfers volgt.",
        "Document boekje_regiegroep_ict.pdf van versie 1 is niet wat uit de cijfers volgt.",
    ]


def test_an_annex_that_says_something_else_is_found_unasked(exported: bytes) -> None:
    """The head that it prints ends before it: its own bytes are proven by printing it again."""
    forged = rewrite(exported, print_another_annex)

    assert [line.houdt for line in lines(exported, "bijlage")] == [True]
    assert [(line.onderwerp, line.tekst) for line in verify_zip(forged).regels if line.houdt is False] == [
        ("bijlage", "De bijlage Besluitvorming is niet wat uit de gebeurtenissen volgt.")
    ]


def test_an_annex_that_was_printed_by_other_software_proves_nothing(exported: bytes) -> None:
    forged = rewrite(exported, lambda desk: desk.change("bijlage_vastgelegd", {}, bouw={"weasyprint": "1.0"}))

    (found,) = lines(forged, "bijlage")

    assert found.houdt is None
    assert found.tekst.startswith("De bijlage is gemaakt met weasyprint 1.0; hier staat opmaak")


def test_with_other_software_nothing_is_proven(exported: bytes) -> None:
    (found,) = documents(rewrite(exported, use_other_software))

    assert found.houdt is None
    assert found.tekst.startswith("De documenten zijn gemaakt met weasyprint 1.0; hier staat lettertypen")


def test_a_version_of_other_software_shields_no_other(tmp_path: Path) -> None:
    """Between two versions the program was renewed: the adopted one is compared all the same."""
    office = with_version(tmp_path)
    acts.reopen(office.workspace, office.dossier, "controller", reden="andere index", percelen=("psa",))
    submit_workbooks(office, "psa", lines=4)
    add_version(office)

    def forge(desk: ForgersDesk) -> None:
        desk.change_manifest(version=1, bouw={"weasyprint": "1.0"})
        made = manifest.from_bytes(desk.artefacten[desk.find("versie_gemaakt", versie=2)["inhoud"]["manifest_sha256"]])
        other = made.documenten | {"begroting.xlsx": desk.put(b"een ander werkboek")}
        desk.change_manifest(version=2, documenten=other, bouw=layout_info())

    found = lines(rewrite(export_dossier(office.workspace, office.dossier), forge), "documenten")

    assert [line.tekst for line in found] == ["Document begroting.xlsx van versie 2 is niet wat uit de cijfers volgt."]


@pytest.mark.parametrize("asked", [True, False])
def test_where_no_version_was_made_no_document_is_said_to_be_compared(tmp_path: Path, asked: bool) -> None:
    office = open_round(tmp_path)

    (found,) = lines(export_dossier(office.workspace, office.dossier), "documenten", documents=asked)

    assert found.tekst == "Er is nog geen versie gemaakt, dus geen document."


def test_of_a_version_without_votes_nobody_says_that_it_was_voted_on(exported: bytes, tmp_path: Path) -> None:
    office = open_round(tmp_path / "var")
    submit_workbooks(office)
    skip_pause(office.workspace, office.dossier)
    make_version(office.workspace, office.dossier)
    unvoted = export_dossier(office.workspace, office.dossier)

    told = [
        line.tekst.partition(". Het Excel")[0] for each in (unvoted, exported) for line in lines(each, "documenten")
    ]

    assert told == [
        "Het zijn de bytes die zijn vastgelegd; gestemd is er nog niet",
        "Het zijn de bytes waarop is gestemd",
    ]


def test_unasked_the_report_says_that_it_was_not_looked_at(exported: bytes) -> None:
    report = verify_zip(exported)
    found = next(line for line in report.regels if line.onderwerp == "documenten")

    assert found.houdt is None
    assert "is niet nagegaan" in found.tekst
    assert (report.houdt, report.niet_nagegaan) == (True, ("documenten", "ontvangsten", "namen", "kop"))


def test_a_workbook_of_the_product_with_other_figures_is_found_unasked(exported: bytes) -> None:
    """Who swaps it and lets everybody have voted on that is found out without printing anything."""
    forged = rewrite(exported, swap_the_workbook)

    found = [line for line in lines(forged, "documenten") if line.houdt is False]

    assert [line.tekst for line in found] == ["Document begroting.xlsx van versie 1 is niet wat uit de cijfers volgt."]

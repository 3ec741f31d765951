"""The verdict on a submission: a workbook as it comes in beside what the sender reads."""

import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from builders.workbook import SETTINGS, dowr, filled, judge_workbook, make_figures, make_line, with_cell, with_part
from builders.zip import packed, workbook_parts
from jaarcyclus.errors import NoSuchFile
from jaarcyclus.intake.verdict import MAX_BEVINDINGEN, Verdict, verdict_as_json
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.canonical import dumps
from jaarcyclus.workbook.form import FORM_VERSION
from jaarcyclus.workbook.writer import make_workbook

PROFILE = dowr()
LINES_XML = "xl/worksheets/sheet2.xml"


def judge(content: bytes | Path, perceel: str | None = None, profile: Profile = PROFILE) -> Verdict:
    return judge_workbook(content, profile, SETTINGS, perceel)


def found(verdict: Verdict) -> list[tuple[str, str, str, str]]:
    return [(item.ernst, item.code, item.blad, item.cel) for item in verdict.bevindingen]


@pytest.mark.parametrize(
    ("product", "perceel"),
    [
        ("begroting", "ict"),
        ("tussenrapportage_1", "psa"),
        ("tussenrapportage_2", "algemeen"),
        ("jaarverslag", "inkoop"),
    ],
)
def test_a_sound_workbook_is_accepted_with_its_figures(product: str, perceel: str) -> None:
    figures = make_figures(product, perceel)

    verdict = judge(filled(figures))

    assert found(verdict) == []
    assert verdict == Verdict(
        accepted=True,
        bevindingen=(),
        figures=figures,
        perceel=perceel,
        product=product,
        boekjaar=2027,
        form_version=FORM_VERSION,
    )


def test_a_path_is_read_like_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "begroting.xlsx"
    path.write_bytes(filled())

    assert judge(path) == judge(filled())


def test_an_empty_form_is_refused_with_what_is_missing() -> None:
    verdict = judge(make_workbook(PROFILE, PROFILE.inzendplicht("ict"), "begroting", 2027))

    assert not verdict.accepted
    assert verdict.figures is None
    assert [code for _, code, _, _ in found(verdict)].count("TOELICHTING_LEEG") == 4
    assert ("fout", "REGELS_LEEG", "Regels", "") in found(verdict)


def test_a_workbook_of_another_perceel_is_refused_before_its_content_is_judged() -> None:
    verdict = judge(filled(), "psa")

    assert found(verdict) == [("fout", "PERCEEL_ONJUIST", "Kenmerken", "")]
    assert (verdict.perceel, verdict.product, verdict.boekjaar) == ("ict", "begroting", 2027)


def test_what_was_expected_is_accepted() -> None:
    assert judge(filled(), "ict").accepted


def test_a_workbook_of_another_cooperation_is_refused() -> None:
    other = PROFILE.model_copy(update={"profiel": "ommen_hardenberg"})

    assert found(judge(filled(), profile=other)) == [("fout", "PROFIEL_ONJUIST", "Kenmerken", "")]


def test_a_perceel_that_is_no_longer_there_is_refused() -> None:
    without = PROFILE.model_copy(update={"percelen": PROFILE.percelen[1:]})

    assert found(judge(filled(), profile=without)) == [("fout", "PERCEEL_ONJUIST", "Kenmerken", "")]


def test_an_amount_as_text_is_accepted_with_a_warning() -> None:
    """Typed by a program that calculates nothing: both things are said, and the figures have the amount."""
    verdict = judge(with_cell("Regels", "K9", "1.234,56"))

    assert found(verdict) == [
        ("waarschuwing", "BEDRAG_ALS_TEKST", "Regels", "K9"),
        ("waarschuwing", "TOTAAL_NIET_BEREKEND", "Regels", "I4"),
    ]
    assert verdict.figures is not None
    assert verdict.figures.regels[0].bedragen_cent["t"] == 123_456


def test_an_unreadable_amount_is_one_finding() -> None:
    """Not also an empty amount, and not also a wrong total."""
    verdict = judge(with_cell("Regels", "K9", "1,234"))

    assert [item for item in found(verdict) if item[0] == "fout"] == [("fout", "BEDRAG_ONLEESBAAR", "Regels", "K9")]


def calculated(change: tuple[str, str], totals: dict[str, str]) -> bytes:
    """The filled form with one cell changed as Excel saves it: its totals calculated anew."""
    cell, content = change

    def save(xml: str) -> str:
        xml = re.sub(rf'<c r="{cell}"( s="\d+")[^>]*>.*?</c>', rf'<c r="{cell}"\1 t="inlineStr">{content}</c>', xml)
        for place, value in totals.items():
            xml = re.sub(rf'(<c r="{place}".*?<v>)[^<]*', rf"\g<1>{value}", xml)
        return xml

    return with_part(filled(), LINES_XML, save)


def test_an_amount_as_text_that_excel_left_out_of_the_total_is_one_finding() -> None:
    """The total is locked and right: to send the manager there would send him astray."""
    content = calculated(("K9", "<is><t>1.000,50</t></is>"), {"K4": "1000.5", "K6": "0"})

    assert found(judge(content)) == [("waarschuwing", "BEDRAG_ALS_TEKST", "Regels", "K9")]


def test_a_line_of_no_known_side_is_one_finding() -> None:
    """It is in none of the eighteen totals: the word is the cause, no total is wrong."""
    content = calculated(("B9", "<is><t>uitgaven</t></is>"), {})

    assert found(judge(content)) == [("fout", "KANT_ONBEKEND", "Regels", "B9")]


def test_a_side_in_capitals_is_that_side_as_excel_takes_it() -> None:
    assert found(judge(calculated(("B9", "<is><t>Lasten</t></is>"), {}))) == []


def test_nothing_is_said_of_what_a_refused_word_means() -> None:
    """It read: 'is structureel en stopt', below a cell that says eenmalig."""
    amounts: dict[str, int | None] = dict.fromkeys(make_line().bedragen_cent, 0) | {"t": 900_000}
    figures = make_figures(regels=(*make_figures().regels, make_line("Proef", rij=12, bedragen_cent=amounts)))

    told = [
        code
        for _, code, _, cell in found(judge(with_cell("Regels", "E12", "eenmalig", filled(figures))))
        if cell == "E12"
    ]

    assert told == ["AARD_ONBEKEND"]


@pytest.mark.parametrize("side", ["lasten ", " lasten", "lasten\u00a0"])
def test_blanks_that_excel_does_not_strip_are_one_finding_on_their_cell(side: str) -> None:
    """SUMIFS leaves the line out of each total of lasten: twelve findings told to mend totals that were right."""
    stored = {f"{column}4": "1000.5" for column in "IJKLMN"} | {f"{column}6": "0" for column in "IJKLMN"}
    content = calculated(("B9", f"<is><t xml:space='preserve'>{side}</t></is>"), stored)

    assert found(judge(content)) == [("fout", "KEUZE_MET_SPATIES", "Regels", "B9")]


def test_an_amount_changed_behind_the_total_is_seen() -> None:
    """The stored total still says € 2.001,00."""
    changed = with_part(
        filled(), LINES_XML, lambda xml: re.sub(r'<c r="K9" s="\d+"><v>1000.5<', '<c r="K9"><v>5000<', xml)
    )

    verdict = judge(changed)

    assert found(verdict) == [
        ("fout", "TOTAAL_ONJUIST", "Regels", "K4"),
        ("fout", "TOTAAL_ONJUIST", "Regels", "K6"),
    ]
    assert verdict.bevindingen[0].verwacht == "Totaal lasten: € 6.000,50"


def test_all_faults_are_told_at_once() -> None:
    content = with_cell("Regels", "A9", "0.99")
    content = with_cell("Toelichting", "B5", None, content)
    content = with_cell("Regels", "B10", "kosten", content)

    codes = {code for ernst, code, _, _ in found(judge(content)) if ernst == "fout"}

    assert codes == {"TAAKVELD_ONBEKEND", "TOELICHTING_LEEG", "KANT_ONBEKEND"}


def test_a_hostile_file_is_a_refusal_like_any_other() -> None:
    verdict = judge(packed(workbook_parts()))

    assert found(verdict) == [("fout", "SJABLOON_ONBEKEND", "", "")]
    assert (verdict.perceel, verdict.product, verdict.boekjaar) == (None, None, None)


def test_a_path_to_something_huge_is_read_no_further_than_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "groot.xlsx"
    with path.open("wb") as stream:
        stream.truncate(10**12)

    assert found(judge(path)) == [("fout", "BESTAND_TE_GROOT", "", "")]


def test_more_findings_than_anyone_reads_are_counted() -> None:
    """Five thousand times the same mistake is five hundred lines and a number."""
    lines = tuple(
        make_line(f"Regel {number}", taakveld="0.99", categorie="3.8", rij=9 + number) for number in range(600)
    )

    verdict = judge(filled(make_figures(regels=lines)))

    assert len(verdict.bevindingen) == MAX_BEVINDINGEN + 1
    assert "nog 100 bevindingen, waarvan 100 fouten" in verdict.bevindingen[-1].melding


def test_the_verdict_as_json() -> None:
    """Other programs read it: these keys, no others, and nothing that is said is left out."""
    shown = verdict_as_json(judge(with_cell("Regels", "A9", 0.1)))

    assert json.loads(dumps(shown)) == shown
    assert shown.keys() == {"geaccepteerd", "bevindingen"}
    assert shown["geaccepteerd"] is False
    assert shown["bevindingen"][0] == {
        "code": "CODE_ALS_GETAL",
        "ernst": "fout",
        "blad": "Regels",
        "cel": "A9",
        "waarde": "0.1",
        "melding": "Deze code is als getal opgeslagen; dan is 0.10 niet van 0.1 te onderscheiden. "
        "Verwacht: een code als tekst, zoals 0.4. "
        "Geef de cel de eigenschap Tekst (of begin met een aanhalingsteken: '0.10) en typ de code opnieuw.",
    }


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir])
def test_a_path_to_no_file_is_not_waited_for(make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "begroting.xlsx"
    make(path)

    with pytest.raises(NoSuchFile, match="is geen gewoon bestand"):
        judge(path)


def test_the_limit_is_a_setting() -> None:
    small = replace(SETTINGS, max_werkboek_bytes=1_000)

    assert [item.code for item in judge_workbook(filled(), PROFILE, small).bevindingen] == ["BESTAND_TE_GROOT"]

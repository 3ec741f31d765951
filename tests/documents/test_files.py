"""Everything printed for one version: which files, the same bytes, the same figures, readable by everybody."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from builders.order import build_order
from builders.pdf import read_last_lines, read_outline, read_pages, read_tables, read_text
from builders.profile import PROFIELEN, changed, profile_from
from jaarcyclus.documents import files
from jaarcyclus.documents.oplegnota import decision_points, write_note
from jaarcyclus.documents.order import DRAFT
from jaarcyclus.documents.product import write_booklet, write_product
from jaarcyclus.documents.product_workbook import write_workbook
from jaarcyclus.dossier.document_names import document_names
from jaarcyclus.figures.consolidation import consolidate
from jaarcyclus.printing import pdf
from jaarcyclus.terms import canonical
from jaarcyclus.terms.formats import format_amount
from jaarcyclus.terms.money import format_euro

ROOT = Path(__file__).resolve().parents[2]
LINES = 4
COLLEGES = ("college_deventer", "college_olst_wijhe", "college_raalte")
REGIEGROEPEN = ("regiegroep_ict", "regiegroep_bedrijfsvoering")


def _documents(product: str = "begroting") -> dict[str, bytes]:
    return _make_documents(product)  # one spelling: `cache` tells a default from the same value given


@cache
def _make_documents(product: str) -> dict[str, bytes]:
    return files.make_documents(build_order(product, lines=LINES))


@pytest.mark.parametrize(
    ("product", "gremia"),
    [
        ("begroting", (*REGIEGROEPEN, "directieberaad", "bvr", "bo", *COLLEGES)),
        ("tussenrapportage_1", (*REGIEGROEPEN, "directieberaad", "bvr")),
        ("jaarverslag", (*REGIEGROEPEN, "directieberaad", "bvr", "bo", *COLLEGES)),
    ],
)
def test_version_has_product_booklets_and_a_note_for_each_gremium(product, gremia):
    expected = {f"{product}.pdf", f"{product}.xlsx"}
    expected |= {f"boekje_{code}.pdf" for code in REGIEGROEPEN} | {f"oplegnota_{code}.pdf" for code in gremia}

    assert set(_documents(product)) == expected
    assert set(document_names(build_order(product).profile, product, ())) == expected  # what the rules demand


def test_same_order_gives_the_same_bytes_in_any_process():
    """A vote names the SHA-256: neither clock, nor hash seed, nor process may show in the bytes."""
    script = (
        "from builders.order import build_order\n"
        "from jaarcyclus.documents import files\n"
        "from jaarcyclus.terms import canonical\n"
        f"made = files.make_documents(build_order(lines={LINES}))\n"
        "print(sorted((name, canonical.sha256(content)) for name, content in made.items()))\n"
    )
    here = sorted((name, canonical.sha256(content)) for name, content in _documents().items())

    elsewhere = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONHASHSEED": "2", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'tests'}", "TZ": "Asia/Tokyo"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert elsewhere == f"{here}\n"


@pytest.mark.parametrize("product", ["begroting", "tussenrapportage_1", "jaarverslag"])
def test_workbook_and_pdf_show_the_same_amounts(product):
    """Each number in the workbook's summary and shares stands in the PDF, to the cent."""
    content = _documents(product)
    workbook = openpyxl.load_workbook(BytesIO(content[f"{product}.xlsx"]))
    words = read_text(content[f"{product}.pdf"])

    cents = [
        round(cell.value * 100)
        for name in ("Samenvatting", "Per gemeente", "Eliminatie")
        for row in workbook[name].iter_rows()
        for cell in row
        if cell.data_type == "n" and cell.value is not None
    ]
    shown = [format_amount(abs(cent)) in words or format_amount(abs(cent))[:-3] in words for cent in cents]

    assert len(cents) > 50
    assert all(shown)


@pytest.mark.parametrize("product", ["begroting", "tussenrapportage_1", "jaarverslag"])
def test_no_heading_or_caption_stands_alone_at_the_foot_of_a_page(product):
    """All of them are bold, and so are a total, which closes a table, and the warning on the title page."""
    alone = [
        (name, line)
        for name, content in _documents(product).items()
        if name.endswith(".pdf")
        for line, bold in read_last_lines(content)
        if bold and not line.startswith(("Totaal", "Bijdrage van de gemeenten", "OEFENING"))
    ]

    assert alone == []


def test_workbook_has_its_sheets_and_typed_cells():
    workbook = openpyxl.load_workbook(BytesIO(_documents()["begroting.xlsx"]))

    assert workbook.sheetnames == ["Samenvatting", "Per gemeente", "Regels", "Eliminatie", "Verantwoording"]
    assert {cell.data_type for sheet in workbook for row in sheet.iter_rows() for cell in row} <= {"n", "s"}


def test_summary_is_that_of_the_consolidation():
    """Gross, minus what ICT charges PSA, is net; the shares of the gemeenten are the bijdrage."""
    result = build_order(lines=LINES).consolidation
    words = read_text(_documents()["begroting.pdf"])

    assert f"netto {format_euro(result.netto.lasten_cent['t'])} aan lasten" in words
    assert "Af: interne verrekeningen \u221212.500 \u221212.500 0" in words
    assert f"Deventer {format_euro(result.aandelen_cent['t']['GM0150'])}" in words


def test_booklet_shows_its_own_percelen_and_no_total():
    """A regiegroep judges its percelen before consolidation; DOWR algemeen passes none (notitie §5)."""
    words = read_text(_documents()["boekje_regiegroep_bedrijfsvoering.pdf"])

    assert "Facilitaire zaken" in words
    assert not [word for word in ("Informatievoorziening en ICT 2", "DOWR algemeen", "Totaal bruto") if word in words]


def test_columns_have_real_years_and_a_first_year_says_so():
    order = build_order(lines=1, first_year=("inkoop",))

    html = write_product(order)

    assert "Rekening 2025 (eerste jaar: geen historie)" in html
    assert "Rekening 2025: zonder Inkoop (eerste jaar: geen historie)." in html
    assert "Raming 2030" in html


def test_interim_report_says_up_to_when_it_runs():
    html = write_product(build_order("tussenrapportage_1", lines=1)).replace("\u00a0", " ")

    assert "De realisatie loopt tot en met 30 april 2027." in html
    assert "Realisatie 2027 tot en met 30 april 2027" in html


def test_deviations_are_signed():
    """A higher forecast of lasten is a nadeel, of baten a voordeel."""
    words = read_text(_documents("tussenrapportage_1")["tussenrapportage_1.pdf"])

    assert "3.000 N" in words
    assert "3.000 V" in words


def test_a_gremium_renewed_during_the_round_stands_as_on_the_day_it_opened():
    """The round opened on 1 April 2026, the bestuurlijk overleg is renewed on 1 May, the version is of 8 May."""
    text = changed(
        (
            "  - code: bo  # notitie §8; dat alleen de portefeuillehouders antwoorden is gekozen\n"
            "    naam: Bestuurlijk overleg\n",
            "  - {code: bo, naam: Bestuurlijk overleg, soort: bestuurlijk_overleg, zetels: [], tot: 2026-05-01}\n"
            "  - code: bo\n"
            "    naam: Stuurgroep\n"
            "    van: 2026-05-01\n",
        ),
        text=(PROFIELEN / "dowr.yaml").read_text(encoding="utf-8"),
    )
    opened = profile_from(text).for_round(date(2026, 4, 1), 2027)

    html = write_note(replace(build_order(lines=1), profile=opened), "bo")

    assert "Aan: Bestuurlijk overleg" in html
    assert "Stuurgroep" not in html


def test_cover_note_says_what_this_cooperation_is_for():
    """Another one with the same gremia has its own goals and its own regeling."""
    text = changed(
        ("      De gemeenten voeren hun bedrijfsvoering samen uit om", "      Wij willen minder betalen en niet om"),
        ('"convenant, artikel 8.1"', '"regeling, artikel 5"'),
        text=(PROFIELEN / "dowr.yaml").read_text(encoding="utf-8"),
    )
    order = build_order("jaarverslag", lines=1)

    own = write_note(order, "college_raalte")
    other = write_note(replace(order, profile=profile_from(text)), "college_raalte")

    assert "dat het document is ontvangen (convenant, artikel 8.1)." in own
    assert "dat het document is ontvangen (regeling, artikel 5)." in other
    assert "Wij willen minder betalen" in other
    assert [words for words in ("samen uit om", "convenant") if words in other] == []


def test_chapter_has_the_headings_and_goals_of_the_profile():
    """A cooperation without a heading for staff still shows its staff."""
    text = changed(
        ("{code: menskracht, naam: Menskracht}", "{code: samenwerking, naam: Samenwerking met de regio}"),
        ("{code: kansen, naam: kansen}", "{code: kansen, naam: ruimte om te groeien}"),
        text=(PROFIELEN / "dowr.yaml").read_text(encoding="utf-8"),
    )

    html = write_product(replace(build_order(lines=1), profile=profile_from(text)))

    assert [words in html for words in ("Samenwerking met de regio", "Ruimte om te groeien")] == [True, True]
    assert html.count("Formatie in fte") == 7


def test_cover_note_names_who_must_confirm_only_when_somebody_must():
    """The colleges confirm the jaarverslag and only hear of the begroting."""
    jaarverslag, begroting = (write_note(build_order(name, lines=1), "bvr") for name in ("jaarverslag", "begroting"))

    assert "de ontvangst is bevestigd door: College van B&amp;W van Deventer, " in jaarverslag
    assert "bevestigd" not in begroting


@pytest.mark.parametrize(("kenmerken", "is_strategic"), [((), False), (("strategisch",), True)])
def test_cover_note_lists_only_the_steps_that_apply(kenmerken, is_strategic):
    """The colleges get this begroting only when it is strategic; a note to a college is then printed too."""
    text = changed(
        (
            "college_raalte], blokkeert: false}\n  tussenrapportage_1:",
            "college_raalte], blokkeert: false, als: strategisch}\n  tussenrapportage_1:",
        ),
        text=(PROFIELEN / "dowr.yaml").read_text(encoding="utf-8"),
    )
    order = replace(build_order(lines=1), profile=profile_from(text), kenmerken=kenmerken)

    html = write_note(order, "bvr")

    assert ("College van B&amp;W van Raalte: ter info" in html) == is_strategic
    assert ("college_raalte" in order.gremia()) == is_strategic


def test_a_regiegroep_that_has_no_perceel_yet_gets_no_document():
    """It is there a year before its perceel; nobody asks it about the begroting before that."""
    text = (PROFIELEN / "dowr.yaml").read_text(encoding="utf-8")
    text = changed(("regiegroep: regiegroep_ict  # art. 5.8", "regiegroep: regiegroep_bedrijfsvoering"), text=text)
    order = replace(build_order(lines=1), profile=profile_from(text))

    assert list(order.regiegroepen()) == ["regiegroep_bedrijfsvoering"]
    assert "regiegroep_ict" not in order.gremia()


@pytest.mark.parametrize(
    ("gremium", "verbs"),
    [
        ("regiegroep_ict", ["af te stemmen", "mee te geven"]),
        ("directieberaad", ["in te stemmen"]),
        ("bvr", ["vast te stellen", "opdracht te geven"]),
        ("bo", ["kennis te nemen"]),
        ("college_raalte", ["kennis te nemen", "te bevestigen"]),
    ],
)
def test_decision_points_have_the_verb_of_the_role(gremium, verbs):
    """Nobody adopts what they only take note of."""
    points = decision_points(build_order("jaarverslag", lines=1), gremium)

    assert [point.verb for point in points] == verbs


def test_cover_note_has_the_nine_headings():
    """The headings of the college proposal among the sources."""
    assert read_outline(_documents()["oplegnota_bvr.pdf"])[1:] == [
        "Besluit",
        "Inleiding",
        "Beoogd maatschappelijk resultaat",
        "Kader",
        "Betrokken partijen en participatie",
        "Argumenten voor en tegen",
        "Financiële consequenties en dekking",
        "Openbaarmaking en communicatie",
        "Aanpak en uitvoering",
    ]


def test_exercise_is_marked_on_every_page():
    pages = read_pages(_documents()["begroting.pdf"])

    assert [number for number, words in enumerate(pages) if "OEFENING" not in words] == []


def test_real_document_carries_no_mark():
    assert "OEFENING" not in write_product(build_order(lines=1, oefening=False))


@pytest.mark.parametrize("name", ["begroting.pdf", "boekje_regiegroep_ict.pdf"])
def test_every_table_header_belongs_to_a_cell(name):
    """A screen reader tells with each amount which row and column it stands in."""
    tables = read_tables(_documents()[name])

    assert len(tables) > 5
    assert [headers - named for headers, named in tables if headers - named] == []


HOSTILE = (
    "<script>alert(1)</script> {{ 7*7 }} {% raw %} &amp; <b>vet</b> \x00\x1b[31m \u202egnirpst\u202c \ufeff \U0001f4a3 "
    '"><img src=x onerror=y> =1+1'
)


@pytest.mark.parametrize(("version", "marks"), [(1, "OEFENING"), (DRAFT, "CONCEPT · OEFENING")])
def test_every_printed_page_of_the_workbook_has_the_marks(version, marks):
    """A first row is printed once; the sheet with all lines has many pages."""
    workbook = openpyxl.load_workbook(BytesIO(write_workbook(build_order(version=version))))

    assert {sheet.oddHeader.right.text for sheet in workbook} == {marks}


def test_text_from_a_workbook_stays_text():
    """Markup, template code, control and direction marks and emoji are just printed."""
    order = build_order(lines=1, description=HOSTILE)
    words = read_text(pdf.render(write_booklet(order, "regiegroep_ict"), day=order.day))
    sheet = openpyxl.load_workbook(BytesIO(write_workbook(order)))["Regels"]
    cells = [cell for row in sheet.iter_rows() for cell in row if "script" in str(cell.value)]

    assert "<script>alert(1)</script> {{ 7*7 }} {% raw %} &amp; <b>vet</b> [U+0000][U+001B]" in words
    assert "[U+202E]gnirpst[U+202C] [U+FEFF] [U+1F4A3]" in words
    assert {cell.data_type for cell in cells} == {"s"}


def test_word_of_ten_thousand_letters_is_printed_whole():
    """Unbroken it would keep WeasyPrint busy for hours: one hostile cell would hold up everybody's begroting."""
    order = build_order(lines=1)
    ict = order.inzendingen["ict"]
    line = replace(ict.regels[0], omschrijving="w" * 10_000)
    hostile = replace(order, figures=(replace(ict, regels=(line, *ict.regels[1:])), *order.figures[1:]))

    words = read_text(pdf.render(write_booklet(hostile, "regiegroep_ict"), day=order.day))

    assert words.count("w") >= 10_000


def test_build_names_lock_and_pango():
    """The manifest can say with what the bytes can be made again."""
    info = files.build_info()

    assert set(info) == {"opmaak", "requirements_lock_sha256", *pdf.versions()}
    assert len(info["requirements_lock_sha256"]) == 64


def test_the_cover_note_of_a_request_names_only_who_is_asked() -> None:
    """It named the regiegroep of the other percelen too, which never saw the request."""
    whole = build_order("wijzigingsverzoek_1", lines=1)
    (own,) = (replace(item, regels=item.regels[:1]) for item in whole.figures if item.perceel == "ict")
    asking = whole.profile.for_request(whole.product, "wijzigingsverzoek", "ict")
    alone = consolidate((own,), asking, whole.product, whole.boekjaar)
    order = replace(whole, profile=asking, figures=(own,), consolidation=alone, kenmerken=frozenset({"past_in_kaders"}))
    note = write_note(order, "regiegroep_ict")

    assert order.name_gremium("regiegroep_ict") in note
    assert order.name_gremium("regiegroep_bedrijfsvoering") not in note

"""Small words on paper, looked for in every kind of page of every profile that we ship."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from builders.dossier import adopted, published
from builders.order import build_order
from builders.profile import PROFIELEN
from jaarcyclus.demo.sample_figures import sample_figures
from jaarcyclus.documents.bijlage import write_annex
from jaarcyclus.documents.oplegnota import write_note
from jaarcyclus.documents.order import DRAFT, DocumentOrder
from jaarcyclus.documents.product import introduce, write_booklet, write_product
from jaarcyclus.figures.consolidation import consolidate
from jaarcyclus.profile.of_round import profile_for_round
from jaarcyclus.profile.records import load_profile

PROFILES = ("dowr", "ommen_hardenberg", "regio_zwolle")
# What a reader stumbles over, and what it is.
STUMBLES = {
    "a euro sign that may stay behind at the end of a line": r"€ (?! )|€\d",
    "a percentage with a space": r"\d[ \u00a0]%",
    "English": r"\b(or|and|the)\b",
    "a hyphen for a minus": r"(?<![\w–-])-\d",
    "the code of a gate": r"\bv\d+-s\d",
    "that something was sent, while nothing is": r"(?i)\b(?:toegezonden|toegestuurd|verstuurd|gemaild|herinnerd)\b",
    "a code of ours": r"\b(?:regiegroep|college|begroting|tussenrapportage|met)_\w+|\bGM\d{4}\b|\b(?:bvr|psa)\b",
}


def orders(name: str) -> Iterator[DocumentOrder]:
    """Yield version 1 of each product in the routes of a profile, from sample figures; the first one asked for."""
    whole = load_profile(PROFIELEN / f"{name}.yaml")
    for code in whole.routes:
        asked = code in whole.kalender.op_verzoek
        product = f"{code}_1" if asked else code
        if asked:
            profile = whole.for_round(date(2027, 3, 1), 2027).for_request(product, code, "ict")
        else:
            profile = profile_for_round(whole, product, 2027)
        figures = tuple(sample_figures(whole, duty.code, product, 2027) for duty in profile.inzendplichten())
        made = consolidate(figures, profile, product, 2027)
        yield replace(build_order(product, lines=1), profile=profile, figures=figures, consolidation=made)


def texts(order: DocumentOrder) -> Iterator[str]:
    """Yield the words of product, booklets and notes."""
    pages = [write_product(order), *(write_booklet(order, code) for code in order.regiegroepen())]
    yield from (words(page) for page in (*pages, *(write_note(order, code) for code in order.gremia())))


def words(page: str) -> str:
    """Return what a page says, without markup."""
    return html.unescape(re.sub(r"(?s)<style>.*?</style>|<[^>]+>", " ", page))


def stumbles(texts: Iterable[str]) -> list[tuple[str, str]]:
    """Return what a reader stumbles over, and the words around it."""
    return [
        (what, text[max(0, match.start() - 30) : match.end() + 30])
        for text in texts
        for what, pattern in STUMBLES.items()
        for match in re.finditer(pattern, text)
    ]


@pytest.mark.parametrize("name", PROFILES)
def test_no_page_has_words_that_a_reader_stumbles_over(name):
    assert stumbles(text for order in orders(name) for text in texts(order)) == []


def order_with_shares(**shares: int) -> DocumentOrder:
    """Return an order in which the gemeenten pay these cents; a negative one gets it."""
    order = build_order(lines=1)
    codes = {gemeente.naam: gemeente.code for gemeente in order.profile.gemeenten}
    by_code = {codes[name.replace("_", "-")]: cent for name, cent in shares.items()}
    result = order.consolidation
    return replace(
        order,
        consolidation=replace(
            result,
            bijdrage_cent={**result.bijdrage_cent, "t": sum(shares.values())},
            aandelen_cent={**result.aandelen_cent, "t": by_code},
        ),
    )


@pytest.mark.parametrize(
    ("shares", "told"),
    [
        ({"Deventer": 300, "Raalte": 100}, "De gemeenten dragen samen € 4,00 bij: Deventer € 3,00 en Raalte € 1,00."),
        (
            {"Deventer": 300, "Olst_Wijhe": 200, "Raalte": -100},
            "De gemeenten dragen samen € 4,00 bij: Deventer € 3,00, Olst-Wijhe € 2,00 en Raalte krijgt € 1,00 terug.",
        ),
        ({"Deventer": -300, "Raalte": 0}, "De gemeenten krijgen samen € 3,00 terug: Deventer € 3,00 en Raalte € 0,00."),
        (
            {"Deventer": -300, "Raalte": 100},
            "De gemeenten krijgen samen € 2,00 terug: Deventer € 3,00 en Raalte betaalt € 1,00.",
        ),
    ],
)
def test_who_gets_money_back_does_not_pay_a_negative_amount(shares, told):
    assert told in introduce(order_with_shares(**shares))


def test_a_deviation_in_a_sentence_is_an_amount_in_euros():
    """`een nadeel van 1.000,00 N` says it twice, and not in what."""
    note = write_note(build_order("tussenrapportage_1", lines=1), "bvr").replace("\u00a0", " ")

    assert re.search(r"is er een (?:voordeel|nadeel) van € [\d.]+,\d\d\.", note)


@pytest.mark.parametrize("name", PROFILES)
def test_what_tells_of_the_answers_has_no_such_words_either(name, tmp_path):
    office = adopted(tmp_path, profiel=name)
    dossier = office.workspace.dossier(office.dossier)
    profile = office.workspace.profile_of(dossier)
    stands = [office.workspace.store.get(gate.stand_sha256 or "").decode() for gate in dossier.gates]

    assert stumbles(words(page) for page in (write_annex(dossier, profile, "c" * 64), *stands)) == []


@pytest.mark.parametrize("name", PROFILES)
def test_the_page_of_a_publication_names_documents_as_people_do(name, tmp_path):
    office = published(tmp_path, profiel=name)
    pages = [path.read_text() for path in office.workspace.settings.publicatie.rglob("index.html")]

    assert len(pages) == 2
    assert stumbles(words(page) for page in pages) == []


def note(gremium: str, product: str = "begroting", version: int = 1) -> str:
    """Return the words of a cover note on one line."""
    return " ".join(words(write_note(build_order(product, lines=1, version=version), gremium)).split())


@pytest.mark.parametrize("gremium", ["bo", "college_raalte"])
def test_who_is_asked_nothing_is_told_of_no_answer(gremium):
    told = note(gremium, "jaarverslag")

    assert not re.search(r"\bantwoord\b", told)
    assert "U krijgt dit document ter informatie: u stemt er niet over." in told


@pytest.mark.parametrize(
    ("gremium", "then"),
    [
        (
            "directieberaad",
            "Na een positief antwoord van elk gremium in uw stap gaat het document naar de volgende stap van de route.",
        ),
        (
            "bvr",
            "Na een positief antwoord van elk gremium in uw stap is de route klaar en wordt het document gepubliceerd.",
        ),
    ],
)
def test_who_answers_is_told_what_comes_of_it(gremium, then):
    assert then in note(gremium)


@pytest.mark.parametrize("gremium", ["bvr", "bo", "regiegroep_ict"])
def test_a_concept_claims_nothing_that_happens_in_a_dossier(gremium):
    """Nobody submitted, accepted or asked anything."""
    told = note(gremium, version=DRAFT)

    assert "Voor u ligt een concept van de begroting 2027 van DOWR." in told
    assert not re.search(r"en aanvaard;|zijn ingediend|Uw antwoord|2027, concept[ ,.]*(?:vast|$)", told)


def test_a_concept_of_the_product_claims_no_submission_either():
    order = build_order(lines=1, version=DRAFT)

    assert "zijn ingediend" not in words(write_product(order))

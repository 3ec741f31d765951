"""The page of a publication, as a reader opens it: on a telephone too, and with all that was decided, in its order."""

import re
from pathlib import Path

import pytest

from builders.browser import PHONE_PX, started_browser
from builders.dossier import (
    Office,
    corrected,
    end_gate,
    open_gates,
    publish_product,
    published,
    vote_all,
    with_version,
    withdraw,
)
from jaarcyclus.steps import acts

ICT = "v1-s0-regiegroep_ict-r1"
NO = {"antwoord": "niet afgestemd", "toelichting": "De formatie is niet onderbouwd."}
DISAGREE = {"antwoord": "geen overeenstemming", "toelichting": "Wij komen er niet uit."}


def published_after_advice(tmp_path: Path) -> Office:
    """Return a begroting of which nobody on the ladder agreed about the ICT booklet, until the expert spoke."""
    office = with_version(tmp_path)
    while gates := open_gates(office):
        for gate in gates:
            no = NO if gate == ICT else DISAGREE if "geschil" in gate else None
            vote_all(office, gate, **({"raalte": no} if no else {}))
            end_gate(office, gate)
        if office.state.gates[-1].gate == f"{ICT}-geschil-bo":
            acts.record_advice(
                office.workspace,
                office.dossier,
                "controller",
                gate=ICT,
                advies="doorgang",
                tekst="Het document voldoet aan het kader.",
                deskundige="een onafhankelijk deskundige bedrijfsvoering",
            )
    publish_product(office)
    return office


def page_of(office: Office) -> Path:
    (page,) = office.workspace.settings.publicatie.glob("*/*/*/index.html")
    return page


def test_binding_advice_stands_between_the_answers_before_and_after_it(tmp_path: Path) -> None:
    """A no, no agreement, and then yes: nobody saw what came in between."""
    page = page_of(published_after_advice(tmp_path)).read_text()

    decisions = page[page.index("Besluitvorming") : page.index("Nagaan")]
    roles = re.findall(r'<th scope="row".*?</th><td.*?>(.*?)</td><td.*?>(.*?)</td>', decisions)
    advice = [role for role, _ in roles].index("bindend advies")
    assert "geschil" in roles[advice - 1][0]
    assert roles[advice - 1][1] == "geen overeenstemming"
    assert roles[advice][1] == "doorgang"
    assert roles[advice + 1] == ("ter instemming", "akkoord")
    assert "een onafhankelijk deskundige" not in decisions  # who that is, is for the dossier


@pytest.mark.parametrize("profiel", ["dowr", "ommen_hardenberg"])
def test_the_pages_fit_a_telephone(tmp_path: Path, profiel: str) -> None:
    """Nobody scrolls sideways through a decision."""
    office = published_after_advice(tmp_path) if profiel == "dowr" else published(tmp_path, profiel=profiel)
    root = office.workspace.settings.publicatie

    with started_browser() as browser:
        page = browser.new_page(viewport={"width": PHONE_PX, "height": 800})
        widths = {}
        for path in root.rglob("index.html"):
            page.goto(path.as_uri())
            widths[path.relative_to(root).as_posix()] = page.evaluate("document.documentElement.scrollWidth")

    assert len(widths) == 2
    assert widths == dict.fromkeys(widths, PHONE_PX)


def test_the_pages_of_what_was_corrected_and_withdrawn_fit_a_telephone_and_lead_to_each_other(tmp_path: Path) -> None:
    """Version 1 is withdrawn and replaced by version 2: a reader who comes in anywhere ends at version 2."""
    office = corrected(tmp_path)
    withdraw(office, 1)
    publish_product(office)
    root = office.workspace.settings.publicatie

    with started_browser() as browser:
        page = browser.new_page(viewport={"width": PHONE_PX, "height": 800})
        page.goto((root / "index.html").as_uri())
        widths = [page.evaluate("document.documentElement.scrollWidth")]
        for link in ("Begroting 2027", "versie 2", "versie 1"):
            page.get_by_role("link", name=link).first.click()
            widths.append(page.evaluate("document.documentElement.scrollWidth"))
            told = page.locator("main").inner_text()

    assert widths == [PHONE_PX] * 4
    assert told.startswith("Alle publicaties")
    assert "Ingetrokken: Begroting 2027" in told

"""The question on Airflow's screen: what a member wrote is content there, and nothing of it hides or acts."""

import pytest

from builders.dossier import Kantoor, open_gates, sluit, stem_allen, with_version
from jaarcyclus.steps import gates

ICT = "v1-s0-regiegroep_ict-r1"
GESCHIL = f"{ICT}-geschil-directieberaad"


@pytest.fixture(scope="module")
def kantoor(tmp_path_factory) -> Kantoor:
    """Raalte said no on the ICT booklet with every trick there is."""
    office = with_version(tmp_path_factory.mktemp("vraag"))
    open_gates(office)
    reden = "[klik](javascript:alert(1)) <b onclick=x> ![i](data:x)\n\n# kop \u202egnp.exe \x00 | einde"
    stem_allen(office, ICT, raalte={"antwoord": "niet afgestemd", "toelichting": reden})
    sluit(office, ICT)
    open_gates(office)
    return office


@pytest.fixture
def standpunt(kantoor) -> str:
    """The line with Raalte's position, as the directieberaad is shown it."""
    (question, *_) = gates.open_gate(kantoor.werkplaats, kantoor.dossier, GESCHIL)
    return next(line for line in question.tekst.splitlines() if line.startswith("- Raalte:"))


def test_a_reason_makes_no_link_heading_or_html(standpunt):
    assert r"\[klik\]\(javascript:alert\(1\)\) \<b onclick=x\> \!\[i\]\(data:x\) \# kop" in standpunt


def test_a_reason_hides_nothing(standpunt):
    """A mirrored text reads otherwise than it was written; a NUL would keep the question from being stored at all."""
    assert r"\[U\+202E\]gnp.exe \[U\+0000\] \| einde" in standpunt

"""The question on Airflow's screen: what a member wrote is content there, and nothing of it hides or acts."""

import pytest

from builders.dossier import Office, add_version, end_gate, open_gates, open_round, submit_workbooks, vote_all
from jaarcyclus.steps import gates

ICT = "v1-s0-regiegroep_ict-r1"
GESCHIL = f"{ICT}-geschil-directieberaad"


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Office:
    """Raalte said no on the ICT booklet with every trick there is, when rules 1 still let all of them in."""
    office = open_round(tmp_path_factory.mktemp("vraag"), regels=1)
    submit_workbooks(office)
    add_version(office)
    open_gates(office)
    links = "https://evil.example www.evil.example boef@evil.example "
    reason = links + "[klik](javascript:alert(1)) <b onclick=x> ![i](data:x)\n\n# kop \u202egnp.exe \x00 | einde"
    vote_all(office, ICT, raalte={"antwoord": "niet afgestemd", "toelichting": reason})
    end_gate(office, ICT)
    open_gates(office)
    return office


@pytest.fixture
def position(office) -> str:
    """The line with Raalte's position, as the directieberaad is shown it."""
    (question, *_) = gates.open_gate(office.workspace, office.dossier, GESCHIL)
    return next(line for line in question.text.splitlines() if line.startswith("- Raalte:"))


def test_a_reason_makes_no_link_heading_or_html(position):
    assert r"\[klik\]\(javascript:alert\(1\)\) \<b onclick=x\> \!\[i\]\(data:x\) \# kop" in position


def test_an_address_in_a_reason_becomes_no_link(position):
    """Markdown finds bare addresses after it has read the escapes."""
    assert not any(link in position for link in ("https://", "www.", "@evil"))
    assert "evil.example" in position


def test_a_reason_hides_nothing(position):
    """A mirrored text reads otherwise than it was written; a NUL would keep the question from being stored at all."""
    assert r"\[U\+202E\]gnp.exe \[U\+0000\] \| einde" in position

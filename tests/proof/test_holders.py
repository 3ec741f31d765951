"""A dossier beside the bezetting of its cooperation: each vote is that of the person who held the function then."""

from collections.abc import Callable
from pathlib import Path

import pytest

from builders.dossier import (
    Office,
    add_version,
    end_gate,
    open_gates,
    open_round,
    submit_workbooks,
    vote_all,
    with_version,
)
from builders.export import export_dossier
from builders.forgery import ENGLISH, Fields, ForgersDesk, Forgery, rewrite
from builders.holders import leave, mend, names_printed, succeed, take
from jaarcyclus.ledger.holders_events import FunctieBezet
from jaarcyclus.ledger.wire import new_event
from jaarcyclus.proof.beside import Asked
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import calendar

Exports = tuple[bytes, bytes]
GATE = "v1-s1-directieberaad-r1"
SEAT = "directeur_bedrijfsvoering_deventer"


def vote(office: Office, *, until: str | None = None) -> None:
    for gate in open_gates(office):
        if gate == until:
            return
        vote_all(office, gate)
        end_gate(office, gate)


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    """The director of Deventer changed while the directieberaad was asked; of Raalte nobody is recorded."""
    office = with_version(tmp_path_factory.mktemp("bezetting"))
    take(office, SEAT, "Houder A")
    take(office, "directeur_bedrijfsvoering_olst_wijhe", "Houder C")
    vote(office)
    vote(office, until=GATE)
    succeed(office, SEAT, "Houder B", office.workspace.today().isoformat())
    calendar.advance(office.workspace, office.dossier)
    vote(office)
    return export_dossier(office.workspace, office.dossier), export_dossier(office.workspace, "dowr-bezetting")


def test_a_day_that_was_mended_leaves_what_was_told_before(tmp_path: Path) -> None:
    """Nobody held the function by the wrong day; the dossier hears of both, and the vote is that of who stayed."""
    office = with_version(tmp_path)
    take(office, SEAT, "Houder A")
    vote(office)
    vote(office, until=GATE)
    leave(office, SEAT, office.workspace.today().isoformat())
    calendar.advance(office.workspace, office.dossier)
    mend(office, SEAT, "2027-01-01")
    calendar.advance(office.workspace, office.dossier)
    vote(office)
    exported = export_dossier(office.workspace, office.dossier)

    told = [asked["inhoud"]["houders"][SEAT] for asked in holdings(ForgersDesk(exported))]
    assert [held and held["bezetting"] for held in told] == [1, None, 1]
    bezetting = export_dossier(office.workspace, "dowr-bezetting")
    assert lines(exported, bezetting, holds=False) == ""
    assert "Houder A, sinds" in lines(exported, bezetting, holds=True)


def holdings(desk: ForgersDesk) -> list[Fields]:
    return [e for e in desk.events if e["soort"] == "bezetting_vastgelegd" and e["inhoud"]["gate"] == GATE]


def test_a_mended_day_that_was_left_out_is_found(tmp_path: Path) -> None:
    office = with_version(tmp_path)
    take(office, SEAT, "Houder A")
    leave(office, SEAT, "2027-01-01")
    mend(office, SEAT, "2026-01-01")
    take(office, SEAT, "Houder B")
    forged = rewrite(export_dossier(office.workspace, "dowr-bezetting"), lambda desk: desk.remove("vertrek_hersteld"))

    assert "DAGEN_OVERLAPPEN" in lines(forged, None, holds=False)


def lines(dossier: bytes, bezetting: bytes | None, *, holds: bool | None) -> str:
    report = verify_zip(dossier, asked=Asked(bezetting=bezetting))
    return "\n".join(f"{line.onderwerp}: {line.tekst}" for line in report.regels if line.houdt is holds)


def test_a_dossier_and_the_bezetting_tell_the_same(exports: Exports) -> None:
    assert lines(*exports, holds=False) == ""


def test_the_accountant_reads_which_person_answered_for_which_seat(exports: Exports) -> None:
    told = lines(*exports, holds=True)

    assert f"{GATE}: zetel Deventer door directeur bedrijfsvoering Deventer (Houder B, sinds " in told
    assert "zetel Olst-Wijhe door directeur bedrijfsvoering Olst-Wijhe (Houder C, sinds 1 januari 2026)" in told
    assert "zetel Raalte door directeur bedrijfsvoering Raalte (van wie geen naam is vastgelegd)" in told


def test_of_a_round_that_knew_no_holders_nothing_is_said_to_hold(exports: Exports, tmp_path: Path) -> None:
    """Under rules 1 no vote says who held the function: no sentence may say that each does."""
    older = open_round(tmp_path, regels=1)
    dossier = export_dossier(older.workspace, older.dossier)

    assert "noemt geen houders" in lines(dossier, exports[1], holds=None)
    assert "Bij elke stem staat" not in lines(dossier, exports[1], holds=True)


def test_the_export_of_a_dossier_holds_no_name(exports: Exports) -> None:
    assert b"Houder B" not in exports[0]
    assert b"Houder B" in exports[1]


def test_without_it_the_report_says_what_nobody_looked_at(exports: Exports) -> None:
    assert "geef de export van de bezetting erbij" in lines(exports[0], None, holds=None)


def test_where_no_holder_was_recorded_the_report_says_that_no_name_is_known(exports: Exports, tmp_path: Path) -> None:
    """Also with a bezetting that was begun later: else the dossier would hold as if somebody had looked."""
    office = with_version(tmp_path)
    vote(office)
    dossier = export_dossier(office.workspace, office.dossier)

    for bezetting in (None, exports[1]):
        unseen = lines(dossier, bezetting, holds=None)
        assert "Wie welke functie had, is in dit dossier niet vastgelegd" in unseen
        assert "geef de export van de bezetting erbij" not in unseen


def test_before_anybody_voted_no_name_is_missed(tmp_path: Path) -> None:
    office = with_version(tmp_path)

    assert "namen" not in verify_zip(export_dossier(office.workspace, office.dossier)).niet_nagegaan


def test_a_bezetting_is_proven_alone(exports: Exports) -> None:
    report = verify_zip(exports[1])

    assert (report.houdt, report.niet_nagegaan) == (True, ("kop",))
    assert [line.onderwerp for line in report.regels] == ["zipbestand", "keten", "bestanden", "bezetting", "kop"]


def second(desk: ForgersDesk) -> Fields:
    """Return the event by which the dossier heard of the new holder."""
    return [e for e in desk.events if e["soort"] == "bezetting_vastgelegd" and e["inhoud"]["gate"] == GATE][1]


def later(desk: ForgersDesk, functie: str) -> None:
    """Let the vote of this function have been cast long after the whole bezetting was recorded."""
    next(e for e in desk.events if e["actor"] == functie)["tijd"] = "2099-01-01T00:00:00+00:00"


def leave_out(desk: ForgersDesk) -> None:
    desk.events.remove(second(desk))
    later(desk, SEAT)


def leave_all_out(desk: ForgersDesk) -> None:
    desk.remove("bezetting_vastgelegd")
    later(desk, SEAT)


IN_THE_DOSSIER: dict[str, tuple[Forgery, str]] = {
    "a change left out": (leave_out, "een wisseling is weggelaten"),
    "everything left out": (leave_all_out, "een wisseling is weggelaten"),
    "another holder": (
        lambda d: second(d)["inhoud"]["houders"][SEAT].update(bezetting=2), "andere houders dan er toen"
    ),
    "nobody": (lambda d: second(d)["inhoud"]["houders"].update({SEAT: None}), "andere houders dan er toen"),
    "another head": (lambda d: second(d)["inhoud"]["keten"].update(kop="e" * 64), "een kop die deze bezetting niet"),
    "a later head": (lambda d: second(d)["inhoud"]["keten"].update(seq=9), "een kop die deze bezetting niet heeft"),
}  # fmt: skip


@pytest.mark.parametrize(("forge", "sentence"), IN_THE_DOSSIER.values(), ids=IN_THE_DOSSIER)
def test_a_dossier_that_tells_otherwise_is_found(exports: Exports, forge: Forgery, sentence: str) -> None:
    found = lines(rewrite(exports[0], forge), exports[1], holds=False)

    assert sentence in found
    assert ENGLISH.findall(found) == []


BY_THE_RULES: dict[str, tuple[Forgery, str]] = {
    "a name where none belongs": (
        lambda d: second(d)["inhoud"]["houders"][SEAT].update(naam="Houder B"), "HOUDER_ONJUIST"
    ),
    "a holder before the first": (
        lambda d: second(d)["inhoud"]["houders"][SEAT].update(bezetting=0), "HOUDER_ONJUIST"
    ),
    "no head": (
        lambda d: second(d)["inhoud"].update(keten={"seq": 0, "kop": "0" * 64, "dag": None}), "KETEN_ONJUIST"
    ),
    "under rules that did not know it": (lambda d: d.change("ronde_geopend", {}, regels=1), "GATE_GESLOTEN"),
    "a holder beyond the head": (
        lambda d: second(d)["inhoud"]["houders"][SEAT].update(bezetting=99), "HOUDER_ONJUIST"
    ),
    "a function of another gate": (
        lambda d: second(d)["inhoud"]["houders"].update(controller=None), "FUNCTIES_ANDERS"
    ),
    "nothing new": (
        lambda d: second(d)["inhoud"]["houders"][SEAT].update(bezetting=1), "BEZETTING_ONGEWIJZIGD"
    ),
    "a head on a day in another spelling": (
        lambda d: second(d)["inhoud"]["keten"].update(dag="20260101"), "KETEN_ONJUIST"
    ),
    "the head before the first": (
        lambda d: second(d)["inhoud"]["keten"].update(kop="0" * 64), "KETEN_ONJUIST"
    ),
    "by hand": (lambda d: second(d).update(actor="beheerder"), "NIET_BEVOEGD"),
    "of a closed gate": (
        lambda d: d.events.append(d.events.pop(d.events.index(second(d)))), "GATE_GESLOTEN"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("forge", "code"), BY_THE_RULES.values(), ids=BY_THE_RULES)
def test_what_no_dossier_may_tell_is_refused_without_the_bezetting(exports: Exports, forge: Forgery, code: str) -> None:
    assert code in lines(rewrite(exports[0], forge), None, holds=False)


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A dossier of a cooperation that lets names be printed."""
    folder = tmp_path_factory.mktemp("namen")
    office = open_round(folder / "var", profielen=names_printed(folder / "profielen"))
    take(office, "manager_ict", "Houder A")
    submit_workbooks(office)
    add_version(office)
    vote(office)
    return export_dossier(office.workspace, office.dossier)


@pytest.mark.parametrize(
    ("name", "code"), [("Houder A", ""), (None, "HOUDER_ONJUIST"), ("Hou\u200bder A", "HOUDER_ONJUIST")]
)
def test_where_names_are_printed_each_holder_has_one(named: bytes, name: str | None, code: str) -> None:
    def forge(desk: ForgersDesk) -> None:
        for event in desk.events:
            holder = event["inhoud"].get("houders", {}).get("manager_ict")
            if holder:
                holder["naam"] = name

    found = lines(rewrite(named, forge), None, holds=False)

    assert code in found
    assert bool(code) == bool(found)


IN_THE_BEZETTING: dict[str, tuple[Forgery, str]] = {
    "another name": (lambda d: d.change("functie_bezet", {"functie": SEAT}, naam="Houder X"), "een kop die deze"),
    "two holders at once": (lambda d: d.remove("functie_verlaten"), "FUNCTIE_BEZET"),
}


@pytest.mark.parametrize(("forge", "sentence"), IN_THE_BEZETTING.values(), ids=IN_THE_BEZETTING)
def test_a_bezetting_that_tells_otherwise_is_found(exports: Exports, forge: Forgery, sentence: str) -> None:
    assert sentence in lines(exports[0], rewrite(exports[1], forge), holds=False)


@pytest.mark.parametrize(
    "other",
    [lambda exports: exports[0], lambda exports: b"PK", lambda exports: b""],
    ids=["a dossier", "no zip", "nothing"],
)
def test_what_is_no_bezetting_is_told(exports: Exports, other: Callable[[Exports], bytes]) -> None:
    assert "bezetting: " in lines(exports[0], other(exports), holds=False)


def test_one_person_who_answered_for_two_seats_is_found(tmp_path: Path) -> None:
    """The door refuses it; a profile that changed, or another hand, may have made it so."""
    office = with_version(tmp_path)
    take(office, SEAT, "Houder A")
    other = FunctieBezet(functie="directeur_bedrijfsvoering_raalte", naam="houder A", vanaf="2026-01-01", zout="0" * 32)
    office.workspace.record_bezetting("dowr-bezetting", lambda _: [new_event("beheerder", other)])
    vote(office)
    vote(office)
    exports = (export_dossier(office.workspace, name) for name in (office.dossier, "dowr-bezetting"))

    assert "één persoon voor twee zetels (directeur_bedrijfsvoering_raalte, bezetting 2)" in lines(
        *exports, holds=False
    )


def test_what_was_recorded_while_somebody_answered_is_excused(exports: Exports) -> None:
    """Two chains have two locks: only what was known for longer than two machines may differ must be told."""
    forged = rewrite(exports[0], lambda desk: desk.events.remove(second(desk)))

    assert lines(forged, exports[1], holds=False) == ""


def test_an_older_bezetting_is_no_contradiction(exports: Exports) -> None:
    """It was exported before the change of holder; up to there it is held to."""
    older = rewrite(exports[1], lambda desk: desk.events.pop())
    forged = rewrite(exports[0], lambda desk: desk.find("bezetting_vastgelegd")["inhoud"]["keten"].update(kop="e" * 64))

    assert lines(exports[0], older, holds=False) == ""
    assert "de bezetting is eerder geëxporteerd" in lines(exports[0], older, holds=None)
    assert "een kop die deze bezetting niet heeft" in lines(forged, older, holds=False)

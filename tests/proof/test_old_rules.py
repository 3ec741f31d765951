"""A round that says to be under rules 1: what came with rules 2 is refused in it, and what nobody looked at is told."""

from pathlib import Path

import pytest

from builders.dossier import open_round
from builders.export import export_dossier
from builders.forgery import ForgersDesk, faults, line, rewrite
from jaarcyclus.dossier.round import RULES_2_SINCE
from jaarcyclus.proof.verification import verify_zip

BEFORE = "2026-11-20T09:00:00+00:00"


def one_digit(desk: ForgersDesk) -> None:
    desk.change("ronde_geopend", {}, regels=1)


def thorough(desk: ForgersDesk) -> None:
    """Also take away whatever rules 1 refuse."""
    one_digit(desk)
    for kind in ("cijfers_bekend", "bezetting_vastgelegd", "bedenktijd_overgeslagen"):
        desk.remove(kind)


def before_rules_2(desk: ForgersDesk) -> None:
    """Also let the machine have recorded all of it before rules 2 came."""
    thorough(desk)
    for event in desk.events:
        event["tijd"] = BEFORE


def only_the_opening(desk: ForgersDesk) -> None:
    thorough(desk)
    desk.events[0]["tijd"] = BEFORE


def last_head(content: bytes) -> str:
    head: str = ForgersDesk(content).events[-1]["hash"]
    return head


def test_the_digit_alone_is_found(exported: bytes) -> None:
    assert "SOORT_ANDERE_REGELS" in faults(rewrite(exported, one_digit))


def test_what_came_with_rules_2_was_not_there_before_them(exported: bytes) -> None:
    assert RULES_2_SINCE.isoformat() > BEFORE
    assert "SOORT_TE_VROEG" in faults(rewrite(exported, before_rules_2))


@pytest.mark.parametrize("with_head", [False, True])
def test_a_round_that_opened_since_is_not_wholly_looked_at(exported: bytes, with_head: bool) -> None:
    """One hand made it: the head that he hands out with it proves no more."""
    forged = rewrite(exported, thorough)
    report = verify_zip(forged, last_head(forged) if with_head else None)

    assert report.houdt
    assert {"regels", "ontvangsten"} <= set(report.niet_nagegaan)
    assert "of elke reden uit woorden bestaat" in line(forged, "regels")


def test_a_round_that_went_on_since_needs_a_head(exported: bytes) -> None:
    """It may have begun before the upgrade: then somebody has its head."""
    forged = rewrite(exported, only_the_opening)

    assert {"regels", "ontvangsten"} <= set(verify_zip(forged).niet_nagegaan)
    assert not {"regels", "ontvangsten"} & set(verify_zip(forged, last_head(forged)).niet_nagegaan)


def test_a_round_that_opened_before_its_own_day_is_told(tmp_path: Path) -> None:
    office = open_round(tmp_path, dag="2026-03-01", regels=1)
    old = rewrite(export_dossier(office.workspace, office.dossier), lambda desk: desk.events[0].update(tijd=BEFORE))

    assert "regels" in verify_zip(old).niet_nagegaan


def test_a_round_of_then_keeps_its_report(tmp_path: Path) -> None:
    """`tests/upgrade` holds whole dossiers to it, byte for byte."""
    office = open_round(tmp_path, regels=1)
    old = rewrite(export_dossier(office.workspace, office.dossier), lambda desk: desk.events[0].update(tijd=BEFORE))

    assert verify_zip(old).niet_nagegaan == ("kop",)

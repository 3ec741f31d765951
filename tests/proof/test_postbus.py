"""A dossier beside its postbus: what either leaves out, invents or tells differently is found."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from builders.dossier import Office, add_version, open_round, publish_product, walk_route, workbook_of
from builders.export import export_dossier
from builders.forgery import ENGLISH, Fields, ForgersDesk, Forgery, rewrite
from jaarcyclus import clock
from jaarcyclus.errors import LedgerError
from jaarcyclus.proof.beside import Asked
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import judging
from jaarcyclus.steps.receipts import receive, verdict

Exports = tuple[bytes, bytes]


def hand_in(office: Office, content: bytes, perceel: str = "ict") -> int:
    received = receive(
        office.workspace, "dowr", content,
        file_name="w.xlsx", inzender=f"manager_{perceel}", via="api", perceel=perceel,
    )  # fmt: skip
    judging.judge(office.workspace, "dowr", received.number)
    return received.number


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    """A dossier with a refused and two accepted workbooks, and its postbus."""
    office = open_round(tmp_path_factory.mktemp("post"))
    hand_in(office, b"geen werkboek")  # says not which round: the postbus alone holds it
    hand_in(office, workbook_of("ict")[0])
    hand_in(office, workbook_of("ict")[0], "psa")
    hand_in(office, workbook_of("psa")[0], "psa")
    return export_dossier(office.workspace, office.dossier), export_dossier(office.workspace, "dowr-postbus")


def faults(dossier: bytes, postbus: bytes) -> str:
    report = verify_zip(dossier, asked=Asked(postbus=postbus))
    return "\n".join(f"{line.onderwerp}: {line.tekst}" for line in report.regels if line.houdt is False)


def test_a_dossier_and_its_postbus_tell_the_same(exports: Exports) -> None:
    report = verify_zip(exports[0], asked=Asked(postbus=exports[1]))

    assert faults(*exports) == ""
    assert not {"ontvangsten", "einde"} & set(report.niet_nagegaan)  # the last event is a verdict itself


def test_without_a_head_of_its_own_the_postbus_is_not_beyond_doubt(exports: Exports) -> None:
    assert "kop van de postbus" in verify_zip(exports[0], asked=Asked(postbus=exports[1])).niet_nagegaan


def test_what_the_postbus_judged_after_the_end_of_the_export_is_told(exports: Exports) -> None:
    shorter = rewrite(exports[0], lambda desk: desk.events.pop())

    assert "einde" in verify_zip(shorter, asked=Asked(postbus=exports[1])).niet_nagegaan


def test_a_postbus_is_proven_alone(exports: Exports) -> None:
    report = verify_zip(exports[1])

    assert (report.houdt, report.niet_nagegaan) == (True, ("kop",))
    assert [line.onderwerp for line in report.regels] == ["zipbestand", "keten", "bestanden", "postbus", "kop"]


def test_without_it_the_report_says_what_nobody_looked_at(exports: Exports) -> None:
    assert "ontvangsten" in verify_zip(exports[0]).niet_nagegaan


def invent(desk: ForgersDesk) -> None:
    """PSA was refused once more, on the last day."""
    refused = desk.find("inzending_geweigerd")
    desk.add_after(desk.events[-1], "inzending_geweigerd", refused["actor"], refused["inhoud"] | {"ontvangst": 900})


def as_real(desk: ForgersDesk) -> None:
    """An exercise told as real, in the dossier alone."""
    for event in desk.events:
        event["gesimuleerd"] = False


def accepted(desk: ForgersDesk) -> Fields:
    return desk.find("inzending_geaccepteerd", perceel="psa")


IN_THE_DOSSIER: dict[str, tuple[Forgery, str]] = {
    "a refusal that nobody was given": (invent, "noemt ontvangst 900, en die staat niet in deze postbus"),
    "a refusal left out": (
        lambda d: d.remove("inzending_geweigerd"), "is volgens de postbus in dit dossier beoordeeld, en staat"
    ),
    "an accepted workbook left out": (
        lambda d: d.remove("inzending_geaccepteerd", perceel="ict"), "en staat er niet in"
    ),
    "another receipt": (
        lambda d: d.change("inzending_geaccepteerd", {"perceel": "ict"}, ontvangst=7), "een ander bestand, inzender"
    ),
    "another door": (
        lambda d: d.change("inzending_geaccepteerd", {"perceel": "ict"}, via="map"), "een ander bestand, inzender"
    ),
    "an exercise told as real": (as_real, "een van de twee noemt een oefening echt"),
    "accepted before it came": (
        lambda d: accepted(d).update(tijd="2026-11-01T09:00:00+00:00"), "niet vastgelegd tussen ontvangst en oordeel"
    ),
    "accepted on an earlier day": (
        lambda d: [e.update(klok=e["klok"].replace("T09:", "T08:")) for e in d.events], "niet vastgelegd tussen"
    ),
    "accepted on a later day": (
        lambda d: d.events[-1].update(klok="2026-04-20T09:00:00+02:00"), "niet vastgelegd tussen ontvangst en oordeel"
    ),
    "another file refused": (
        lambda d: d.change("inzending_geweigerd", {}, sha256="e" * 64), "een ander bestand, inzender"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("forge", "sentence"), IN_THE_DOSSIER.values(), ids=IN_THE_DOSSIER)
def test_a_dossier_that_tells_otherwise_is_found(exports: Exports, forge: Forgery, sentence: str) -> None:
    forged = rewrite(exports[0], forge)

    found = faults(forged, exports[1])

    assert sentence in found
    assert ENGLISH.findall(found) == []


IN_THE_POSTBUS: dict[str, tuple[Forgery, str]] = {
    "judged otherwise": (
        lambda d: d.change("bestand_beoordeeld", {"geaccepteerd": True}, perceel="psa"), "oordeelt anders"
    ),
    "another size": (
        lambda d: [event["inhoud"].update(grootte=1) for event in d.events if "grootte" in event["inhoud"]],
        "is volgens de postbus 1 bytes",
    ),
    "judged before it came": (
        lambda d: d.events.insert(0, d.events.pop(next(
            at for at, event in enumerate(d.events) if event["soort"] == "bestand_beoordeeld"
        ))), "ONTVANGST_ONBEKEND",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("forge", "sentence"), IN_THE_POSTBUS.values(), ids=IN_THE_POSTBUS)
def test_a_postbus_that_tells_otherwise_is_found(exports: Exports, forge: Forgery, sentence: str) -> None:
    assert sentence in faults(exports[0], rewrite(exports[1], forge))


@pytest.mark.parametrize(
    "other",
    [lambda exports: exports[0], lambda exports: b"PK", lambda exports: b""],
    ids=["a dossier", "no zip", "nothing"],
)
def test_what_is_no_postbus_is_told(exports: Exports, other: Callable[[Exports], bytes]) -> None:
    assert "postbus: " in faults(exports[0], other(exports))


def test_a_run_that_ended_before_it_told_the_postbus_tells_the_same_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dossier holds the verdict already; judging again adds none, and the postbus hears of that one."""
    office = open_round(tmp_path)

    def broken(*_: object, **__: object) -> None:
        raise LedgerError("de schijf is vol")

    with monkeypatch.context() as patched:
        patched.setattr(judging, "system_event", broken)
        for content in (workbook_of("psa")[0], workbook_of("ict")[0]):
            with pytest.raises(LedgerError):
                hand_in(office, content, "psa")
    for number in (1, 2):
        judging.judge(office.workspace, "dowr", number)
        judging.judge(office.workspace, "dowr", number)

    postbus = export_dossier(office.workspace, "dowr-postbus")
    assert office.kinds[-2:] == ["inzending_geaccepteerd", "inzending_geweigerd"]
    assert faults(export_dossier(office.workspace, office.dossier), postbus) == ""


def test_an_annex_that_names_the_postbus_of_before_the_workbooks_is_found(tmp_path: Path) -> None:
    """Pinned before the first receipt, it pins none of them: the whole postbus could be another."""
    office = open_round(tmp_path)
    for code in office.state.indieners():
        content, sender = workbook_of(code)[0], office.workspace.profile_of(office.state).inzendplicht(code).indiener
        received = receive(
            office.workspace, "dowr", content,
            file_name="w.xlsx", inzender=sender, via="api", perceel=code,
        )  # fmt: skip
        judging.judge(office.workspace, "dowr", received.number)
    add_version(office)
    walk_route(office)
    publish_product(office)
    dossier, postbus = (export_dossier(office.workspace, name) for name in (office.dossier, "dowr-postbus"))
    first = ForgersDesk(postbus).events[0]
    early = {"seq": 1, "kop": first["hash"], "dag": first["klok"][:10]}

    forged = rewrite(dossier, lambda desk: desk.change("bijlage_vastgelegd", {}, postbus=early))

    assert faults(dossier, postbus) == ""
    assert "noemt de postbus van vóór ontvangst" in faults(forged, postbus)


# A postbus that was exported before the dossier.


def unseen(dossier: bytes, postbus: bytes) -> tuple[str, ...]:
    return verify_zip(dossier, asked=Asked(postbus=postbus)).niet_nagegaan


OLDER: dict[str, Forgery] = {
    "before its last verdict": lambda d: d.events.pop(),
    "before its last file": lambda d: d.events.__delitem__(slice(-2, None)),
}


@pytest.mark.parametrize("older", OLDER.values(), ids=OLDER)
def test_an_older_postbus_is_no_contradiction(exports: Exports, older: Forgery) -> None:
    postbus = rewrite(exports[1], older)

    assert faults(exports[0], postbus) == ""
    assert "ontvangsten" in unseen(exports[0], postbus)


@pytest.mark.parametrize("older", OLDER.values(), ids=OLDER)
def test_as_far_as_it_reaches_an_older_postbus_is_held_to(exports: Exports, older: Forgery) -> None:
    forged = rewrite(exports[0], lambda desk: desk.remove("inzending_geaccepteerd", perceel="ict"))

    assert "en staat er niet in" in faults(forged, rewrite(exports[1], older))


# A refusal that the rules of the dossier kept out.


def put_clock_back(office: Office) -> None:
    clock.set_simulated(office.workspace.settings, office.workspace.now() - timedelta(days=1))


def take_clock_away(office: Office) -> None:
    office.workspace.settings.klok_bestand.unlink()


@pytest.mark.parametrize(("disturb", "code"), [(put_clock_back, "KLOK_TERUG"), (take_clock_away, "KLOK_GEMENGD")])
def test_a_workbook_that_the_clock_kept_out_is_held_by_the_postbus_alone(
    tmp_path: Path, disturb: Callable[[Office], None], code: str
) -> None:
    """It said *judged in this dossier*, and the honest pair did not hold, for ever."""
    office = open_round(tmp_path)
    day = office.workspace.now()
    disturb(office)
    number = hand_in(office, workbook_of("ict")[0])
    clock.set_simulated(office.workspace.settings, day)
    hand_in(office, workbook_of("ict")[0])
    given = verdict(office.workspace, "dowr", number)
    assert given is not None
    dossier, postbus = (export_dossier(office.workspace, name) for name in (office.dossier, "dowr-postbus"))

    assert (given.dossier, [item.code for item in given.bevindingen]) == (None, [code])
    assert faults(dossier, postbus) == ""
    assert faults(dossier, as_before(postbus, number, office.dossier)) == ""


def as_before(postbus: bytes, number: int, dossier: str) -> bytes:
    """Let the postbus name the dossier, as an older release did."""
    return rewrite(postbus, lambda d: d.change("bestand_beoordeeld", {"ontvangst": number}, dossier=dossier))


def test_a_sender_who_is_not_of_the_round_is_told_so(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    received = receive(
        office.workspace, "dowr", workbook_of("ict")[0],
        file_name="w.xlsx", inzender="iemand_anders", via="api", perceel="ict",
    )  # fmt: skip
    given = judging.judge(office.workspace, "dowr", received.number)
    dossier, postbus = (export_dossier(office.workspace, name) for name in (office.dossier, "dowr-postbus"))

    assert (given.dossier, given.bevindingen[-1].code) == (None, "WEIGERING_VERZONNEN")
    assert faults(dossier, as_before(postbus, received.number, office.dossier)) == ""


# A rejected consolidation.


def test_a_rejection_of_which_a_sender_was_told_cannot_be_left_out(exports: Exports) -> None:
    """The postbus names its number in the dossier; there a workbook of that sender must be rejected."""

    def tell(desk: ForgersDesk) -> None:
        desk.find("bestand_ontvangen", perceel="psa")
        for event in desk.events:
            if event["inhoud"].get("via"):
                event["inhoud"]["via"] = "map"
        content = {"ontvangst": 7, "dossier": "dowr-2027-begroting", "afkeuring": 3, "bericht": "b.txt"}
        desk.add_after(desk.events[-1], "afkeuring_gemeld", "systeem", content)
        desk.events[-1]["tijd"] = desk.events[-2]["tijd"]

    def through_the_folder(desk: ForgersDesk) -> None:
        for event in desk.events:
            if "via" in event["inhoud"]:
                event["inhoud"]["via"] = "map"

    dossier, postbus = rewrite(exports[0], through_the_folder), rewrite(exports[1], tell)

    assert "meldt de postbus dat de consolidatie is afgekeurd (gebeurtenis 3)" in faults(dossier, postbus)

"""Who drops a workbook in a folder gets an answer there: once, and also when a crash came in between."""

from dataclasses import replace
from pathlib import Path

import pytest

from builders.dossier import Office, open_round, workbook_of
from builders.workbook import with_cell, with_part
from jaarcyclus.ledger.chain import Head
from jaarcyclus.ledger.postbus_events import BestandBeoordeeld
from jaarcyclus.ledger.witness import Witness
from jaarcyclus.steps import calendar, judging, perceel_folder, receipts, replies
from jaarcyclus.steps.receipts import Receipt
from jaarcyclus.steps.replies import write_answer
from jaarcyclus.terms.findings import Bevinding, bevinding, refuses


def receive(office: Office, content: bytes = b"geen werkboek", via: str = "map", perceel: str = "psa") -> int:
    """Receive a file of this perceel and return its number."""
    return receipts.receive(
        office.workspace,
        "dowr",
        content,
        file_name="psa.xlsx",
        inzender="manager_psa",
        via=via,
        perceel=perceel,
    ).number


def answers(office: Office, perceel: str = "psa") -> dict[str, str]:
    """Return the answers that lie in the folder of a perceel."""
    folder = office.workspace.settings.inbox / "dowr" / perceel / "verwerkt"
    return {path.name: path.read_text() for path in folder.glob("*.txt")}


def recorded(office: Office) -> list[int]:
    """Return the receipts of which the postbus says that they are answered."""
    events = office.workspace.ledger.events("dowr-postbus")
    return [event.inhoud["ontvangst"] for event in events if event.soort == "bestand_beantwoord"]


def test_an_accepted_workbook_is_answered_beside_the_kept_file(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    number = receive(office, workbook_of("psa")[0])
    replies.judge_and_reply(office.workspace, "dowr", number)

    assert list(answers(office)) == [f"{number:06d}-antwoord.txt"]
    told = answers(office)[f"{number:06d}-antwoord.txt"]
    assert "Uitkomst:   geaccepteerd" in told
    assert "Perceel:    Personeels- en salarisadministratie\n" in told


@pytest.mark.parametrize(("boekjaar", "told"), [(2026, False), (2027, True)])
def test_codes_of_an_earlier_year_are_told_with_the_answer(tmp_path: Path, boekjaar: int, told: bool) -> None:
    """CBS publishes the list of a boekjaar after its begroting is made: a code that was right may still change."""
    office = open_round(tmp_path, boekjaar=boekjaar)
    replies.judge_and_reply(office.workspace, "dowr", receive(office, workbook_of("psa", boekjaar=boekjaar)[0]))
    (text,) = answers(office).values()

    caveat = "Let op: De codes zijn die van Iv3 2026 (CBS): de lijst voor 2027 is er nog niet. Kijk de codes na als"
    assert (caveat in text) is told


def test_what_is_no_workbook_is_answered_with_what_to_do(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    replies.judge_and_reply(office.workspace, "dowr", receive(office))
    (text,) = answers(office).values()

    assert "1. Het hele bestand [BESTAND_GEEN_XLSX]" in text
    assert "Te doen:  Open het werkboek in Excel" in text


def test_a_refused_workbook_lies_marked_beside_its_answer(tmp_path: Path) -> None:
    """Put in the folder of the perceel as it is, it is the workbook of before: nothing is added by our marks."""
    office = open_round(tmp_path)
    number = receive(office, with_cell("Regels", "A9", "99.99", workbook_of("psa")[0]))
    before = replies.judge_and_reply(office.workspace, "dowr", number)
    (text,) = answers(office).values()
    name = f"{number:06d}-gemarkeerd.xlsx"
    marked = (office.workspace.settings.inbox / "dowr" / "psa" / "verwerkt" / name).read_bytes()
    after = judging.judge(office.workspace, "dowr", receive(office, marked))

    assert f"met de cellen gemarkeerd ligt hiernaast: {name}." in text
    assert after.bevindingen == before.bevindingen


def test_what_cannot_be_marked_is_answered_with_the_list_alone(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    wrong = with_cell("Regels", "A9", "99.99", workbook_of("psa")[0])
    content = with_part(wrong, "xl/styles.xml", lambda xml: f'<?xml version="1.0" encoding="ASCII"?>{xml}')
    replies.judge_and_reply(office.workspace, "dowr", receive(office, content))
    (text,) = answers(office).values()

    assert "kan worden gemarkeerd zonder het te veranderen" in text
    assert "[TAAKVELD_ONBEKEND]" in text


def test_who_handed_in_by_the_api_reads_the_verdict_there(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    replies.judge_and_reply(office.workspace, "dowr", receive(office, via="api"))

    assert (answers(office), recorded(office)) == ({}, [])


def test_the_calendar_answers_what_a_crash_left(tmp_path: Path) -> None:
    """Killed after the verdict was recorded: the next tick lays the answer down."""
    office = open_round(tmp_path)
    number = receive(office)
    judging.judge(office.workspace, "dowr", number)
    before = answers(office)
    calendar.tick(office.workspace, "dowr")

    assert before == {}
    assert list(answers(office)) == [f"{number:06d}-antwoord.txt"]


def test_a_crash_after_the_answer_gives_no_second_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before it was recorded: the next try finds its own file and records it, once."""
    office = open_round(tmp_path)
    number = receive(office)
    judging.judge(office.workspace, "dowr", number)
    with monkeypatch.context() as crash:
        crash.setattr(replies, "system_event", _killed)
        with pytest.raises(KeyboardInterrupt):
            replies.answer_due(office.workspace, "dowr")
    lying = answers(office)
    for _ in range(2):
        replies.judge_and_reply(office.workspace, "dowr", number)

    assert answers(office) == lying
    assert len(lying) == 1
    assert recorded(office) == [number]


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_an_answer_that_was_tidied_away_does_not_come_back(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    replies.judge_and_reply(office.workspace, "dowr", receive(office))
    for path in (office.workspace.settings.inbox / "dowr" / "psa" / "verwerkt").iterdir():
        path.unlink()
    calendar.tick(office.workspace, "dowr")

    assert answers(office) == {}


def test_a_dossier_that_was_put_back_holds_up_the_answers_of_no_other(tmp_path: Path) -> None:
    """Its own answer waits for the controller; what belongs to no round is answered."""
    office = open_round(tmp_path)
    held, other = receive(office, workbook_of("psa")[0]), receive(office, b"geen werkboek", perceel="ict")
    for number in (held, other):
        judging.judge(office.workspace, "dowr", number)
    Witness(office.workspace.settings.getuige).go_back(office.dossier, Head(99, "a" * 64))

    replies.answer_due(office.workspace, "dowr")

    assert recorded(office) == [other]


def test_two_runs_at_once_answer_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run's task and the calendar both saw that the answer was due."""
    office = open_round(tmp_path)
    number = receive(office)
    replies.judge_and_reply(office.workspace, "dowr", number)
    monkeypatch.setattr(replies, "unanswered", lambda *_: (number,))
    replies.answer_due(office.workspace, "dowr")

    assert len(answers(office)) == 1
    assert recorded(office) == [number]


def test_a_folder_that_takes_no_answer_holds_up_nobody(tmp_path: Path) -> None:
    """A sender put a file where the folder belongs: the verdict stands, others are answered, and it stays due."""
    office = open_round(tmp_path)
    dicht = office.workspace.settings.inbox / "dowr" / "psa" / perceel_folder.PROCESSED
    dicht.parent.mkdir(parents=True)
    dicht.write_text("geen map")
    first, second = receive(office), receive(office, perceel="ict")
    for number in (first, second):
        replies.judge_and_reply(office.workspace, "dowr", number)
    during = recorded(office)
    dicht.unlink()
    calendar.tick(office.workspace, "dowr")

    assert during == [second]
    assert recorded(office) == [second, first]
    assert len(answers(office)) == len(answers(office, "ict")) == 1


# The letter: the outcome, and per finding where, what, and what to do.

DECIMALS = bevinding("BEDRAG_TE_VEEL_DECIMALEN", blad="Regels", cel="F12", waarde="10,125")
TE_LATE = bevinding("TE_LAAT", waarde="2026-05-01", datum="2026-05-01")


def answer(
    *bevindingen: Bevinding, file_name: str = "ict 2027.xlsx", dossier: str | None = "dowr-2027-begroting"
) -> str:
    """Return the answer to receipt 12 with these findings."""
    receipt = Receipt(
        number=12, sha256="ab" * 32, file_name=file_name, via="map", inzender="manager_ict", perceel="ict"
    )
    verdict = BestandBeoordeeld(
        ontvangst=12,
        sha256=receipt.sha256,
        perceel="ict",
        geaccepteerd=not refuses(bevindingen),
        dossier=dossier,
        bevindingen=bevindingen,
    )
    return write_answer(receipt, verdict, "Informatievoorziening en ICT")


def test_a_refusal_says_per_finding_where_what_and_what_to_do() -> None:
    """Sheet, cell, value, expectation and remedy; the errors first."""
    assert answer(TE_LATE, DECIMALS) == (
        "Ontvangst:  12\n"
        "Bestand:    ict 2027.xlsx\n"
        f"SHA-256:    {'ab' * 32}\n"
        "Perceel:    Informatievoorziening en ICT\n"
        "Dossier:    dowr-2027-begroting\n"
        "Uitkomst:   geweigerd\n"
        "\n"
        "Uw werkboek is geweigerd; er is niets uit overgenomen. Doe wat hieronder bij elke fout staat en plaats het "
        "werkboek opnieuw in uw map.\n"
        "\n"
        "Fouten (1)\n"
        "\n"
        "1. Blad Regels, cel F12 [BEDRAG_TE_VEEL_DECIMALEN]\n"
        f"   {DECIMALS.melding}\n"
        "   Er staat: 10,125\n"
        f"   Verwacht: {DECIMALS.verwacht}\n"
        f"   Te doen:  {DECIMALS.herstel}\n"
        "\n"
        "Waarschuwingen (1)\n"
        "\n"
        "1. Het hele bestand [TE_LAAT]\n"
        f"   {TE_LATE.melding}\n"
        "   Er staat: 2026-05-01\n"
        f"   Verwacht: {TE_LATE.verwacht}\n"
        f"   Te doen:  {TE_LATE.herstel}\n"
    )


def refused_by_round(code: str, sentence: str) -> Bevinding:
    """Return the finding that a refusal of the rules becomes: what to do stands in its sentence."""
    return replace(DECIMALS, code=code, blad="", cel="", waarde="", melding=sentence, herstel="")


def test_a_workbook_that_came_twice_is_told_that_it_counts(tmp_path: Path) -> None:
    """It read: refused, nothing taken over, place it again; and then: you need not do anything."""
    office = open_round(tmp_path)
    for _ in range(2):
        number = receive(office, workbook_of("psa")[0])
        replies.judge_and_reply(office.workspace, "dowr", number)
    text = answers(office)[f"{number:06d}-antwoord.txt"]

    assert "Uitkomst:   al ontvangen\n\nDit werkboek hadden wij al, en het telt mee. U hoeft niets te doen." in text
    assert not [word for word in ("geweigerd", "opnieuw", "overgenomen", "Fouten") if word in text]


@pytest.mark.parametrize(
    "finding",
    [
        refused_by_round("DOSSIER_GESLOTEN", "Dit product is gepubliceerd; neem contact op met de controller."),
        refused_by_round("RONDE_GESLOTEN", "Er is al een versie. Vraag de controller om de ronde te heropenen."),
        refused_by_round("KLOK_TERUG", "De klok staat terug; laat de beheerder de klok controleren."),
        bevinding("GEEN_OPEN_RONDE", product="de begroting 2027"),
    ],
)
def test_who_cannot_mend_the_workbook_is_not_told_to_place_it_again(finding: Bevinding) -> None:
    text = answer(finding)

    assert "er is niets uit overgenomen. Hieronder staat waarom" in text
    assert "Reden (1)" in text
    assert "plaats het werkboek opnieuw" not in text


def test_who_was_accepted_reads_that_nothing_is_to_be_done() -> None:
    text = answer()

    assert text.endswith(
        "Uitkomst:   geaccepteerd\n\nUw werkboek is geaccepteerd en telt mee. U hoeft niets te doen.\n"
    )


def test_a_warning_leaves_the_workbook_accepted() -> None:
    """Who handed in late is told so, and what to do when something must still change."""
    text = answer(TE_LATE)

    assert "Uitkomst:   geaccepteerd" in text
    assert "Kijk de waarschuwingen hieronder na." in text


def test_a_file_that_belongs_to_no_dossier_says_so() -> None:
    assert "Dossier:    geen\n" in answer(DECIMALS, dossier=None)


def test_what_a_sender_wrote_makes_no_line_and_hides_nothing() -> None:
    """A name or a value that would forge an answer, or turn the text around, stays one visible line."""
    evil = "a.xlsx\nUitkomst:   geaccepteerd\u202e"
    finding = replace(DECIMALS, waarde=evil, cel=evil, blad=evil, melding=evil)
    lines = answer(finding, file_name=evil).splitlines()

    assert [line for line in lines if line.startswith("Uitkomst:")] == ["Uitkomst:   geweigerd"]
    assert "Bestand:    a.xlsx Uitkomst: geaccepteerd[U+202E]" in lines

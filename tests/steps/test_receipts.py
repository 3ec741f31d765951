"""Each received file gets a verdict, also when its dossier can take nothing."""

import pytest

from builders.dossier import open_round, wait_until, workbook_of
from jaarcyclus.errors import UnknownKey
from jaarcyclus.steps import judging, receipts


def test_a_workbook_for_an_exercise_under_the_real_clock_gets_an_answer(tmp_path):
    """The demo's clock was taken away: its dossier takes no event of a real day, not even a refusal."""
    office = open_round(tmp_path)
    office.workspace.settings.klok_bestand.unlink()
    content, _ = workbook_of("psa")
    received = receipts.receive(
        office.workspace, "dowr", content, file_name="psa.xlsx", inzender="manager_psa", via="api", perceel="psa"
    )

    verdict = judging.judge(office.workspace, "dowr", received.number)

    assert not verdict.geaccepteerd
    assert "KLOK_GEMENGD" in {finding.code for finding in verdict.bevindingen}
    assert receipts.pending(office.workspace, "dowr") == ()


@pytest.mark.parametrize(
    ("boekjaar", "dag", "sentence"),
    [
        (2027, "2026-05-09", "De inzending kwam na de sluitdag 8 mei 2026; "),
        (2028, "2026-04-01", "Voor de begroting 2028 is geen ronde open."),
    ],
)
def test_a_verdict_names_day_and_product_as_a_person_does(tmp_path, boekjaar, dag, sentence):
    office = open_round(tmp_path)
    wait_until(office, dag)
    content, _ = workbook_of("psa", boekjaar=boekjaar)
    received = receipts.receive(
        office.workspace, "dowr", content, file_name="psa.xlsx", inzender="manager_psa", via="api", perceel="psa"
    )

    verdict = judging.judge(office.workspace, "dowr", received.number)

    assert sentence in " ".join(finding.melding for finding in verdict.bevindingen)


def test_a_receipt_of_another_reads_as_one_that_is_not_there(tmp_path):
    """Else anybody counts what others handed in."""
    office = open_round(tmp_path)
    received = receipts.receive(
        office.workspace, "dowr", b"PK", file_name="ict.xlsx", inzender="manager_ict", via="api", perceel="ict"
    )

    def told(number: int) -> str:
        with pytest.raises(UnknownKey) as refused:
            receipts.find_receipt_for(office.workspace, "dowr", number, "manager_psa")
        return str(refused.value).replace(str(number), "N")

    assert told(received.number) == told(received.number + 1)
    for person in ("manager_ict", "controller"):
        assert receipts.find_receipt_for(office.workspace, "dowr", received.number, person) == received

"""A copy that was made while people vote: started elsewhere, once the controller says that it is meant, all goes on."""

from pathlib import Path

import pytest

from airflow_stack import running_stack
from builders.case import MEMBERS, YES, Case
from builders.dossier import Office
from jaarcyclus.installation import backup
from jaarcyclus.settings import Settings

pytestmark = pytest.mark.airflow


def test_a_copy_of_an_open_gate_starts_elsewhere_and_ends_in_a_publication(tmp_path: Path) -> None:
    with running_stack(tmp_path / "eerst") as first:
        case = Case(first)
        assert case.answer(MEMBERS[0], case.questions()[0]).status_code == 200
        backup.make(first.settings, tmp_path / "kopie.tar")
    backup.put_back(Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path / "dan" / "var")}), tmp_path / "kopie.tar")

    with running_stack(tmp_path / "dan") as second:
        case.stack, case.office = second, Office(second.workspace, case.dossier)
        confirmed = second.sign_in("controller").request(
            "POST", "/jaarcyclus/terugzetting/dowr", json={"reden": "Een nieuwe server."}
        )
        assert confirmed.status_code == 204
        before, questions = case.votes(), case.questions(2)
        for place, question in questions.items():
            assert case.answer(MEMBERS[place], question).status_code == 200
        case.wait_until_published()

        assert before == [(MEMBERS[0], YES)]
        assert case.votes() == [(member, YES) for member in MEMBERS]

"""An installation that was stopped with gates open goes on in this version: the members answer, the route moves.

`data/var.tar.xz` is the whole `var/` of the begroting of 2027 with two gates open. Three members had answered, nine
had not. It is started once, the nine answer over REST, it is stopped; each test looks at one thing that came of it.
"""

import json
import socket
import sqlite3
import tarfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from upgrade.outside import DATA, environment, make_profiles, run

pytestmark = pytest.mark.airflow

DOSSIER = "dowr-2027-begroting"
ICT, BEDRIJFSVOERING = "v1-s0-regiegroep_ict-r1", "v1-s0-regiegroep_bedrijfsvoering-r1"
NEXT, SEATS_OF_NEXT = "v1-s1-directieberaad-r1", 3
# Who had not answered yet, by account: gate and the place of the seat in it.
SILENT = {
    "dowr-vertegenwoordiger_ict_raalte": (ICT, 2),
    "dowr-manager_ict": (ICT, 3),
    "dowr-vertegenwoordiger_bedrijfsvoering_olst_wijhe": (BEDRIJFSVOERING, 1),
    "dowr-vertegenwoordiger_bedrijfsvoering_raalte": (BEDRIJFSVOERING, 2),
    "dowr-manager_belastingen": (BEDRIJFSVOERING, 3),
    "dowr-manager_psa": (BEDRIJFSVOERING, 4),
    "dowr-manager_facilitair": (BEDRIJFSVOERING, 5),
    "dowr-manager_inkoop": (BEDRIJFSVOERING, 6),
    "dowr-manager_financien": (BEDRIJFSVOERING, 7),
}
OF_AIRFLOW = ("Admin", "Op", "User", "Viewer", "Public")
RIGHTS_OF_ROLES = """
    SELECT r.name, a.name || ' ' || m.name AS recht FROM ab_role r
    JOIN ab_permission_view_role g ON g.role_id = r.id JOIN ab_permission_view v ON v.id = g.permission_view_id
    JOIN ab_permission a ON a.id = v.permission_id JOIN ab_view_menu m ON m.id = v.view_menu_id ORDER BY recht"""
ROLES_OF_ACCOUNTS = """
    SELECT u.username, u.first_name, r.name AS rol FROM ab_user u
    JOIN ab_user_role h ON h.user_id = u.id JOIN ab_role r ON r.id = h.role_id ORDER BY rol"""
PATIENCE_S = 180.0  # far longer than anything takes


class Member:
    """A person who signs in with the password that was handed out before the upgrade."""

    def __init__(self, address: str, account: str, password: str) -> None:
        self._http = httpx.Client(base_url=address, timeout=60.0, trust_env=False)
        signed_in = self._http.post("/auth/token", json={"username": account, "password": password})
        assert signed_in.status_code == 201, signed_in.text
        self._http.headers["Authorization"] = f"Bearer {signed_in.json()['access_token']}"

    def close(self) -> None:
        self._http.close()

    def get(self, path: str, **query: Any) -> Any:
        """Return the JSON of a successful answer."""
        answer = self._http.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def questions(self, gate: str) -> list[Mapping[str, Any]]:
        """Return what waits for an answer at this gate and this person may see."""
        query = {"response_received": False, "state": "awaiting_input", "limit": 100}
        found = self.get("/api/v2/dags/~/dagRuns/~/hitlDetails", **query)["hitl_details"]
        run_id = f"{DOSSIER}-{gate}-p1"
        mine = [question for question in found if question["task_instance"]["dag_run_id"] == run_id]
        return sorted(mine, key=lambda question: question["task_instance"]["map_index"])

    def answer(self, question: Mapping[str, Any], chosen: str) -> int:
        """Answer for the seat of a question and return the status."""
        task = question["task_instance"]
        path = (
            f"/api/v2/dags/{task['dag_id']}/dagRuns/{task['dag_run_id']}"
            f"/taskInstances/{task['task_id']}/{task['map_index']}/hitlDetails"
        )
        return self._http.patch(path, json={"chosen_options": [chosen], "params_input": {}}).status_code


@dataclass(frozen=True, kw_only=True)
class Upgraded:
    """What was seen while the old installation ran in this version."""

    folder: Path
    before: list[tuple[Any, ...]]
    after: list[tuple[Any, ...]]
    asked: Mapping[str, list[Mapping[str, Any]]]  # by gate
    intruder: int
    answers: Mapping[str, int]
    next_asked: list[Mapping[str, Any]]
    surroundings: Mapping[str, Any]  # DAG ids, roles with their rights, accounts
    state: Any  # of the dossier, over our API
    stopped: str

    def events(self, kind: str) -> list[tuple[str, Mapping[str, Any]]]:
        """Return actor and content of every event of a kind that came after the upgrade."""
        return [(row[3], json.loads(row[7])) for row in self.after[len(self.before) :] if row[2] == kind]


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Upgraded:
    """Start the installation of before, let everybody answer who had not, and stop it."""
    folder = make_profiles(tmp_path_factory.mktemp("upgrade"))
    with tarfile.open(DATA / "var.tar.xz") as archive:
        archive.extractall(folder)  # ours; before 3.11.4 Python knows no filter
    before, passwords = read_ledger(folder), read_passwords(folder)
    port = free_port()
    started = run(folder, "start", "--poort", str(port))
    try:
        assert started.returncode == 0, started.stdout + started.stderr
        seen = play(folder, f"http://127.0.0.1:{port}", passwords)
    finally:
        stopped = run(folder, "stop").stdout
    return Upgraded(folder=folder, before=before, after=read_ledger(folder), stopped=stopped, **seen)


def play(folder: Path, address: str, passwords: Mapping[str, str]) -> dict[str, Any]:
    """Let the nine members answer and the next gremium be asked; return what was seen."""
    accounts = (*SILENT, "dowr-beheerder", "dowr-controller", "dowr-directeur_bedrijfsvoering_raalte")
    people = {account: Member(address, account, passwords[account]) for account in accounts}
    asked = {gate: people["dowr-beheerder"].questions(gate) for gate in (ICT, BEDRIJFSVOERING)}
    by_seat = {(gate, question["task_instance"]["map_index"]): question for gate in asked for question in asked[gate]}
    intruder = people["dowr-controller"].answer(by_seat[ICT, 2], "afgestemd")
    answers = {account: people[account].answer(by_seat[seat], "afgestemd") for account, seat in SILENT.items()}
    director = people["dowr-directeur_bedrijfsvoering_raalte"]
    # Each seat parks in a task of its own: the first to be asked is not all.
    next_asked = wait_for(lambda: found if len(found := director.questions(NEXT)) == SEATS_OF_NEXT else None)
    state = people["dowr-controller"].get(f"/jaarcyclus/dossier/{DOSSIER}")
    dags = sorted(dag["dag_id"] for dag in people["dowr-beheerder"].get("/api/v2/dags", limit=100)["dags"])
    for person in people.values():
        person.close()
    return {
        "asked": asked,
        "intruder": intruder,
        "answers": answers,
        "next_asked": next_asked,
        "state": state,
        "surroundings": {"dags": dags, **read_accounts(folder)},
    }


def read_accounts(folder: Path) -> dict[str, dict[str, list[str]]]:
    """Return our roles with their rights, and accounts with function and roles: no route of Airflow lists them."""
    with closing(sqlite3.connect(folder / "var" / "airflow" / "airflow.db")) as database:
        rights = database.execute(RIGHTS_OF_ROLES).fetchall()
        held = database.execute(ROLES_OF_ACCOUNTS).fetchall()
    roles: dict[str, list[str]] = {}
    for role, right in rights:
        roles.setdefault(role, []).append(right)
    accounts: dict[str, list[str]] = {}
    for account, functie, role in held:
        accounts.setdefault(account, [functie]).append(role)
    return {"roles": {role: roles[role] for role in roles if role not in OF_AIRFLOW}, "accounts": accounts}


def read_ledger(folder: Path) -> list[tuple[Any, ...]]:
    """Return the rows of the dossier, in order."""
    with closing(sqlite3.connect(folder / "var" / "ledger.sqlite")) as ledger:
        return ledger.execute("SELECT * FROM gebeurtenis WHERE dossier = ? ORDER BY seq", (DOSSIER,)).fetchall()


def read_passwords(folder: Path) -> dict[str, str]:
    """Return password by account, from where the installation keeps them."""
    return dict(line.split(maxsplit=1) for line in (folder / "var" / "wachtwoorden").read_text().splitlines())


def wait_for(look: Callable[[], Any]) -> Any:
    """Return the first true thing `look` returns. Fails when it never comes."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.5)
    raise AssertionError(f"waited {PATIENCE_S:.0f} s for nothing")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_questions_that_waited_still_wait(upgraded: Upgraded) -> None:
    """The same seats, sentences and answers to choose from; who had answered is not asked again."""
    expected = json.loads((DATA / "vragen.json").read_text())

    assert {gate: [as_read(question) for question in asked] for gate, asked in upgraded.asked.items()} == expected


def as_read(question: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a member reads of a question."""
    return {
        "zetel": question["task_instance"]["rendered_map_index"],
        "plaats": question["task_instance"]["map_index"],
        **{key: question[key] for key in ("subject", "body", "options", "params")},
    }


def test_a_password_that_was_handed_out_still_works(upgraded: Upgraded) -> None:
    """Everybody signed in with it; the start made no other."""
    with tarfile.open(DATA / "var.tar.xz") as archive:
        handed_out = archive.extractfile("var/wachtwoorden")
        assert handed_out is not None

        assert (upgraded.folder / "var" / "wachtwoorden").read_bytes() == handed_out.read()


def test_each_member_can_answer_an_old_question(upgraded: Upgraded) -> None:
    assert upgraded.answers == dict.fromkeys(SILENT, 200)


def test_somebody_else_still_cannot(upgraded: Upgraded) -> None:
    """The controller answered for a seat in between."""
    assert upgraded.intruder == 403


def test_the_ledger_holds_the_votes_and_nothing_of_before_changed(upgraded: Upgraded) -> None:
    votes = [(actor, vote["gate"], vote["antwoord"]) for actor, vote in upgraded.events("stem_uitgebracht")]

    assert upgraded.after[: len(upgraded.before)] == upgraded.before
    assert votes == [(account.removeprefix("dowr-"), gate, "afgestemd") for account, (gate, _) in SILENT.items()]


def test_both_gates_close_on_votes_of_before_and_after(upgraded: Upgraded) -> None:
    """Counted are the three from before the upgrade and the nine from after it."""
    closed = {event["gate"]: (event["uitslag"], len(event["telling"])) for _, event in upgraded.events("gate_gesloten")}

    assert closed == {ICT: ("positief", 4), BEDRIJFSVOERING: ("positief", 8)}


def test_the_next_step_of_the_route_opens(upgraded: Upgraded) -> None:
    """In the ledger, with the page that an older program did not make, and as a question to its members."""
    assert [event["gate"] for _, event in upgraded.events("gate_voorgelegd")] == [NEXT]
    assert len(upgraded.next_asked) == SEATS_OF_NEXT


def test_the_state_of_the_dossier_reads_the_same(upgraded: Upgraded) -> None:
    """What our API tells a controller's own sheet or page."""
    expected = json.loads((DATA / "stand.json").read_text())

    assert upgraded.state == expected | {"kop": upgraded.after[-1][-1]}


@pytest.mark.parametrize("kind", ["dags", "roles", "accounts"])
def test_names_in_airflow_are_the_same(upgraded: Upgraded, kind: str) -> None:
    """DAG ids, roles with their rights, accounts with their roles, of each of the three profiles."""
    assert upgraded.surroundings[kind] == json.loads((DATA / "airflow.json").read_text())[kind]


def test_what_was_begun_before_and_went_on_after_verifies(upgraded: Upgraded) -> None:
    """One chain over two versions of the program; nobody looked at the papers, which have the layout of the first."""
    exported = run(upgraded.folder, "dossier", "exporteer", DOSSIER, "--naar", "begroting.zip")
    head = exported.stdout.split()[-1]
    verified = run(upgraded.folder, "dossier", "verifieer", "begroting.zip", "--kop", head)

    assert verified.returncode == 4, verified.stdout
    assert verified.stdout.endswith("Het dossier houdt, voor zover nagegaan. Niet nagegaan: documenten.\n")


def test_stopping_leaves_no_process(upgraded: Upgraded) -> None:
    mark = f"JAARCYCLUS_VAR={environment(upgraded.folder)['JAARCYCLUS_VAR']}".encode()
    left = [process.name for process in Path("/proc").glob("[0-9]*") if mark in read_environment(process)]

    assert "beëindigd" in upgraded.stopped
    assert left == []


def read_environment(process: Path) -> list[bytes]:
    try:
        return (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return []

"""Each route of ours, asked by each role with each verb: what comes back is what docs/access.md says, and no more.

A route that is not in the table fails; `TOEGANG=schrijf pytest tests/stack/test_access.py` writes the table anew, to be
read before it is committed. What acts is asked with an empty form or a reason of no words, so that the last to refuse
is the rule: nothing is recorded.
"""

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest

from airflow_stack import Stack, list_routes
from builders.access import BEGIN, END, PAGE, Route, read_page
from builders.case import GATE, GREMIUM, MEMBERS, Case
from jaarcyclus.installation import launcher
from jaarcyclus.steps import passwords, receipts

pytestmark = pytest.mark.airflow

ROLES: Mapping[str, str | None] = {
    "nobody": None,
    "member": f"dowr-{MEMBERS[0]}",
    "perceel manager": "dowr-manager_ict",
    "controller": "dowr-controller",
    "secretary": "dowr-ambtelijk_secretaris",
    "beheerder": "dowr-beheerder",
    "elsewhere": "regio_zwolle-controller",
}
OPEN = (
    "/jaarcyclus/stijl.css",
    "/jaarcyclus/passkey.js",
)  # a calendar has an address of its own, which is the right to read it
VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")
NO_WORDS: Mapping[str, Any] = {
    "reden": "", "kenmerken": [], "gate": GATE, "zetel": "deventer", "toelichting": "",
    "gremium": GREMIUM, "advies": "", "tekst": "", "deskundige": "", "functie": "bestaat_niet", "naam": "",
    "vanaf": "", "per": "", "tot": "", "kenmerk": "", "persoon": "bestaat_niet", "perceel": "ict",
    "waarschuwing": "",
}  # fmt: skip
# What each JSON route takes: a body with another field is refused before it is asked who sends it.
TAKES: Mapping[str, str] = {
    "/dossier/{dossier}/voorwaarde": "gate zetel toelichting",
    "/dossier/{dossier}/kenmerken": "kenmerken reden",
    "/dossier/{dossier}/bedenktijd": "reden",
    "/dossier/{dossier}/intrekking": "reden",
    "/dossier/{dossier}/uitstel": "gate tot reden",
    "/dossier/{dossier}/openen": "perceel",
    "/dossier/{dossier}/overnemen": "perceel reden",
    "/dossier/{dossier}/handhaven": "perceel reden",
    "/dossier/{dossier}/afdoen": "perceel waarschuwing reden",
    "/dossier/{dossier}/advies": "gate advies tekst deskundige",
    "/dossier/{dossier}/ontvangst": "gremium",
    "/klok/{profiel}": "reden",
    "/terugzetting/{profiel}": "reden",
    "/bezetting/{profiel}": "functie naam vanaf",
    "/bezetting/{profiel}/vertrek": "functie per reden",
    "/bezetting/{profiel}/vertrek/herstel": "functie per reden",
    "/bezetting/{profiel}/koppeling": "functie kenmerk",
    "/bezetting/{profiel}/ontkoppeling": "functie reden",
    "/uitgifte/{profiel}": "persoon reden",
}
_NEVER = "bestaat-niet"


class Table:
    """The installation, with one dossier that is asked about, and an answer per role, verb and route."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.case = Case(stack)
        self.case.questions()
        stack.tick()  # what the calendar records of it by itself, it has recorded before anybody asks anything
        sent = receipts.receive(
            stack.workspace, "dowr", b"geen werkboek", file_name="toegang.xlsx", inzender="manager_ict", via="api",
            perceel="ict",
        )  # fmt: skip
        self.number = sent.number
        self.routes = [(verb, path) for verb, path in list_routes(stack) if path.startswith("/jaarcyclus/")]
        self._tokens = {role: self._token(account) for role, account in ROLES.items()}
        self._http = httpx.Client(base_url=stack.address, trust_env=False, timeout=60.0)

    def _token(self, account: str | None) -> dict[str, str]:
        return dict(launcher.client(self.stack.settings, account)._headers()) if account else {}

    def ask(self, role: str, verb: str, path: str) -> int:
        """Return what this role gets; a form is empty, and JSON has no words."""
        content = self._content(path.removeprefix("/jaarcyclus"), role) if verb not in ("GET", "DELETE") else {}
        self._http.cookies.clear()  # a page that leads to sign in gives one, and then a change is another site's
        return self._http.request(verb, self.fill(path), headers=self._tokens[role], **content).status_code

    def fill(self, path: str) -> str:
        """Return the address of what there is."""
        real = {
            "dossier": self.case.dossier, "gate": GATE, "zetel": "deventer", "gremium": GREMIUM, "perceel": "ict",
            "profiel": "dowr", "nummer": self.number, "number": self.number, "sha256": self.case.gate.document_sha256,
            "boekjaar": self.case.office.state.boekjaar, "key": "manager_ict", "about": "1",
            "name": "begroting.pdf", "kind": _kind(path),
        }  # fmt: skip
        return re.sub(r"\{(\w+)[^}]*\}", lambda name: str(real.get(name[1], _NEVER)), path)

    def _content(self, path: str, role: str) -> dict[str, Any]:
        if path in ("/dossier/{dossier}/heropen", "/dossier/{dossier}/correctie"):
            return {"json": {"reden": "Toegang nagegaan.", "percelen": ["bestaat_niet"]}}
        if path in TAKES:
            return {"json": {name: NO_WORDS[name] for name in TAKES[path].split()}}
        if path in ("/inzending/{profiel}", "/inleveren"):
            return {"files": {"bestand": ("werkboek.xlsx", b"geen werkboek")}, "data": {"perceel": _NEVER}}
        if path == "/wachtwoord":
            return {"data": {"username": ROLES[role] or "", "huidig": _NEVER}}
        if path == "/berichten/agenda":
            return {"data": {"vorige": _NEVER}}
        return {"data": {"leeg": ""}}

    def play(self) -> dict[Route, list[int]]:
        """Return what every role gets of every route."""
        return {(verb, path): [self.ask(role, verb, path) for role in ROLES] for verb, path in self.routes}

    def recorded(self) -> tuple[str, ...]:
        """Return how far everything is that an act would change."""
        ledger = self.stack.workspace.ledger
        chains = (self.case.dossier, "dowr-bezetting", "dowr-plaatsing")
        issued = len(passwords.issuances(self.stack.workspace, "dowr"))
        return (*(ledger.head(chain) for chain in chains), str(issued))

    def close(self) -> None:
        """End the conversation."""
        self._http.close()


def _kind(path: str) -> str:
    """Return an act that may be asked for: of a dossier one that makes sense now, or one that is over."""
    if "/jaar/bevestig/" in path:
        return "klok"
    if "/beheer/" in path:
        return "wachtwoord"
    return "heropenen" if "{about}" in path else "bedenktijd"


@pytest.fixture(scope="module")
def table(stack: Stack) -> Iterator[Table]:
    made = Table(stack)
    yield made
    made.close()


def write_page(played: Mapping[Route, list[int]]) -> None:
    """Write the table into the page."""
    head = ["verb", "route below `/jaarcyclus`", *ROLES]
    rows = [[verb, f"`{path.removeprefix('/jaarcyclus')}`", *map(str, got)] for (verb, path), got in played.items()]
    lines = [head, ["---"] * len(head), *rows]
    drawn = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    before, _, rest = PAGE.read_text().partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}{drawn}{END}{rest.partition(END)[2]}")


def test_each_role_gets_what_the_page_says_and_nothing_is_recorded(table: Table) -> None:
    before = table.recorded()
    played = dict(sorted(table.play().items(), key=lambda item: (item[0][1], item[0][0])))
    if os.environ.get("TOEGANG") == "schrijf":
        write_page(played)

    assert played == read_page()
    assert table.recorded() == before


def test_no_route_has_another_verb(table: Table) -> None:
    """Neither for who may most, nor for a stranger."""
    known = {(verb, re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path))) for verb, path in table.routes}

    def is_known(verb: str, address: str) -> bool:
        return any(verb == other and pattern.fullmatch(address) for other, pattern in known)

    others = [(verb, path) for _, path in table.routes for verb in VERBS if not is_known(verb, table.fill(path))]
    answered = {
        (role, verb, path): status
        for role in ("nobody", "beheerder")
        for verb, path in dict.fromkeys(others)
        if (status := table.ask(role, verb, path)) < 400
    }

    assert answered == {}


def test_nobody_gets_in_unasked(table: Table) -> None:
    """But to style and script: each is refused, led to the page of signing in, or as what is not there."""
    statuses = {route: found[0] for route, found in read_page().items() if route[1] not in OPEN}

    assert {route for route, status in statuses.items() if status not in (303, 401, 404)} == set()


def test_nobody_of_another_cooperation_sees_that_there_is_one(table: Table) -> None:
    """What is of this one is to a stranger as what is not there, or a refusal before it is looked up."""
    shown = {route: found for route, found in read_page().items() if not route[1].startswith("/jaarcyclus/openbaar")}
    own = {route: found[-1] for route, found in shown.items() if "{dossier}" in route[1] or "{profiel}" in route[1]}

    assert {route: status for route, status in own.items() if status not in (404, 422)} == {}

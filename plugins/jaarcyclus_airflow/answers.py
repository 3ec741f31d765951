"""Shows in Airflow's own answers what a seat answered, to who may see it: Airflow itself is not told (`vote_door.py`).
A member's own seats stand first there.

So nothing leaks where this is missed: without it Airflow's page says of every sealed answer only that it was given.
Reads, changes nothing that is kept.
"""

import json
import logging
from collections.abc import Iterator
from functools import partial
from urllib.parse import parse_qsl, urlencode

from fastapi import HTTPException
from starlette.concurrency import run_in_threadpool

from jaarcyclus.dossier import ballot
from jaarcyclus.dossier.question import without_answers
from jaarcyclus.errors import JaarcyclusError
from jaarcyclus.steps import airflow_names, votes
from jaarcyclus.steps.workspace import open_workspace
from jaarcyclus_airflow.asgi import Reply, ask, replay, uncompressed
from jaarcyclus_airflow.vote_door import account_of

OWN = "Uw zetel: "
_PAGE = 100  # the most that Airflow gives at once
_WHOLE = 1_000  # chosen: nobody looks through a list of years
log = logging.getLogger(__name__)


class Answers:
    """Pure ASGI middleware around Airflow's own pages of questions."""

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        """Fill in what is asked about questions, pass everything else on."""
        if scope["type"] != "http" or scope["method"] != "GET" or not _tells_questions(scope["path"]):
            await self.app(scope, receive, send)
            return
        status, headers, content = await ask(self.app, uncompressed(scope), receive)
        if status == 200:
            content = await self._fill(scope, receive, content)
        await Reply(status, headers, content)(scope, receive, send)

    async def _fill(self, scope, receive, content: bytes) -> bytes:
        try:
            account = await account_of(scope)
        except HTTPException:
            return content
        content = await self._own_first(scope, receive, content, account)
        return await run_in_threadpool(fill, content, account)

    async def _own_first(self, scope, receive, content: bytes, account: str) -> bytes:
        """Return the page as it is when the seats of this account come first in the whole list, not within its page.

        Airflow cannot sort by who may answer, so the list is read whole, as far as it is one that people look through.
        """
        page = json.loads(content)
        if not isinstance(page, dict):
            return content
        shown, total = page.get("hitl_details"), page.get("total_entries", 0)
        if not shown or not len(shown) < total <= _WHOLE:
            return content
        questions = []
        while len(questions) < total:
            more = _from(uncompressed(scope), len(questions))
            status, _, piece = await ask(self.app, more, replay(b"", receive))
            found = json.loads(piece)["hitl_details"] if status == 200 else []
            if not found:
                return content
            questions += found
        questions.sort(key=lambda question: not _is_own(question, account))
        first = int(dict(parse_qsl(scope["query_string"].decode())).get("offset", 0))
        return json.dumps(page | {"hitl_details": questions[first : first + len(shown)]}).encode()


def _from(scope, offset: int):
    """Return the request for as many as Airflow gives at once, from this one on."""
    asked = [item for item in parse_qsl(scope["query_string"].decode(), True) if item[0] not in ("limit", "offset")]
    return scope | {"query_string": urlencode([*asked, ("limit", _PAGE), ("offset", offset)]).encode()}


def _tells_questions(path: str) -> bool:
    return path.startswith("/ui/dags") or (path.startswith("/api/") and "/hitlDetails" in path)


def fill(content: bytes, account: str) -> bytes:
    """Return Airflow's JSON with each answer that this account may see, and without the option that is nobody's.

    No question tells what was answered before it, also one that an older release wrote. One that nobody can answer any
    more says so and offers nothing: Airflow keeps its buttons for ever.

    The seats of this account come first in their list and say so: Airflow lists those of all others beside them.
    """
    answer, workspace = json.loads(content), open_workspace()
    for question in _questions(answer):
        if question.get("body"):
            question["body"] = without_answers(question["body"])
        question["options"] = [option for option in question["options"] if option != ballot.SEALED]
        if question.get("chosen_options"):
            question |= _seen(workspace, question["task_instance"], account)
        elif why := _told(partial(_why_closed, account), workspace, question["task_instance"]):
            question |= {"options": [], "params": {}, "body": f"**{why}**\n\n{_dated(workspace, question)}"}
        elif longer := _told(votes.tell_extended, workspace, question["task_instance"]):
            question["body"] = f"**{longer}**\n\n{_dated(workspace, question)}"
        if _is_own(question, account):
            question["subject"] = f"{OWN}{question['subject']}"
    if "hitl_details" in answer:
        answer["hitl_details"].sort(key=lambda question: not _is_own(question, account))
    return json.dumps(answer, ensure_ascii=False).encode()


def _is_own(question, account: str) -> bool:
    return any(user["name"] == account for user in question.get("assigned_users") or ())


def _seen(workspace, task, account: str):
    try:
        place = airflow_names.place_of_run(task["dag_id"], task["dag_run_id"], task["map_index"])
        person = airflow_names.person_of(account, place.profiel)
        vote = votes.seen_vote(workspace, place, person)
        # What an older release told Airflow is in there, and what it is told where answers are open at once.
        hidden = votes.is_sealed(workspace, place) or not votes.reads_votes(workspace, place, person)
    except (JaarcyclusError, KeyError) as fault:
        log.warning("the answer of a seat is not shown: %s", fault)
        return {}
    if vote is not None:
        return ballot.answer_of(vote)
    return ballot.write_answer(ballot.SEALED, {}) if hidden else {}


def _why_closed(account: str, workspace, place) -> str | None:
    return votes.why_closed(workspace, place, airflow_names.person_of(account, place.profiel))


def _dated(workspace, question) -> str:
    body = question.get("body") or ""
    return _told(partial(votes.with_last_day, body=body), workspace, question["task_instance"]) or body


def _told(tell, workspace, task) -> str | None:
    try:
        return tell(workspace, airflow_names.place_of_run(task["dag_id"], task["dag_run_id"], 0))
    except (JaarcyclusError, KeyError) as fault:
        log.warning("whether a question is still open is not shown: %s", fault)
        return None


def _questions(node) -> Iterator[dict]:
    if isinstance(node, dict):
        if isinstance(node.get("options"), list) and isinstance(node.get("task_instance"), dict):
            yield node
        for value in node.values():
            yield from _questions(value)
    elif isinstance(node, list):
        for value in node:
            yield from _questions(value)

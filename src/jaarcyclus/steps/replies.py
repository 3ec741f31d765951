"""Answering who dropped a workbook in a folder: the letter, and laying it down where they look.

That an answer was laid down is an event, so that one a sender tidied away does not come back, and one that a crash
held up is still due. Who handed in by the API reads the verdict there. The text of others comes through
`terms.text.on_one_line`, so that it writes no line of ours.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence

from jaarcyclus.dossier.origins import overtaken, read_origins
from jaarcyclus.dossier.round import postbus_id
from jaarcyclus.errors import ReaderUnusable, Refused, Undelivered, UnknownKey
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.postbus_events import BestandBeantwoord, BestandBeoordeeld, BestandOntvangen
from jaarcyclus.ledger.wire import system_event
from jaarcyclus.steps import judging, marked_workbook
from jaarcyclus.steps.receipts import Receipt, find_duty, find_receipt, verdict
from jaarcyclus.steps.rejections import of_perceel, of_receipt, tell_rejections
from jaarcyclus.steps.shelf import FolderShelf, Shelf
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.findings import Bevinding, is_of_round
from jaarcyclus.terms.iv3 import has_code_list, load_code_list
from jaarcyclus.terms.text import on_one_line

log = logging.getLogger(__name__)


def answer_due(workspace: Workspace, profiel: str, shelf: Shelf | None = None) -> None:
    """Lay down on a shelf, else in the folders of this machine, every answer and word that is due there.

    One that cannot be is logged and stays due; the others go on.
    """
    shelf = shelf or FolderShelf(root=workspace.settings.inbox / profiel)
    tell_rejections(workspace, profiel, shelf)  # first: an answer names the word that lies beside it
    for number in unanswered(workspace.ledger.events(postbus_id(profiel)), shelf.via):
        try:
            reply(workspace, profiel, number, shelf)
        except Undelivered as waits:
            log.warning("no answer to receipt %s of %s yet: %s", number, profiel, waits)
        except (OSError, Refused):  # a folder that takes nothing, or a dossier put back to an older copy
            log.exception("no answer to receipt %s of %s; the calendar tries again", number, profiel)


def unanswered(events: Sequence[Event], via: str) -> tuple[int, ...]:
    """Return the receipts by this door that have a verdict and no answer, oldest first. Pure.

    Of a file that was replaced meanwhile only the newest of those, for its answer takes the place of that before.
    """
    came_so = {event.seq for event, came in wire.of_kind(events, BestandOntvangen) if came.via == via}
    judged = {given.ontvangst for _, given in wire.of_kind(events, BestandBeoordeeld)} & came_so
    answered = {given.ontvangst for _, given in wire.of_kind(events, BestandBeantwoord)}
    return tuple(sorted(judged - answered - overtaken(read_origins(events), judged | answered)))


def reply(workspace: Workspace, profiel: str, number: int, shelf: Shelf) -> None:
    """Lay the answer to a receipt down, once it has a verdict; again only where it is asked for again.

    Raises Undelivered and OSError: it is still due.
    """
    receipt, judged = find_receipt(workspace, profiel, number), verdict(workspace, profiel, number)
    if receipt.perceel is None or judged is None:
        return
    fits = not (of_receipt(workspace, judged) or _contradicted_before(workspace, judged, receipt.perceel))
    marked = lay_marked(workspace, receipt, judged, shelf)
    answer = write_answer(receipt, judged, _name(workspace, profiel, receipt.perceel), fits=fits, marked=marked)
    name = shelf.lay(receipt, "antwoord", answer + _caveat(workspace, judged))
    # Two runs may answer at once: they lay down one file, and record it once.
    workspace.record_postbus(
        postbus_id(profiel),
        [system_event(BestandBeantwoord(ontvangst=number, antwoord=name))],
        unless=lambda known: any(given.ontvangst == number for _, given in wire.of_kind([known], BestandBeantwoord)),
    )


def _contradicted_before(workspace: Workspace, judged: BestandBeoordeeld, perceel: str) -> bool:
    """Return whether the workbook that came twice counts and is in contradiction with another."""
    if not (judged.dossier and _was_received_before(judged)):
        return False
    return bool(of_perceel(workspace, workspace.dossier(judged.dossier), perceel))


def lay_marked(workspace: Workspace, receipt: Receipt, judged: BestandBeoordeeld, shelf: Shelf) -> str:
    """Lay the workbook with its findings marked beside the answer, and return what that says of it.

    Raises OSError, Undelivered.
    """
    if not marked_workbook.may_be_marked(judged):
        return ""
    try:
        made = marked_workbook.mark_receipt(workspace, receipt, judged)
    except ReaderUnusable:  # of our own making: the sender has his answer all the same
        log.exception("no marked workbook for receipt %s", receipt.number)
        return _NOT_NOW
    if made.content is None:
        return made.reason
    where = shelf.lay_workbook(receipt, made.content)
    return _MARKED.format(waar=where) if where else _MARKED_ON_PAGE.format(nummer=receipt.number)


def _name(workspace: Workspace, profiel: str, perceel: str) -> str:
    """Return the perceel's name, or that of its folder when the profile has meanwhile let go of it."""
    try:
        return find_duty(workspace.profile(profiel), perceel, workspace.today()).naam
    except UnknownKey:
        return perceel


_ACCEPTED = "Uw werkboek is geaccepteerd en telt mee. U hoeft niets te doen."
_WITH_WARNING = (
    "Uw werkboek is geaccepteerd en telt mee. Kijk de waarschuwingen hieronder na. Wilt u iets verbeteren, plaats dan "
    "een nieuw werkboek in uw map."
)
_REFUSED = (
    "Uw werkboek is geweigerd; er is niets uit overgenomen. Doe wat hieronder bij elke fout staat en plaats het "
    "werkboek opnieuw in uw map."
)
_DOES_NOT_FIT = (
    "Uw werkboek is geaccepteerd, maar sluit niet aan op dat van een ander perceel. Wat u moet doen, staat in het "
    "bericht 'sluit-niet-aan' bij deze ontvangst. Kijk ook de waarschuwingen hieronder na, als die er zijn."
)
_RECEIVED_BEFORE = "Dit werkboek hadden wij al, en het telt mee. U hoeft niets te doen."
_RECEIVED_UNFIT = (
    "Dit werkboek hadden wij al. Het telt mee, maar sluit niet aan op dat van een ander perceel, en zolang dat zo is, "
    "komt er geen product. Wat er verschilt, leest u in Jaarcyclus bij de inzending waarmee het de eerste keer kwam."
)
_NOT_TAKEN = (
    "Uw werkboek is niet aangenomen; er is niets uit overgenomen. Hieronder staat waarom, en wat u kunt doen. "
    "Hetzelfde werkboek nu opnieuw plaatsen helpt niet."
)
_MARKED = (
    "Uw eigen werkboek met de cellen gemarkeerd ligt {waar}. Verbeter dat, en plaats het daarna in uw map: niet in de "
    "map waar het nu ligt. De opmerkingen en het blad Bevindingen mogen erin blijven staan."
)
_MARKED_ON_PAGE = (
    "Uw eigen werkboek met de cellen gemarkeerd kunt u downloaden: meld u aan bij Jaarcyclus, kies Inleveren en open "
    "inzending {nummer}."
)
_NOT_NOW = "Er kon nu geen werkboek met gemarkeerde cellen worden gemaakt. Gebruik de lijst hieronder."
_LINES = (("waarde", "Er staat"), ("verwacht", "Verwacht"), ("herstel", "Te doen"))


def write_answer(
    receipt: Receipt, verdict: BestandBeoordeeld, perceel: str, *, fits: bool = True, marked: str = ""
) -> str:
    """Return the answer to a receipt; `perceel` is the name that people know it by, `marked` a word on his workbook.

    Not `fits`: accepted, and in contradiction with another workbook, of which a word lies beside the answer.
    """
    bevindingen = verdict.bevindingen
    lines = [
        f"Ontvangst:  {receipt.number}",
        f"Bestand:    {on_one_line(receipt.file_name)}",
        f"SHA-256:    {receipt.sha256}",
        f"Perceel:    {on_one_line(perceel)}",
        f"Dossier:    {verdict.dossier or 'geen'}",
        f"Uitkomst:   {_name_outcome(verdict)}",
        "",
        _opening_of(verdict, fits=fits),
        *(("", marked) if marked else ()),
    ]
    for ernst, heading in (("fout", _heading_of(verdict)), ("waarschuwing", "Waarschuwingen")):
        lines += _group(heading, [item for item in bevindingen if item.ernst == ernst])
    return "\n".join(lines) + "\n"


def _caveat(workspace: Workspace, verdict: BestandBeoordeeld) -> str:
    """Return what follows the answer while there are no codes of the boekjaar itself.

    It is true of the day of the answer and not of the file, so it is no finding: judging again would not find it.
    """
    boekjaar = workspace.dossier(verdict.dossier).boekjaar if verdict.dossier else None
    codes = load_code_list(boekjaar) if boekjaar and has_code_list(boekjaar) else None
    if codes is None or codes.caveat is None:
        return ""
    return f"\nLet op: {codes.caveat}{' Kijk de codes na als die er is.' if codes.may_change else ''}\n"


def _name_outcome(verdict: BestandBeoordeeld) -> str:
    if _was_received_before(verdict):
        return "al ontvangen"
    return "geaccepteerd" if verdict.geaccepteerd else "geweigerd"


def _opening_of(verdict: BestandBeoordeeld, *, fits: bool) -> str:
    if verdict.geaccepteerd and not fits:
        return _DOES_NOT_FIT
    if verdict.geaccepteerd:
        return _WITH_WARNING if verdict.bevindingen else _ACCEPTED
    if _was_received_before(verdict):
        return _RECEIVED_BEFORE if fits else _RECEIVED_UNFIT
    return _NOT_TAKEN if _is_refused_by_round(verdict) else _REFUSED


def _heading_of(verdict: BestandBeoordeeld) -> str:
    return "Reden" if _is_refused_by_round(verdict) else "Fouten"


def _was_received_before(verdict: BestandBeoordeeld) -> bool:
    return any(item.code == "AL_ONTVANGEN" for item in verdict.bevindingen)


def _is_refused_by_round(verdict: BestandBeoordeeld) -> bool:
    """Return whether nothing is wrong in the workbook: its round, its clock or its sender stands in the way."""
    faults = [item for item in verdict.bevindingen if item.ernst == "fout"]
    return bool(faults) and all(is_of_round(item) for item in faults)


def _group(heading: str, bevindingen: list[Bevinding]) -> Iterable[str]:
    if not bevindingen:
        return
    yield from ("", f"{heading} ({len(bevindingen)})")
    for number, item in enumerate(bevindingen, 1):
        yield ""
        yield from _finding(number, item)


def _finding(number: int, item: Bevinding) -> Iterator[str]:
    yield f"{number}. {_place(item)} [{item.code}]"
    yield f"   {on_one_line(item.melding)}"
    for field_name, word in _LINES:
        if text := getattr(item, field_name):
            yield f"   {word + ':':<10}{on_one_line(text)}"


def _place(item: Bevinding) -> str:
    if not item.blad:
        return "Het hele bestand"
    return f"Blad {on_one_line(item.blad)}" + (f", cel {on_one_line(item.cel)}" if item.cel else "")


def judge_and_reply(workspace: Workspace, profiel: str, number: int) -> BestandBeoordeeld:
    """Read and check a received file, answer who dropped it in a folder, and return the verdict."""
    verdict = judging.judge(workspace, profiel, number)
    answer_due(workspace, profiel)
    return verdict

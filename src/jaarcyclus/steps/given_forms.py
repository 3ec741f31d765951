"""The workbook to begin with, where its sender looks: when a round opens, and again when other figures are known.

Who hands in on the page gets one there, made when it is asked for. In a folder it lies in one of its own, where nobody
takes it for a workbook that was handed in. That it was laid down is an event, so that one a sender tidied away does not
come back, and one that could not be laid is still due.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from jaarcyclus.dossier.planning import missing_submissions
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.round import postbus_id
from jaarcyclus.errors import Refused, Undelivered
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.postbus_events import WerkboekKlaargezet
from jaarcyclus.ledger.wire import system_event
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps.forms import form_name, make_form
from jaarcyclus.steps.shelf import FolderShelf, GivenForm, Shelf
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.canonical import sha256
from jaarcyclus.terms.days import format_date
from jaarcyclus.terms.products import name_in_sentence

log = logging.getLogger(__name__)

_FROM_RULES = 6  # an older round opened without: nobody looks for one there


@dataclass(frozen=True, kw_only=True)
class _Due:
    state: Dossier
    perceel: str
    before: WerkboekKlaargezet | None  # what was laid down last, which this one replaces


def give_due(workspace: Workspace, profiel: str, shelf: Shelf | None = None) -> None:
    """Lay down on a shelf, else in the folders of this machine, every workbook that is due there.

    One that cannot be is logged and stays due; the others go on.
    """
    if shelf is None:
        inbox = workspace.profile(profiel).inbox
        if inbox is not None and inbox.bron == "sharepoint":
            return  # nobody looks on this machine; the watch over the library brings its own shelf
        shelf = FolderShelf(root=workspace.settings.inbox / profiel)
    for due in _list_due(workspace, profiel, shelf.via):
        try:
            _give(workspace, profiel, due, shelf)
        except Undelivered as waits:
            log.warning("no workbook for %s of %s yet: %s", due.perceel, due.state.dossier, waits)
        except (OSError, Refused):  # a folder that takes nothing, or a postbus put back to an older copy
            log.exception("no workbook for %s of %s; the calendar tries again", due.perceel, due.state.dossier)


def _list_due(workspace: Workspace, profiel: str, via: str) -> Iterator[_Due]:
    held = {found.chain for found in workspace.rollbacks(profiel)}
    if postbus_id(profiel) in held:
        return
    given = wire.of_kind(workspace.ledger.events(postbus_id(profiel)), WerkboekKlaargezet)
    last = {(item.dossier, item.perceel): item for _, item in given if item.via == via}
    for dossier in workspace.dossiers(profiel):
        state = Dossier() if dossier in held else workspace.dossier(dossier)
        for perceel in _who_begins(state):
            before = last.get((dossier, perceel))
            if before is None or before.stand != state.known_seq:
                yield _Due(state=state, perceel=perceel, before=before)


def _who_begins(state: Dossier) -> tuple[str, ...]:
    """Return by code who still has to hand in, in a round that takes workbooks."""
    if state.ronde is None or state.ronde.regels < _FROM_RULES or state.known_seq == 0 or state.is_closed:
        return ()
    return tuple(missing_submissions(state)) if state.active_version is None else ()


def _give(workspace: Workspace, profiel: str, due: _Due, shelf: Shelf) -> None:
    state, before = due.state, due.before
    profile = workspace.profile_of(state)
    content = make_form(workspace, profile, state.product, state.boekjaar, due.perceel)
    form = GivenForm(
        dossier=state.dossier,
        perceel=due.perceel,
        name=form_name(profiel, state.product, state.boekjaar, due.perceel),
        content=content,
        letter=write_letter(profile, state, due.perceel, renewed=before is not None),
        replaces=(before.werkboek, before.sha256) if before else None,
    )
    laid = WerkboekKlaargezet(
        dossier=state.dossier,
        perceel=due.perceel,
        stand=state.known_seq,
        via=shelf.via,
        werkboek=shelf.lay_form(form),
        sha256=sha256(content),
    )

    def is_told(known: Event) -> bool:
        told = (item for _, item in wire.of_kind([known], WerkboekKlaargezet))
        return any(
            (item.dossier, item.perceel, item.stand, item.via) == (laid.dossier, laid.perceel, laid.stand, laid.via)
            for item in told
        )

    # Two ticks may give at once: they lay down one file, and record it once.
    workspace.record_postbus(postbus_id(profiel), [system_event(laid)], unless=is_told)


def write_letter(profile: Profile, state: Dossier, perceel: str, *, renewed: bool) -> str:
    """Return what lies beside the workbook."""
    product = name_in_sentence(state.product, state.boekjaar)
    begin = (
        f"De bekende cijfers zijn herzien. Dit werkboek voor {product} komt in de plaats van het vorige: neem over wat "
        "u al had ingevuld."
        if renewed
        else f"Dit is uw werkboek voor {product}. Wat de samenwerking al weet, staat erin."
    )
    return "\n".join(
        (
            f"Perceel:    {profile.inzendplicht(perceel).naam}",
            f"Indienen:   uiterlijk {format_date(state.closing_day)}",
            "",
            begin,
            "Vul het in en plaats het in de map hierboven. In deze map kijkt niemand.",
            "Indienen kan ook in Jaarcyclus, op de pagina Inleveren; daar kunt u dit werkboek opnieuw ophalen.",
            "",
        )
    )

"""An act on a dossier on our pages: the form that says what will happen, and the page that repeats it before it does.

What was typed is never lost, and no page says that something is done but by reading it from the ledger.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jaarcyclus.dossier.round import dossier_id
from jaarcyclus.errors import Refused, UnknownKey
from jaarcyclus.pages.act import Act, Kind
from jaarcyclus.pages.elsewhere import look_elsewhere
from jaarcyclus.pages.html import fill_page
from jaarcyclus.pages.reader import YEAR, Reader
from jaarcyclus.pages.standings import Standing, Standings
from jaarcyclus.pages.year_acts import find_act
from jaarcyclus.pages.year_page import NOT_FOUND
from jaarcyclus.pages.year_words import dossier_path, warnings_path
from jaarcyclus.steps import acts, requests
from jaarcyclus.steps.airflow_names import profile_of_dossier
from jaarcyclus.steps.rehearsal import rehearse
from jaarcyclus.terms.products import name_product

Do = Callable[..., None]
_FIELDS = {"PERCEEL_ONBEKEND": "percelen", "KENMERK_ONBEKEND": "kenmerken", "TERMIJN_ONJUIST": "datum"}
_DO: Mapping[Kind, Do] = {
    Kind.REOPEN: acts.reopen,
    Kind.SKIP_PAUSE: acts.skip_pause,
    Kind.KENMERKEN: acts.set_kenmerken,
    Kind.ADVIES: acts.record_advice,
    Kind.EXTEND: acts.extend_term,
    Kind.CARRY: acts.carry_forward,
    Kind.KEEP: acts.keep_workbook,
    Kind.PASS: acts.pass_warning,
    Kind.WITHDRAW: acts.withdraw,
    Kind.CORRECT: acts.correct,
    Kind.OPEN: requests.open_request,
}


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What was filled in; nothing is checked yet."""

    reason: str = ""
    percelen: tuple[str, ...] = ()
    kenmerken: tuple[str, ...] = ()
    outcome: str = ""
    words: str = ""
    expert: str = ""
    day: str = ""
    perceel: str = ""


@dataclass(frozen=True, kw_only=True)
class ActFault:
    """Why it was not done, and the field where that is mended."""

    sentence: str
    field: str


@dataclass(frozen=True, kw_only=True)
class Acting:
    """An act that makes sense now, for one person."""

    standing: Standing
    act: Act
    person: str

    @property
    def do(self) -> Do:
        """Return the function of the core that does it."""
        return _DO[self.act.kind]

    def asked(self, typed: Typed) -> dict[str, Any]:
        """Return what that function is told."""
        about, reason = self.act.about, {"reden": typed.reason}
        if not self.act.asks_reason:
            return self._without_reason(typed)
        match self.act.kind:
            case Kind.REOPEN | Kind.CORRECT:
                return reason | {"percelen": typed.percelen}
            case Kind.KENMERKEN:
                return reason | {"kenmerken": typed.kenmerken}
            case Kind.EXTEND:
                return reason | {"gate": about, "tot": typed.day}
            case Kind.CARRY | Kind.KEEP:
                return reason | {"perceel": about}
            case Kind.PASS:
                perceel, _, number = about.rpartition("-")
                return reason | {"perceel": perceel, "waarschuwing": number}
            case Kind.WITHDRAW:
                return reason | {"versie": int(about)}
            case _:
                return reason

    def _without_reason(self, typed: Typed) -> dict[str, Any]:
        if self.act.kind == Kind.OPEN:
            return {"perceel": typed.perceel}
        advice = {"advies": typed.outcome, "tekst": typed.words, "deskundige": typed.expert}
        return {"gate": self.act.about} | advice

    @property
    def on(self) -> str:
        """Return the dossier in which it is done: that of the request for one that is opened."""
        state = self.standing.state
        if self.act.kind == Kind.OPEN:
            return dossier_id(state.opened.profiel, state.boekjaar, self.act.about)
        return state.dossier

    @property
    def back(self) -> str:
        """Return where its effect can be seen."""
        if self.act.kind == Kind.PASS:
            return warnings_path(self.standing.state)
        return dossier_path(self.standing.state)

    @property
    def landing(self) -> str:
        """Return where one lands when it is done: that page, with what the ledger says was done after it stood so."""
        state = self.standing.state
        if self.act.kind == Kind.PASS:
            return f"{warnings_path(state)}?na={state.seq}#vastgelegd"
        after = 0 if self.act.kind == Kind.OPEN else state.seq
        return f"{YEAR}/{state.boekjaar}?dossier={self.on}&na={after}#vastgelegd"


def find_acting(standings: Standings, reader: Reader, dossier: str, kind: str, about: str) -> Acting | None:
    """Return the act; None to who runs the cycle when it makes no sense (any more), such as one done twice.

    Raises UnknownKey to anybody else, and for a dossier that there is not.
    """
    own = reader.office and profile_of_dossier(dossier) == reader.profiel
    standing = standings.of_dossier(dossier) if own else None
    if standing is None:
        raise UnknownKey(NOT_FOUND)
    workspace = standings.workspace
    act = find_act(standing, reader.person, workspace.today(), kind, about, look_elsewhere(workspace))
    return Acting(standing=standing, act=act, person=reader.person) if act else None


def rehearse_act(standings: Standings, acting: Acting, typed: Typed) -> None:
    """Raise Refused when this may not be done now; nothing is recorded."""
    workspace = rehearse(standings.workspace)
    acting.do(workspace, acting.on, acting.person, **acting.asked(typed))


def show_act(acting: Acting, reader: Reader, *, typed: Typed | None = None, refusal: Refused | None = None) -> str:
    """Return the form, with what was typed and why it was refused."""
    act = acting.act
    typed = typed or Typed(kenmerken=tuple(choice.value for choice in act.kenmerken if choice.chosen))
    return fill_page(
        "handeling.html",
        reader,
        getypt=typed,
        fout=None if refusal is None else ActFault(sentence=refusal.message, field=_field(act, refusal, typed)),
        **_shown(acting, reader),
    )


def show_act_check(acting: Acting, reader: Reader, typed: Typed) -> str:
    """Return the page that repeats what was filled in and what will happen."""
    return fill_page("handeling_controle.html", reader, getypt=typed, **_shown(acting, reader))


def show_gone(reader: Reader, typed: Typed) -> str:
    """Return the page that says that this act makes no sense any more, with what was typed."""
    return fill_page("handeling_voorbij.html", reader, current=YEAR, getypt=typed)


def _shown(acting: Acting, reader: Reader) -> dict[str, Any]:
    state = acting.standing.state
    return {
        "current": YEAR,
        "handeling": acting.act,
        "product": name_product(state.product, state.boekjaar),
        "is_oefening": state.oefening,
        "terug": acting.back,
    }


def _field(act: Act, refusal: Refused, typed: Typed) -> str:
    """Return the field of a fault."""
    if act.kind == Kind.OPEN:
        return "perceel"
    if act.kind != Kind.ADVIES:
        return _FIELDS.get(refusal.code, "reden")
    if refusal.code == "ADVIES_ONVOLLEDIG":
        given = {"advies": typed.outcome, "tekst": typed.words}
        return next((name for name, text in given.items() if not text.strip()), "deskundige")
    return "deskundige" if "deskundige" in refusal.message else "tekst"

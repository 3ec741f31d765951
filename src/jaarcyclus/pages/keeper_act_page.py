"""An act of the beheerder on our pages: the form that says what will happen, and the page that repeats it first.

What was typed is never lost. A password is on none of these pages but the one that shows it once.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from jaarcyclus.dossier.links import Identity
from jaarcyclus.errors import Refused, UnknownKey
from jaarcyclus.pages.accounts import SignInService
from jaarcyclus.pages.html import fill_page
from jaarcyclus.pages.keeper_acts import ACCOUNTS, Act, KeeperAct, list_acts
from jaarcyclus.pages.keeper_page import NOT_FOUND, read_functions
from jaarcyclus.pages.reader import KEEPING, Reader
from jaarcyclus.steps import contacts, holders, links, passwords
from jaarcyclus.steps.rehearsal import rehearse
from jaarcyclus.steps.workspace import Workspace

Typed = Mapping[str, str]
Do = Callable[..., None]
_FIELDS = {
    "NAAM_ONLEESBAAR": "naam", "PERSOON_TWEE_ZETELS": "naam", "KENMERK_ONJUIST": "kenmerk",
    "AANMELDING_VAN_ANDER": "kenmerk", "MAILADRES_ONGESCHIKT": "mail",
    "REDEN_ONTBREEKT": "reden", "TEKST_ONLEESBAAR": "reden",
}  # fmt: skip
AGAIN = Refused(
    "INTUSSEN_UITGEGEVEN",
    "Er is intussen al een wachtwoord voor dit account uitgegeven, en dat geldt. Wilt u er toch nog een uitgeven? Ga "
    "dan terug naar Accounts en begin opnieuw.",
)

_DONE = "Het is al gedaan, of de functie staat er nu anders voor."
_NOT_NOW = {
    str(
        KeeperAct.ADDRESS
    ): "Bij deze functie is al een adres gekozen, of zij staat niet in het profiel. Een ander adres "
    "kiest de houder zelf, op Mijn berichten.",
}
_NOT_OWN = {
    str(KeeperAct.ADDRESS): "Dit is uw eigen functie. Uw eigen adres kiest u op Mijn berichten.",
    str(KeeperAct.ISSUE): "Dit is uw eigen account. Een nieuw wachtwoord daarvoor vraagt u aan wie de machine beheert.",
}


@dataclass(frozen=True, kw_only=True)
class Acting:
    """An act that makes sense now."""

    workspace: Workspace
    reader: Reader
    act: Act
    service: SignInService | None

    @property
    def issued(self) -> int:
        """Return how many passwords were issued for this account so far."""
        return sum(item.person == self.act.key for item in passwords.issuances(self.workspace, self.reader.profiel))

    def do(self, workspace: Workspace, typed: Typed) -> None:
        """Record it by the function of the core that every other door calls. Raises Refused."""
        act, profiel, person = _DO[self.act.kind], self.reader.profiel, self.reader.person
        asked = {field.name: typed.get(field.name, "") for field in self.act.asks}
        if self.act.kind == KeeperAct.ISSUE:
            act(workspace, profiel, person, person=self.act.key, reason=asked["reden"])
        elif self.act.kind == KeeperAct.LINK and self.service:
            who = Identity(issuer=self.service.issuer, claim=self.service.claim, value=asked["kenmerk"])
            act(workspace, profiel, person, functie=self.act.key, identity=who)
        else:
            act(workspace, profiel, person, functie=self.act.key, **asked)

    def require_first(self, typed: Typed) -> None:
        """Raise Refused when this form issued a password already: a button pressed twice issues one."""
        if self.act.kind == KeeperAct.ISSUE and typed.get("na") != str(self.issued):
            raise AGAIN


_DO: Mapping[KeeperAct, Do] = {
    KeeperAct.TAKE: holders.take,
    KeeperAct.LEAVE: holders.leave,
    KeeperAct.MEND: holders.mend_departure,
    KeeperAct.LINK: links.link,
    KeeperAct.UNLINK: links.unlink,
    KeeperAct.ISSUE: passwords.issue,
    KeeperAct.ADDRESS: contacts.fill_in,
}


def find_acting(
    workspace: Workspace, reader: Reader, kind: str, key: str, service: SignInService | None
) -> Acting | None:
    """Return the act; None to the beheerder when it makes no sense (any more). Raises UnknownKey to anybody else."""
    if not reader.keeps or kind not in {str(known) for known in KeeperAct}:
        raise UnknownKey(NOT_FOUND)
    issued = passwords.issuances(workspace, reader.profiel)
    functions = {item.key: item for item in read_functions(workspace, reader, issued)}
    if key not in functions:
        raise UnknownKey(NOT_FOUND)
    act = list_acts(functions[key], reader.person, service, workspace.today()).get(KeeperAct(kind))
    return Acting(workspace=workspace, reader=reader, act=act, service=service) if act else None


def rehearse_act(acting: Acting, typed: Typed) -> None:
    """Raise Refused when this may not be done now; nothing is recorded."""
    acting.do(rehearse(acting.workspace), typed)


def show_act(acting: Acting, *, typed: Typed | None = None, refusal: Refused | None = None) -> str:
    """Return the form, with what was typed and why it was refused."""
    begins = {field.name: field.begins for field in acting.act.asks}
    fill = partial(fill_page, "beheer_handeling.html", acting.reader, current=KEEPING, handeling=acting.act)
    return fill(
        getypt=typed if typed is not None else begins,
        fout=refusal and {"sentence": _in_words(refusal, acting.act), "field": _field(acting.act, refusal)},
    )


def show_act_check(acting: Acting, typed: Typed) -> str:
    """Return the page that repeats what was filled in and what will happen."""
    return fill_page(
        "beheer_controle.html",
        acting.reader,
        current=KEEPING,
        handeling=acting.act,
        getypt=typed,
        na=acting.issued if acting.act.kind == KeeperAct.ISSUE else None,
    )


def show_gone(reader: Reader, typed: Typed, kind: str, key: str) -> str:
    """Return the page that says that this act makes no sense (any more) and why, with what was typed."""
    words = [text for name in ("naam", "reden", "kenmerk", "mail") if (text := typed.get(name, ""))]
    why = (_NOT_OWN if key == reader.person else _NOT_NOW).get(kind, _DONE)
    return fill_page("beheer_voorbij.html", reader, current=KEEPING, woorden=words, waarom=why)


def show_password(reader: Reader, account: str, password: str | None) -> str:
    """Return the page that shows an issued password, once; None when there is none to show."""
    return fill_page(
        "beheer_wachtwoord.html", reader, current=KEEPING, account=account, wachtwoord=password, terug=ACCOUNTS
    )


def _in_words(refusal: Refused, act: Act) -> str:
    """Return the sentence with the function as a reader knows it; commands know its key."""
    return re.sub(rf"\b{re.escape(act.key)}\b", act.about, refusal.message)


def _field(act: Act, refusal: Refused) -> str:
    names = [field.name for field in act.asks]
    field = _FIELDS.get(refusal.code, next((name for name in names if name in ("vanaf", "per")), names[0]))
    return field if field in names else names[0]

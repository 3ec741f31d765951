"""Which acts the beheerder can do for one function or account now, and what each will do, in words. Pure.

What is offered is no right: `rules` refuses whoever may not, and what cannot be.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jaarcyclus.dossier.holders import Tenure
from jaarcyclus.pages.accounts import SignInService
from jaarcyclus.pages.function_holders import FunctionHolders
from jaarcyclus.pages.reader import KEEPING
from jaarcyclus.terms.formats import format_day


class KeeperAct(StrEnum):
    """The acts, as they are called in the address of their page."""

    TAKE = "bezetten"
    LEAVE = "verlaten"
    MEND = "herstellen"
    LINK = "koppelen"
    UNLINK = "ontkoppelen"
    ISSUE = "wachtwoord"
    ADDRESS = "adres"


class FieldKind(StrEnum):
    """How something is filled in."""

    LINE = "text"
    DAY = "date"
    WORDS = "words"


@dataclass(frozen=True, kw_only=True)
class AskedField:
    """One thing that is asked. `begins`: what stands there before anybody types."""

    name: str
    label: str
    hint: str
    kind: FieldKind
    begins: str = ""


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act about one function. `effects`: sentences of what will happen; `back`: where its effect is shown."""

    kind: KeeperAct
    key: str
    title: str
    about: str
    effects: tuple[str, ...]
    asks: tuple[AskedField, ...]
    back: str

    @property
    def path(self) -> str:
        return f"{KEEPING}/{self.kind}/{self.key}"


FUNCTIONS, ACCOUNTS = f"{KEEPING}/functies", f"{KEEPING}/accounts"
_FIRST = (
    "Het wachtwoord van het account blijft werken: van een vorige houder staat hier niets. Kende een ander het, geef "
    "dan een nieuw uit."
)
_TAKEN_BACK = (
    "Kiest u de eerste dag van deze houder zelf, dan neemt u alleen terug wat u had vastgelegd, en blijft het "
    "wachtwoord werken."
)
_REASON = "Uw reden staat met uw functie en de tijd in het logboek."


def list_acts(
    item: FunctionHolders, keeper: str, service: SignInService | None, today: date
) -> Mapping[KeeperAct, Act]:
    """Return what `keeper`, the beheerder, can do for this function."""
    acts = (*_of_holder(item, keeper, today), *_of_sign_in(item, keeper, service, today), *_of_address(item, keeper))
    return {act.kind: act for act in acts}


def _of_holder(item: FunctionHolders, keeper: str, today: date) -> Iterable[Act]:
    last = item.last
    if last is None or last.until is not None:
        if item.in_profile:
            yield _take(item, keeper, today)
    else:
        yield _leave(item, last, keeper, today)
    if last is not None and last.until is not None:
        yield _mend(item, last, keeper)


def _on_password(item: FunctionHolders, keeper: str) -> tuple[str, ...]:
    """As `dossier.handovers` has it."""
    ends = (
        "Vanaf die dag werkt het wachtwoord van dit account niet meer, en wie ermee is aangemeld, is dat dan niet "
        "meer. Is die dag er al, dan gebeurt dat meteen."
    )
    if item.key == keeper:
        return (
            ends,
            "Dit is uw eigen account. Een nieuw wachtwoord krijgt het alleen van wie de machine beheert: spreek dat "
            "eerst af.",
        )
    return (ends, "Geef de houder van dan op die dag, of later, een nieuw wachtwoord uit, of koppel zijn aanmelding.")


def _take(item: FunctionHolders, keeper: str, today: date) -> Act:
    before = item.last.until if item.last and item.last.until else ""
    return _act(
        item,
        KeeperAct.TAKE,
        "Leg vast wie deze functie krijgt",
        (
            "Vanaf de dag die u kiest, staat deze persoon als houder in de bezetting.",
            "Bij elke vraag die dan open staat, komt in het dossier dat deze functie een andere houder heeft.",
            "Een mailadres of een adres in Teams dat bij deze functie was gekozen, vervalt die dag, en het adres van "
            "de agenda ook. De houder kiest het opnieuw op Mijn berichten; tot dan krijgt de functie geen bericht.",
            "Het account van de functie blijft hetzelfde.",
            *(_on_password(item, keeper) if item.last else (_FIRST,)),
        ),
        AskedField(name="naam", label="Naam", hint="De hele naam, op één regel.", kind=FieldKind.LINE),
        AskedField(
            name="vanaf",
            label="Vanaf",
            hint="De eerste dag. Dit kan een dag zijn die nog komt, tot een jaar vooruit.",
            kind=FieldKind.DAY,
            begins=max(before, today.isoformat()),
        ),
    )


def _leave(item: FunctionHolders, last: Tenure, keeper: str, today: date) -> Act:
    is_first = not any(tenure and tenure is not last for tenure in (*item.before, item.now))
    return _act(
        item,
        KeeperAct.LEAVE,
        "Leg vast dat de houder vertrekt",
        (
            f"{last.name} heeft deze functie vanaf de dag die u kiest niet meer.",
            "De gekoppelde aanmelding eindigt op die dag vanzelf.",
            *_on_password(item, keeper),
            *((_TAKEN_BACK,) if is_first else ()),
            "Zolang er geen opvolger is, heeft de functie geen houder.",
        ),
        AskedField(
            name="per",
            label="Per",
            hint="De eerste dag waarop deze persoon de functie niet meer heeft.",
            kind=FieldKind.DAY,
            begins=max(today.isoformat(), last.since),
        ),
        AskedField(name="reden", label="Reden", hint=_REASON, kind=FieldKind.WORDS),
    )


def _mend(item: FunctionHolders, last: Tenure, keeper: str) -> Act:
    return _act(
        item,
        KeeperAct.MEND,
        "Herstel de dag van vertrek",
        (
            f"Nu staat er dat {last.name} de functie tot {format_day(last.until or '')} had. Daarvoor in de plaats "
            "komt de dag die u kiest.",
            "Wat dossiers al is verteld, blijft staan zoals het toen is verteld.",
            *_on_password(item, keeper),
            "Ook een wachtwoord dat na het vertrek al is uitgegeven, geldt dan niet meer. Een wachtwoord dat is "
            "ingetrokken, komt niet terug.",
        ),
        AskedField(
            name="per",
            label="Per",
            hint="De dag die het had moeten zijn.",
            kind=FieldKind.DAY,
            begins=last.until or "",
        ),
        AskedField(name="reden", label="Reden", hint=_REASON, kind=FieldKind.WORDS),
    )


def _of_sign_in(item: FunctionHolders, keeper: str, service: SignInService | None, today: date) -> Iterable[Act]:
    last = item.last
    if last and service and item.link is None and (last.until is None or last.until > today.isoformat()):
        yield _act(
            item,
            KeeperAct.LINK,
            "Koppel de aanmelding van de houder",
            (
                f"{last.name} meldt zich voor deze functie aan via {service.name}.",
                "De koppeling eindigt vanzelf op de dag van vertrek.",
            ),
            AskedField(
                name="kenmerk",
                label="Kenmerk",
                hint=f"Wat {service.name} van deze persoon zegt ({service.claim}). Wie zich zonder koppeling aanmeldt, "
                "leest het op zijn scherm.",
                kind=FieldKind.LINE,
            ),
        )
    if last and item.link:
        yield _act(
            item,
            KeeperAct.UNLINK,
            "Neem de aanmelding van de houder weg",
            (
                f"{last.name} kan zich voor deze functie niet meer aanmelden met {item.link.identity.claim} "
                f"{item.link.identity.value}. Wie zo is aangemeld, is dat meteen niet meer.",
            ),
            AskedField(name="reden", label="Reden", hint=_REASON, kind=FieldKind.WORDS),
        )
    if item.in_profile and item.key != keeper:
        yield _issue(item)


def _of_address(item: FunctionHolders, keeper: str) -> Iterable[Act]:
    if item.in_profile and not item.is_reachable and item.key != keeper:
        yield _act(
            item,
            KeeperAct.ADDRESS,
            "Vul een eerste mailadres in",
            (
                "Berichten voor deze functie gaan naar dit adres, tot de houder op Mijn berichten zelf iets kiest.",
                "Als de houder vertrekt, wordt het adres gewist.",
                "In het logboek staat dat u dit deed en voor welke functie. Het adres staat er niet in.",
                "Daarna kunt u het adres niet meer zien en niet meer veranderen.",
            ),
            AskedField(
                name="mail",
                label="Mailadres",
                hint="Eén adres van de houder van deze functie, zoals naam@gemeente.nl.",
                kind=FieldKind.LINE,
            ),
        )


def _issue(item: FunctionHolders) -> Act:
    return _act(
        item,
        KeeperAct.ISSUE,
        "Geef een nieuw wachtwoord uit",
        (
            "Het wachtwoord van nu werkt meteen niet meer, en wie met dit account is aangemeld, kan er niets meer mee.",
            "Het geheime adres waarmee een agenda de termijnen van dit account ophaalt, werkt ook niet meer. De houder "
            "kan op Mijn berichten een nieuw adres maken.",
            "U ziet het nieuwe wachtwoord één keer. Geef het persoonlijk door, niet per mail.",
            "Met dit wachtwoord kan alleen een eigen wachtwoord worden gekozen. Tot dat is gebeurd, kan er met dit "
            "account niets.",
            "De houder en de controller lezen dat u dit deed, en waarom. Een stem erna noemt het ook.",
        ),
        AskedField(name="reden", label="Reden", hint=_REASON, kind=FieldKind.WORDS),
        back=ACCOUNTS,
    )


def _act(
    item: FunctionHolders,
    kind: KeeperAct,
    title: str,
    effects: tuple[str, ...],
    *asks: AskedField,
    back: str = FUNCTIONS,
) -> Act:
    return Act(kind=kind, key=item.key, title=title, about=item.name, effects=effects, asks=asks, back=back)

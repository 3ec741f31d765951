"""The days of one person, for the own calendar: by when to answer, to hand in, and when a body decides or all is out.

Only the function, the product and the day: who reads along in somebody's calendar reads no answer, no name and nothing
of what is decided. Pure.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from datetime import date, datetime, timedelta

from jaarcyclus.clock import AMSTERDAM
from jaarcyclus.dossier.planning import missing_submissions
from jaarcyclus.dossier.records import Dossier, Gate, Vote
from jaarcyclus.dossier.round import dossier_id, round_content
from jaarcyclus.dossier.route import applicable_steps
from jaarcyclus.dossier.tally import Uitslag
from jaarcyclus.ledger.parts import Gatezetel
from jaarcyclus.messages.agenda import Entry
from jaarcyclus.messages.links import condition_link
from jaarcyclus.pages.decisions import name_seat, seat_path
from jaarcyclus.pages.reader import DOSSIERS, HOME, SUBMISSIONS
from jaarcyclus.pages.standings import Standing
from jaarcyclus.profile.gremium import Rol
from jaarcyclus.profile.of_round import profile_for_round
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.products import name_product

BEHIND, AHEAD = timedelta(days=90), timedelta(days=400)
"""How far back and ahead a calendar goes (chosen): what was lately cancelled, and a whole cycle."""
_MOST = 500  # chosen: no person has so many, and no calendar grows without end


def list_days(
    standings: Iterable[Standing],
    profile: Profile,
    changed: datetime,
    person: str,
    today: date,
    *,
    exercise: bool = False,
) -> tuple[Entry, ...]:
    """Return the days of this person; `profile` is that of all years, `changed` (aware) when it last did.

    `exercise`: the date is simulated now, so what is planned is an exercise too.
    """
    known = tuple(standings)
    found = [
        _told(entry, exercise=standing.state.oefening) for standing in known for entry in _of_dossier(standing, person)
    ]
    planned = _planned(profile, {standing.state.dossier for standing in known}, changed, person, today)
    found += [_told(entry, exercise=exercise) for entry in planned]
    near = (entry for entry in found if -BEHIND <= entry.day - today <= AHEAD)
    return tuple(sorted(near, key=lambda entry: (entry.day, entry.key)))[:_MOST]


def _told(entry: Entry, *, exercise: bool) -> Entry:
    """Return it with, of an exercise, the word before all else: a calendar stands among the real days."""
    return replace(entry, title=f"OEFENING: {entry.title}") if exercise else entry


def _of_dossier(standing: Standing, person: str) -> Iterator[Entry]:
    state = standing.state
    for duty in state.opened.inzendplichten:
        if duty.indiener == person:
            yield _submission(standing, duty.code, duty.naam)
    for gate in state.gates:
        for zetel in gate.zetels:
            if person in (zetel.houder, zetel.plaatsvervanger) and person not in zetel.uitgesloten:
                yield _answer(standing, gate, zetel, person)
        for vote in gate.votes if gate.uitslag == Uitslag.POSITIEF else ():  # sealed until then, as its answers are
            yield from _condition(standing, gate, vote, person)
    yield from _body_days(standing, person)
    if _runs_cycle(standing.profile, person):
        yield _publication(standing)


def _submission(standing: Standing, code: str, name: str) -> Entry:
    """A reopening asks a workbook anew and gives it no day: then it is that of the reopening."""
    state, last = standing.state, standing.state.current.get(code)
    owed = code in missing_submissions(state)
    seq, moment = 1, _moment(standing, 1)
    if last is not None:
        seq, moment = last.seq, last.klok
    if owed and last is not None:
        seq = max(item.seq for item in state.reopenings)
        moment = standing.opened_at.get(seq, moment)
    day = max(state.closing_day, date.fromisoformat(moment[:10])) if owed and last else state.closing_day
    return Entry(
        key=_submission_key(state.dossier, code),
        day=day,
        title=f"Werkboek inleveren: {_title(state)}, {name}",
        page=SUBMISSIONS,
        changed=_aware(moment),
        sequence=seq,
        cancelled=not owed,
    )


def _answer(standing: Standing, gate: Gate, zetel: Gatezetel, person: str) -> Entry:
    state = standing.state
    vote = next((item for item in gate.votes if item.zetel == zetel.zetel), None)
    seq, moment = gate.seq, gate.geopend_klok
    if vote is not None:
        seq, moment = vote.seq, vote.klok
    elif gate.is_open and gate.extensions:
        seq, moment = gate.extensions[-1].seq, gate.extensions[-1].moment
    elif not gate.is_open:
        later = [at for number, at in sorted(standing.opened_at.items()) if number > gate.seq]
        seq, moment = gate.seq + 1, gate.gesloten_klok or (later[0] if later else moment)
    body = standing.profile.gremium(gate.gremium).naam
    seat = name_seat(gate, zetel, person, standing.profile)
    return Entry(
        key=f"{state.dossier}-{gate.gate}-{zetel.zetel}",
        day=date.fromisoformat(gate.deadline),
        title=f"Laatste dag voor uw antwoord: {_title(state)}, {body}, zetel {seat}",
        page=seat_path(state.dossier, gate.gate, zetel.zetel),
        changed=_aware(moment),
        sequence=seq,
        cancelled=vote is not None or not gate.is_open,
    )


def _condition(standing: Standing, gate: Gate, vote: Vote, person: str) -> Iterator[Entry]:
    """Yield the condition of this answer to who must meet it. It lapses with its version, met or not."""
    state, asked = standing.state, vote.voorwaarde
    if asked is None or asked.eigenaar != person:
        return
    lapsed = next((item.seq for item in state.reopenings if item.seq > gate.seq), None)
    seq, moment = vote.seq, gate.gesloten_klok or vote.klok
    if asked.vervuld_klok is not None:
        seq, moment = vote.seq + 1, asked.vervuld_klok
    if lapsed is not None:
        seq, moment = lapsed, standing.opened_at.get(lapsed, moment)
    yield Entry(
        key=f"{state.dossier}-{gate.gate}-{vote.zetel}-voorwaarde",
        day=date.fromisoformat(asked.datum),
        title=f"Laatste dag voor een voorwaarde: {_title(state)}, {standing.profile.gremium(gate.gremium).naam}",
        page=condition_link(state.dossier, gate.gate, vote.zetel),
        changed=_aware(moment),
        sequence=seq,
        cancelled=asked.vervuld_door is not None or lapsed is not None,
    )


def _body_days(standing: Standing, person: str) -> Iterator[Entry]:
    """Yield when the bodies decide that this person sits in; once one is asked, the term of its question counts."""
    state, profile = standing.state, standing.profile
    bodies = {code for _, step in applicable_steps(state, profile) if step.rol != Rol.INFO for code in step.gremia}
    for code, day in state.opened.deadlines.gremia.items():
        if code not in bodies or person not in _seated(profile, code):
            continue
        asked = next((gate for gate in state.gates if gate.gremium == code), None)
        seq, moment = (asked.seq, asked.geopend_klok) if asked else _opened_or_ended(standing)
        yield _body_day(
            state.dossier, _title(state), profile, code, day, changed=_aware(moment), sequence=seq,
            cancelled=asked is not None or state.is_closed,
        )  # fmt: skip


def _body_day(
    dossier: str, title: str, profile: Profile, code: str, day: str, *,
    changed: datetime, sequence: int, cancelled: bool = False,
) -> Entry:  # fmt: skip
    return Entry(
        key=f"{dossier}-besluit-{code}",
        day=date.fromisoformat(day),
        title=f"Gepland: {title} in {profile.gremium(code).naam}",
        page=HOME,
        changed=changed,
        sequence=sequence,
        cancelled=cancelled,
    )


def _publication(standing: Standing) -> Entry:
    state = standing.state
    seq, moment = _opened_or_ended(standing)
    return Entry(
        key=_publication_key(state.dossier),
        day=date.fromisoformat(state.opened.deadlines.publicatie),
        title=f"Gepland: {_title(state)} gepubliceerd",
        page=f"{DOSSIERS}/{state.dossier}",
        changed=_aware(moment),
        sequence=seq,
        cancelled=state.is_closed,
    )


def _opened_or_ended(standing: Standing) -> tuple[int, str]:
    last = standing.state.publications[-1] if standing.state.is_closed else None
    return (last.seq, last.klok) if last else (1, _moment(standing, 1))


def _planned(whole: Profile, known: Set[str], changed: datetime, person: str, today: date) -> Iterator[Entry]:
    """Yield the days of rounds that are not open: what the profile plans, under the names that they will keep."""
    for product in whole.kalender.producten:
        for boekjaar in range(today.year - 1, today.year + 3) if product in whole.routes else ():
            dossier = dossier_id(whole.profiel, boekjaar, product)
            if dossier not in known:
                yield from _planned_round(whole, dossier, product, boekjaar, changed, person, today)


def _planned_round(
    whole: Profile, dossier: str, product: str, boekjaar: int, changed: datetime, person: str, today: date
) -> Iterator[Entry]:
    round_, title = round_content(whole, product, boekjaar, ""), name_product(product, boekjaar)
    profile, days = profile_for_round(whole, product, boekjaar), round_.deadlines
    if date.fromisoformat(days.publicatie) <= today:
        return  # it never opens any more
    for duty in round_.inzendplichten:
        if duty.indiener == person:
            yield Entry(
                key=_submission_key(dossier, duty.code), day=date.fromisoformat(days.indienen),
                title=f"Werkboek inleveren: {title}, {duty.naam}", page=SUBMISSIONS, changed=changed, sequence=0,
            )  # fmt: skip
    bodies = {
        code for step in profile.routes[product] if step.als is None and step.rol != Rol.INFO for code in step.gremia
    }
    for code, day in days.gremia.items():
        if code in bodies and person in _seated(profile, code):
            yield _body_day(dossier, title, profile, code, day, changed=changed, sequence=0)
    if _runs_cycle(profile, person):
        yield Entry(
            key=_publication_key(dossier), day=date.fromisoformat(days.publicatie),
            title=f"Gepland: {title} gepubliceerd", page=HOME, changed=changed, sequence=0,
        )  # fmt: skip


def _seated(profile: Profile, code: str) -> set[str | None]:
    return {who for zetel in profile.gremium(code).zetels for who in (zetel.houder, zetel.plaatsvervanger)}


def _runs_cycle(profile: Profile, person: str) -> bool:
    return person in (profile.controller, profile.ambtelijk_secretaris)


def _submission_key(dossier: str, code: str) -> str:
    return f"{dossier}-inleveren-{code}"


def _publication_key(dossier: str) -> str:
    return f"{dossier}-publicatie"


def _title(state: Dossier) -> str:
    return name_product(state.product, state.boekjaar)


def _moment(standing: Standing, seq: int) -> str:
    return standing.opened_at.get(seq) or standing.state.opened.deadlines.opent


def _aware(moment: str) -> datetime:
    found = datetime.fromisoformat(moment)
    return found if found.tzinfo else found.replace(tzinfo=AMSTERDAM)

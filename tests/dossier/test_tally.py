"""What the answers of a gremium's seats add up to, over every pattern of votes, and what that is called."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaarcyclus.dossier.tally import (
    ANSWERS,
    GESCHIL,
    SeatVote,
    Uitslag,
    answers_of,
    name_outcome,
    name_role,
    tally,
)
from jaarcyclus.profile.gremium import Besluitregel, Rol

UNANIMITEIT, MEERDERHEID = Besluitregel.UNANIMITEIT, Besluitregel.MEERDERHEID
VOORZITTER, GEWOGEN = Besluitregel.MEERDERHEID_VOORZITTER, Besluitregel.GEWOGEN_INWONERS


def votes_of(*answers: str | None, weighing: tuple[int, ...] | None = None) -> tuple[SeatVote, ...]:
    weights = weighing or (1,) * len(answers)
    return tuple(
        SeatVote(zetel=f"zetel{number}", answer=answer, weight=weight)
        for number, (answer, weight) in enumerate(zip(answers, weights, strict=True))
    )


@pytest.mark.parametrize(
    ("rol", "rule", "answers_", "uitslag"),
    [
        (Rol.AFSTEMMING, UNANIMITEIT, ("afgestemd", "afgestemd met opmerking"), "positief"),
        (Rol.AFSTEMMING, UNANIMITEIT, ("afgestemd", "niet afgestemd"), "negatief"),
        (Rol.AFSTEMMING, MEERDERHEID, ("afgestemd", "afgestemd", "niet afgestemd"), "negatief"),
        (Rol.INSTEMMING, UNANIMITEIT, ("stemt in", "stemt in, mits", "stemt in"), "positief"),
        (Rol.INSTEMMING, UNANIMITEIT, ("stemt in", "stemt niet in", "stemt in"), "negatief"),
        (Rol.VASTSTELLING, UNANIMITEIT, ("stelt vast", "stelt vast", "stelt vast, mits"), "positief"),
        (Rol.VASTSTELLING, UNANIMITEIT, ("stelt vast", "stelt vast", "stelt niet vast"), "negatief"),
        (Rol.VASTSTELLING, MEERDERHEID, ("stelt vast", "stelt vast", "stelt niet vast"), "positief"),
        (Rol.VASTSTELLING, MEERDERHEID, ("stelt vast", "stelt niet vast"), "negatief"),
        (Rol.VASTSTELLING, VOORZITTER, ("stelt vast", "stelt niet vast"), "positief"),
        (Rol.VASTSTELLING, VOORZITTER, ("stelt niet vast", "stelt vast"), "negatief"),
        (Rol.VASTSTELLING, UNANIMITEIT, ("stelt vast", "stelt vast", None), None),
        (Rol.VASTSTELLING, MEERDERHEID, ("stelt vast", "stelt vast", None), None),
    ],
)
def test_answers_come_to_outcome(rol, rule, answers_, uitslag):
    actual = tally(rol, "gewoon", rule, votes_of(*answers_), voorzitter="zetel0")

    assert actual == uitslag


def test_inhabitants_outweigh_seats():
    """Deventer alone has more inhabitants than Olst-Wijhe and Raalte together."""
    votes = votes_of("stelt vast", "stelt niet vast", "stelt niet vast", weighing=(104301, 19001, 38616))

    assert tally(Rol.VASTSTELLING, "gewoon", GEWOGEN, votes) == Uitslag.POSITIEF


def test_half_the_inhabitants_are_no_majority():
    votes = votes_of("stelt vast", "stelt niet vast", weighing=(500, 500))

    assert tally(Rol.VASTSTELLING, "gewoon", GEWOGEN, votes) == Uitslag.NEGATIEF


@pytest.mark.parametrize(
    ("answers_", "uitslag"),
    [
        (("doorgang", "doorgang", "doorgang"), Uitslag.DOORGANG),
        (("terug", "terug", "terug"), Uitslag.TERUG),
        (("doorgang", "terug", "doorgang"), Uitslag.GEEN_OVEREENSTEMMING),
        (("geen overeenstemming",) * 3, Uitslag.GEEN_OVEREENSTEMMING),
    ],
)
def test_a_dispute_is_settled_by_all_or_not_at_all(answers_, uitslag):
    assert tally(Rol.INSTEMMING, GESCHIL, UNANIMITEIT, votes_of(*answers_)) == uitslag


def test_a_gremium_without_seats_decides_nothing():
    assert tally(Rol.VASTSTELLING, "gewoon", UNANIMITEIT, ()) is None


@pytest.mark.parametrize("rol", [Rol.AFSTEMMING, Rol.INSTEMMING, Rol.VASTSTELLING])
@pytest.mark.parametrize("rule", list(Besluitregel))
def test_one_silent_seat_keeps_every_pattern_open(rol, rule):
    """Silence never adopts: whatever the other two say, in each of their patterns."""
    texts = [answer.text for answer in answers_of(rol, "gewoon")]
    for pattern in product(texts, repeat=2):
        assert tally(rol, "gewoon", rule, votes_of(*pattern, None), "zetel0") is None


@pytest.mark.parametrize("rol", [Rol.AFSTEMMING, Rol.INSTEMMING, Rol.VASTSTELLING])
def test_unanimity_holds_over_all_patterns_of_three_seats(rol):
    positive = {answer.text for answer in answers_of(rol, "gewoon") if answer.positive}
    for pattern in product([answer.text for answer in answers_of(rol, "gewoon")], repeat=3):
        expected = Uitslag.POSITIEF if set(pattern) <= positive else Uitslag.NEGATIEF
        assert tally(rol, "gewoon", UNANIMITEIT, votes_of(*pattern)) == expected


_PATTERN = st.lists(
    st.tuples(st.sampled_from([a.text for a in ANSWERS[Rol.VASTSTELLING]]), st.integers(1, 10**6)),
    min_size=1,
    max_size=8,
)


@given(pattern=_PATTERN, rule=st.sampled_from([UNANIMITEIT, MEERDERHEID, GEWOGEN]), seed=st.randoms())
def test_the_order_of_seats_does_not_matter(pattern, rule, seed):
    shuffled = list(pattern)
    seed.shuffle(shuffled)

    def outcome(votes):
        answers, weights = zip(*votes, strict=True)
        return tally(Rol.VASTSTELLING, "gewoon", rule, votes_of(*answers, weighing=weights))

    assert outcome(shuffled) == outcome(pattern)


@given(pattern=_PATTERN, rule=st.sampled_from(list(Besluitregel)))
def test_a_no_that_becomes_a_yes_never_undoes_a_yes(pattern, rule):
    """Monotonicity: more support cannot lose the vote."""
    answers, weights = zip(*pattern, strict=True)
    before = tally(Rol.VASTSTELLING, "gewoon", rule, votes_of(*answers, weighing=weights), "zetel0")
    for number in range(len(answers)):
        better = (*answers[:number], "stelt vast", *answers[number + 1 :])
        after = tally(Rol.VASTSTELLING, "gewoon", rule, votes_of(*better, weighing=weights), "zetel0")
        assert not (before == Uitslag.POSITIEF and after == Uitslag.NEGATIEF)


# One outcome has one name, and one question one: on the annex, the page, the overview and in a refusal.


@pytest.mark.parametrize(
    ("uitslag", "name"),
    [
        (Uitslag.POSITIEF, "akkoord"),
        (Uitslag.NEGATIEF, "niet akkoord"),
        (Uitslag.DOORGANG, "doorgang"),
        (Uitslag.TERUG, "terug, met redenen"),
        (Uitslag.GEEN_OVEREENSTEMMING, "geen overeenstemming"),
        (Uitslag.OVER_TIJD, "over tijd: niet alle zetels hebben geantwoord"),
    ],
)
def test_an_outcome_has_a_name_as_a_value_and_as_the_ledger_spells_it(uitslag, name):
    assert (name_outcome(uitslag), name_outcome(str(uitslag))) == (name, name)


def test_no_outcome_is_without_a_name():
    assert all("_" not in name_outcome(uitslag) for uitslag in Uitslag)


def test_the_reason_why_a_gate_lapsed_is_shown_as_it_was_given():
    assert name_outcome("heropend: de index is onjuist") == "heropend: de index is onjuist"


@pytest.mark.parametrize(
    ("rol", "kind", "name"),
    [
        (Rol.INFO, "gewoon", "ter info"),
        (Rol.AFSTEMMING, "gewoon", "ter afstemming"),
        (Rol.INSTEMMING, "gewoon", "ter instemming"),
        (Rol.VASTSTELLING, "gewoon", "ter vaststelling"),
        (Rol.AFSTEMMING, GESCHIL, "geschil"),
    ],
)
def test_a_question_is_named_by_its_role_and_a_dispute_by_that_it_is_one(rol, kind, name):
    assert (name_role(rol, kind), name_role(str(rol), kind)) == (name, name)

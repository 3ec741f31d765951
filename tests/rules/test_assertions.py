"""A signature counts for one statement, one key and one address, and only when the device knew who was there."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from builders.passkey import PLACE, PRESENT, VERIFIED, SoftKey
from jaarcyclus.dossier.signing import (
    challenge_of,
    fingerprint,
    from_base64url,
    read_assertion,
    statement,
    to_base64url,
)
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.events import StemUitgebracht
from jaarcyclus.ledger.parts import GesteldeVoorwaarde
from jaarcyclus.ledger.signing_events import StemOndertekend
from jaarcyclus.rules.assertions import ALGORITHMS, RS256, Mismatch, mismatch
from jaarcyclus.steps.passkeys import Place

VOTE = StemUitgebracht(
    gate="v1-s2-bvr-r1",
    zetel="raalte",
    antwoord="stelt vast, mits",
    namens=False,
    toelichting="Zie de brief.",
    voorwaarde=GesteldeVoorwaarde(tekst="dekking aantonen", eigenaar="manager_ict", datum="2026-07-01"),
    manifest_sha256="a" * 64,
    document_sha256="b" * 64,
)
KEY, OTHER_KEY = SoftKey.made(), SoftKey.made()


def challenge(vote: StemUitgebracht = VOTE, **other: str) -> bytes:
    told = {"dossier": "dowr-2027-begroting", "person": "lid_raalte", "opening": "c" * 64, "stand_sha256": "d" * 64}
    return challenge_of(statement(vote=vote, **(told | other)))  # type: ignore[arg-type]


def made(key: SoftKey = KEY, over: bytes | None = None, **other: object) -> StemOndertekend:
    given = read_assertion(key.asserted(over or challenge(), **other))  # type: ignore[arg-type]
    return StemOndertekend(
        gate=VOTE.gate,
        zetel=VOTE.zetel,
        passkey=3,
        sleutel=key.credential,
        publieke_sleutel=key.public_key,
        algoritme=key.algorithm,
        rp_id=key.place.rp_id,
        herkomst=key.place.origin,
        client_data=given.client_data,
        authenticator_data=given.authenticator_data,
        handtekening=given.signature,
    )


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_what_a_passkey_signed_holds(algorithm: int) -> None:
    assert mismatch(made(SoftKey.made(algorithm)), challenge()) is None


CONDITION = VOTE.voorwaarde
assert CONDITION is not None


@pytest.mark.parametrize(
    "asked",
    [
        challenge(replace(VOTE, antwoord="stelt vast")),
        challenge(replace(VOTE, toelichting="Zie de brieven.")),
        challenge(replace(VOTE, zetel="deventer")),
        challenge(replace(VOTE, gate="v2-s2-bvr-r1")),
        challenge(replace(VOTE, document_sha256="e" * 64)),
        challenge(replace(VOTE, manifest_sha256="e" * 64)),
        challenge(replace(VOTE, voorwaarde=None)),
        challenge(replace(VOTE, voorwaarde=replace(CONDITION, datum="2027-07-01"))),
        challenge(replace(VOTE, voorwaarde=replace(CONDITION, eigenaar="controller"))),
        challenge(dossier="dowr-2028-begroting"),
        challenge(person="lid_deventer"),
        challenge(opening="e" * 64),
        challenge(stand_sha256="e" * 64),
    ],
    ids=[
        "answer", "reason", "seat", "gate", "document", "manifest", "no condition", "day", "owner", "dossier", "person",
        "history", "stand",
    ],
)  # fmt: skip
def test_a_signature_fits_no_other_vote(asked: bytes) -> None:
    """Whatever of it somebody else writes, the passkey did not sign that."""
    assert mismatch(made(), asked) == Mismatch.STATEMENT


NOT_OURS = {
    Mismatch.KIND: made(type="webauthn.create"),
    Mismatch.ORIGIN: made(origin="https://jaarcyclus.voorbeeld.nl.evil.nl"),
    Mismatch.RP_ID: made(rp_id="evil.nl"),
    Mismatch.ABSENT: made(flags=VERIFIED),
    Mismatch.UNVERIFIED: made(flags=PRESENT),
    Mismatch.SIGNATURE: replace(made(), handtekening=made(OTHER_KEY).handtekening),
    Mismatch.KEY: replace(made(), publieke_sleutel="AAAA"),
    Mismatch.PLACE: replace(made(), rp_id="evil.nl"),
    Mismatch.UNREADABLE: replace(made(), client_data="e30x"),
}


@pytest.mark.parametrize("reason", NOT_OURS)
def test_what_no_passkey_of_ours_signed_here_is_refused_by_name(reason: Mismatch) -> None:
    assert mismatch(NOT_OURS[reason], challenge()) == reason


def test_the_key_of_somebody_else_is_not_enough() -> None:
    """Who puts the own public key in the place of the voter's has another signature, and the bezetting another key."""
    assert mismatch(replace(made(), publieke_sleutel=OTHER_KEY.public_key), challenge()) == Mismatch.SIGNATURE


def test_a_page_within_a_frame_of_another_signs_nothing() -> None:
    assert mismatch(made(crossOrigin=True), challenge()) == Mismatch.ORIGIN


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("algoritme", RS256), ("algoritme", -65535), ("client_data", "W10"), ("client_data", "/+=="),
        ("authenticator_data", "AAAA"), ("handtekening", "AAAA"), ("handtekening", ""), ("herkomst", "https://x/pad"),
        ("herkomst", "https://[x"), ("publieke_sleutel", ""),
    ],
)  # fmt: skip
def test_a_forgers_bytes_end_as_a_reason(name: str, value: object) -> None:
    """Never as an exception: it is the accountant's program that reads them."""
    assert mismatch(replace(made(), **{name: value}), challenge()) in set(Mismatch)


WHOLE = made()
BYTES = ("client_data", "authenticator_data", "handtekening", "publieke_sleutel")


@given(name=st.sampled_from(BYTES), at=st.integers(min_value=0), bit=st.integers(min_value=0, max_value=7))
def test_no_bit_of_what_was_signed_can_be_another(name: str, at: int, bit: int) -> None:
    content = bytearray(from_base64url(getattr(WHOLE, name)) or b"")
    content[at % len(content)] ^= 1 << bit

    assert mismatch(replace(WHOLE, **{name: to_base64url(bytes(content))}), challenge()) is not None


WORDS = st.text(st.characters(exclude_categories=["Cs"]))  # half a character cannot be written at all


@given(answer=WORDS, reason=WORDS)
def test_no_other_words_fit(answer: str, reason: str) -> None:
    assume((answer, reason) != (VOTE.antwoord, VOTE.toelichting))

    assert mismatch(WHOLE, challenge(replace(VOTE, antwoord=answer, toelichting=reason))) == Mismatch.STATEMENT


def test_a_subdomain_signs_for_its_own_name() -> None:
    key = SoftKey.made(place=Place(rp_id="voorbeeld.nl", origin=PLACE.origin))

    assert mismatch(made(key), challenge()) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"id": 1, "response": {}}', '{"id": "é"}', "[" * 9_000])
def test_what_no_browser_sends_is_refused_in_dutch(text: str) -> None:
    with pytest.raises(Refused, match="ondertekening is niet te lezen"):
        read_assertion(text)


def test_bytes_have_one_spelling() -> None:
    assert [from_base64url(text) for text in ("AA", "AB", "AA==", "A A", "é")] == [b"\0", None, None, None, None]


def test_people_compare_a_fingerprint() -> None:
    assert [len(part) for part in fingerprint(KEY.public_key).split()] == [4] * 5
    assert fingerprint(KEY.public_key) != fingerprint(OTHER_KEY.public_key)

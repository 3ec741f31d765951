"""What may be recorded of a placing on SharePoint: each file in its order, once, and by one attempt at a time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.ledger import MACHINE_TIME, chain_of
from jaarcyclus.dossier.placing import Act, read_placings
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.parts import Content
from jaarcyclus.ledger.placing_events import (
    BestandGezien,
    BestandVerdwenen,
    BestandVrijgegeven,
    BestandWeggehaald,
    InhoudVervallen,
    KolommenGezet,
    PlaatsingBevestigd,
    PlaatsingGepacht,
    PlaatsingGestuit,
    PlaatsingVoorgenomen,
    PlaatsingWacht,
    TePlaatsen,
    UploadGeopend,
    UploadVervallen,
)
from jaarcyclus.ledger.wire import new_event, system_event
from jaarcyclus.rules.placing import LEASE, refusals

KEY, PDF, ZIP = "dowr-2027-begroting-v1", "begroting.pdf", "dossier.zip"
LATER = (MACHINE_TIME + LEASE).isoformat()


def intended(**other: Any) -> PlaatsingVoorgenomen:
    files = {name: TePlaatsen(sha256="a" * 64, grootte=5, kolommen={"Versie": "1"}) for name in (PDF, ZIP)}
    told: dict[str, Any] = {"sleutel": KEY, "dossier": "dowr-2027-begroting", "versie": 1, "plek": "site/map"}
    return PlaatsingVoorgenomen(**({**told, "bestanden": files, "weg": {}} | other))


def leased(tot: str = LATER) -> PlaatsingGepacht:
    return PlaatsingGepacht(sleutel=KEY, tot=tot)


def upload(name: str = ZIP, pacht: int = 2) -> UploadGeopend:
    return UploadGeopend(sleutel=KEY, pacht=pacht, bestand=name, adres="gAAA", tot=LATER)


def lapsed(name: str = ZIP, pacht: int = 2) -> UploadVervallen:
    return UploadVervallen(sleutel=KEY, pacht=pacht, bestand=name)


def seen(name: str, pacht: int = 2) -> BestandGezien:
    return BestandGezien(sleutel=KEY, pacht=pacht, bestand=name, item="01A", etag='"{1},1"', adres="https://x")


def told(name: str, pacht: int = 2) -> KolommenGezet:
    return KolommenGezet(sleutel=KEY, pacht=pacht, bestand=name)


def released(name: str, pacht: int = 2) -> BestandVrijgegeven:
    return BestandVrijgegeven(sleutel=KEY, pacht=pacht, bestand=name)


def removed(name: str, pacht: int = 2) -> BestandWeggehaald:
    return BestandWeggehaald(sleutel=KEY, pacht=pacht, bestand=name)


def fallen_back(name: str, pacht: int = 4) -> InhoudVervallen:
    return InhoudVervallen(sleutel="later", pacht=pacht, bestand=name)


def vanished(name: str, pacht: int = 4) -> BestandVerdwenen:
    return BestandVerdwenen(sleutel="later", pacht=pacht, bestand=name)


def confirmed(pacht: int = 2) -> PlaatsingBevestigd:
    return PlaatsingBevestigd(sleutel=KEY, pacht=pacht, adres="https://x")


def waiting(pacht: int = 2) -> PlaatsingWacht:
    return PlaatsingWacht(sleutel=KEY, pacht=pacht, bestand=PDF, reden="SharePoint is druk.", niet_voor=LATER)


def stopped(pacht: int = 2) -> PlaatsingGestuit:
    return PlaatsingGestuit(sleutel=KEY, pacht=pacht, bestand=None, code="VOL", melding="De bibliotheek is vol.")


def chain(*contents: Content) -> tuple[Event, ...]:
    return chain_of(*map(system_event, contents), dossier="dowr-plaatsing")


def codes(*contents: Content) -> list[str]:
    return [refusal.code for _, refusal in refusals(chain(*contents))]


OLD = {"oud.pdf": "01B"}


def whole(name: str) -> tuple[Content, ...]:
    return seen(name), told(name), released(name)


ALL = (intended(), leased(), *whole(PDF), upload(), *whole(ZIP), confirmed())


def again(*items: str | None, **other: Any) -> PlaatsingVoorgenomen:
    """Mean the same two files once more, in the place of these of the library."""
    files = {
        name: TePlaatsen(sha256="b" * 64, grootte=5, kolommen={}, item=item)
        for name, item in zip((PDF, ZIP), items, strict=True)
    }
    return intended(**({"sleutel": "later", "bestanden": files} | other))


def replacing(*contents: Content) -> tuple[Content, ...]:
    """Begin to replace the two files of one that was confirmed, and then this."""
    own = (replace(content, sleutel="later", pacht=12) for content in contents)  # type: ignore[call-arg]
    return (*ALL, again("01A", "01A"), replace(leased(), sleutel="later"), *own)


@pytest.mark.parametrize(
    "contents",
    [
        (*ALL, again("01A", "01A")),
        (*ALL, again(None, None, versie=2)),
        (*ALL, again(None, None, bestanden={}, weg={PDF: "01A"})),
        replacing(*whole(PDF), fallen_back(PDF), *whole(PDF), *whole(ZIP), confirmed()),
        replacing(vanished(PDF), *whole(PDF), vanished(PDF), *whole(PDF), *whole(ZIP), confirmed()),
        ALL,
        (intended(), leased(), upload(), lapsed(), upload(), seen(ZIP)),
        (intended(), leased(), waiting(), leased(), seen(PDF, 4)),
        (intended(weg=OLD), leased(), *whole(PDF), *whole(ZIP), removed("oud.pdf"), confirmed()),
        (intended(), leased(), stopped(), leased(), seen(PDF, 4), seen(ZIP, 4)),
    ],
    ids=[
        "replaced",
        "another version",
        "taken away",
        "its check-out was given up",
        "somebody took it away, twice",
        "all of it",
        "an address that was gone",
        "waited",
        "one comes and one goes",
        "a person did something",
    ],
)
def test_what_happens_on_a_good_day_may_follow(contents: tuple[Content, ...]) -> None:
    assert codes(*contents) == []


IMPOSSIBLE: dict[str, tuple[tuple[Content, ...], str]] = {
    "old content of a new file": (
        (intended(), leased(), seen(PDF), replace(fallen_back(PDF, 2), sleutel=KEY)),
        "INHOUD_ONJUIST",
    ),
    "old content before it got other": (replacing(fallen_back(PDF)), "INHOUD_ONJUIST"),
    "gone before it was there": (
        (intended(), leased(), replace(vanished(PDF, 2), sleutel=KEY)),
        "VERDWENEN_ONJUIST",
    ),
    "seen twice": ((intended(), leased(), seen(PDF), seen(PDF)), "AL_GEPLAATST"),
    "columns of what is not there": ((intended(), leased(), told(PDF)), "KOLOMMEN_ONJUIST"),
    "columns twice": ((intended(), leased(), seen(PDF), told(PDF), told(PDF)), "KOLOMMEN_ONJUIST"),
    "released without columns": ((intended(), leased(), seen(PDF), released(PDF)), "VRIJGAVE_ONJUIST"),
    "released twice": ((intended(), leased(), *whole(PDF), released(PDF)), "VRIJGAVE_ONJUIST"),
    "confirmed with one missing": ((intended(), leased(), *whole(PDF), confirmed()), "PLAATSING_ONAF"),
    "on after the end": ((*ALL, leased()), "PLAATSING_ONBEKEND"),
    "two addresses at once": ((intended(), leased(), upload(), upload()), "UPLOAD_LOOPT"),
    "an address for what stands there": ((intended(), leased(), seen(ZIP), upload()), "UPLOAD_LOOPT"),
    "an address gone that never was": ((intended(), leased(), lapsed()), "UPLOAD_ONBEKEND"),
    "a file that nobody meant": ((intended(), leased(), seen("loon.pdf")), "BESTAND_ONBEKEND"),
    "without a lease": ((intended(), seen(PDF)), "PACHT_VOORBIJ"),
    "under a lease that waited": ((intended(), leased(), waiting(), seen(PDF)), "PACHT_VOORBIJ"),
    "two leases at once": ((intended(), leased(), leased()), "PACHT_LOOPT"),
    "a lease for ever": ((intended(), leased("2099-01-01T00:00:00+00:00")), "PACHT_ONJUIST"),
    "a lease that is over": ((intended(), leased(MACHINE_TIME.isoformat())), "PACHT_ONJUIST"),
    "a moment in another spelling": ((intended(), leased("20260619T084000Z")), "MOMENT_ONLEESBAAR"),
    "meant twice": ((intended(), intended()), "PLAATSING_BESTAAT"),
    "placed twice": ((*ALL, again("01A", None)), "STAAT_ER_AL"),
    "in the place of another file": ((*ALL, again("01A", "01B")), "STAAT_ER_AL"),
    "taken away what never stood there": ((*ALL, again("01A", "01A", weg=OLD)), "STAAT_ER_AL"),
    "meant before the first was done": ((*ALL[:-1], again("01A", "01A")), "PLAATSING_LOOPT"),
    "of another cooperation": ((intended(dossier="zwolle-2027-begroting"),), "PLAATSING_BESTAAT"),
    "taken away twice": ((intended(weg=OLD), leased(), removed("oud.pdf"), removed("oud.pdf")), "AL_WEGGEHAALD"),
    "taken away what stays": ((intended(), leased(), removed(PDF)), "AL_WEGGEHAALD"),
    "confirmed before one is gone": ((intended(weg=OLD), leased(), *whole(PDF), *whole(ZIP), confirmed()),
                                     "PLAATSING_ONAF"),
    "comes and goes": ((intended(weg={PDF: "01B"}),), "BESTANDEN_ONJUIST"),
    "no files": ((intended(bestanden={}),), "BESTANDEN_ONJUIST"),
    "waits without a reason": ((intended(), leased(), PlaatsingGestuit(sleutel=KEY, pacht=2, bestand=None, code="X",
                                                                       melding=" ")), "REDEN_ONTBREEKT"),
}  # fmt: skip


@pytest.mark.parametrize(("contents", "code"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_cannot_have_happened_is_refused(contents: tuple[Content, ...], code: str) -> None:
    assert codes(*contents) == [code]


def test_only_the_program_records_it() -> None:
    events = chain_of(new_event("controller", intended()), dossier="dowr-plaatsing")

    assert [refusal.code for _, refusal in refusals(events)] == ["NIET_BEVOEGD"]


def test_a_lease_that_has_run_out_is_taken_over_and_fences_off_the_first() -> None:
    """The first attempt may still be alive: a killed worker leaves its child running."""
    soon, far = ((MACHINE_TIME + wait).isoformat() for wait in (timedelta(seconds=1), 2 * LEASE))
    later = chain(leased(far), seen(PDF, 2), seen(PDF, 3))
    moved = chain(intended(), leased(soon)) + tuple(_at(event, 3 + place) for place, event in enumerate(later))

    assert [(event.seq, refusal.code) for event, refusal in refusals(moved)] == [(4, "PACHT_VOORBIJ")]


def _at(event: Event, seq: int) -> Event:
    """Return the event as written a quarter of an hour later; its hashes are of no matter to the rules."""
    return replace(event, seq=seq, tijd=(MACHINE_TIME + LEASE).isoformat())


NEXT: Sequence[tuple[tuple[Content, ...], tuple[Act, str | None] | None]] = [
    ((), (Act.SEND, PDF)),
    ((leased(), seen(PDF)), (Act.TELL, PDF)),
    ((leased(), seen(PDF), told(PDF)), (Act.RELEASE, PDF)),
    ((leased(), *whole(PDF), upload()), (Act.SEND, ZIP)),
    ((leased(), *whole(PDF), *whole(ZIP)), (Act.CONFIRM, None)),
    (ALL[1:], None),
]


@pytest.mark.parametrize(("since", "wanted"), NEXT)
def test_what_is_next_follows_from_what_was_recorded(
    since: tuple[Content, ...], wanted: tuple[Act, str | None] | None
) -> None:
    assert read_placings(chain(intended(), *since))[KEY].next == wanted


ANYTHING = st.sampled_from(
    [
        leased(), waiting(), stopped(), confirmed(), upload(), lapsed(),
        *(make(name, pacht) for make in (seen, told, released) for name in (PDF, ZIP) for pacht in (2, 4)),
    ]
)  # fmt: skip


@given(st.lists(ANYTHING, max_size=40))
def test_whatever_is_tried_each_file_is_placed_once_and_confirmed_last(tried: list[Content]) -> None:
    events = chain(intended(), *tried)
    refused = {event.seq for event, _ in refusals(events)}
    kept = [event for event in events if event.seq not in refused]
    effects = [
        (event.soort, event.inhoud["bestand"])
        for event in kept
        if event.soort in ("bestand_gezien", "kolommen_gezet", "bestand_vrijgegeven")
    ]

    assert len(effects) == len(set(effects))
    if any(event.soort == "plaatsing_bevestigd" for event in kept):
        assert len(effects) == 6
        assert kept[-1].soort == "plaatsing_bevestigd"


def test_a_placing_of_which_nothing_is_known_changes_nothing() -> None:
    assert read_placings(chain(seen(PDF))) == {}

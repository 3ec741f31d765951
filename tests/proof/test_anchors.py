"""Heads that people have from elsewhere: how a list reads, and what it proves of a chain."""

import pytest

from builders.forgery import STRANGE, ForgersDesk, Forgery, rewrite
from jaarcyclus.errors import InvalidAnchors
from jaarcyclus.proof.anchors import Anchor, read_anchors, write_line
from jaarcyclus.proof.beside import Asked
from jaarcyclus.proof.verification import verify_zip

NAME = "dowr-2027-begroting"


def anchors(exported: bytes, *numbers: int) -> tuple[Anchor, ...]:
    """Return what was handed out when the chain had these lengths."""
    events = ForgersDesk(exported).events
    return tuple(
        Anchor(chain=NAME, seq=number, head=events[number - 1]["hash"], day=events[number - 1]["klok"][:10])
        for number in numbers
    )


def told(content: bytes, given: tuple[Anchor, ...]) -> list[tuple[str, bool | None]]:
    return [
        (line.onderwerp, line.houdt)
        for line in verify_zip(content, asked=Asked(anchors=given)).regels
        if line.onderwerp in ("ankers", "kop")
    ]


def metadata(exported: bytes) -> bytes:
    desk = ForgersDesk(exported)
    return desk.artefacten[desk.find("gepubliceerd")["inhoud"]["metadata_sha256"]]


def test_a_list_is_read_as_it_was_written(exported: bytes) -> None:
    kept = (*anchors(exported, 3, 20), Anchor(chain="dowr-postbus", seq=None, head=STRANGE, day=None))
    text = "# bewaard door Raalte\n" + "".join(f"{write_line(anchor)}  # uit de mail\r\n" for anchor in kept)

    assert read_anchors(text.encode()) == kept


def test_the_metadata_of_a_publication_are_anchors(exported: bytes) -> None:
    """Who keeps what was published keeps the head that pins the annex, one further than the annex can print."""
    (found,) = [anchor for anchor in read_anchors(metadata(exported)) if anchor.chain == NAME]

    at = ForgersDesk(exported).find("bijlage_vastgelegd")
    assert (found.seq, found.head) == (at["seq"], at["hash"])
    assert told(exported, (found,)) == [("ankers", True), ("kop", True)]


UNREADABLE = {
    "nothing": b"",
    "only remarks": b"# niets\n",
    "no text": b"\xff\xfe",
    "too few words": f"{NAME} {STRANGE}".encode(),
    "no hash": f"{NAME} 3 abc 2026-04-01".encode(),
    "no number": f"{NAME} drie {STRANGE} 2026-04-01".encode(),
    "a day in another spelling": f"{NAME} 3 {STRANGE} 20260401".encode(),
    "other data": b'{"kop": "abc"}',
    "heads without fields": b'{"koppen": [1]}',
    "deep": b'{"koppen": ' + b"[" * 100_000,
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_list_says_how_one_looks(content: bytes) -> None:
    with pytest.raises(InvalidAnchors, match="Geef een lijst met op elke regel keten, nummer, kop en dag"):
        read_anchors(content)


def test_an_intact_chain_fits_each_of_its_heads(exported: bytes) -> None:
    assert told(exported, anchors(exported, 1, 20, 45)) == [("ankers", True), ("kop", True)]


def test_of_another_chain_nobody_looked(exported: bytes) -> None:
    other = (Anchor(chain="dowr-2028-begroting", seq=1, head=STRANGE, day=None),)

    assert told(exported, other) == [("ankers", None), ("kop", None)]


def all_real(desk: ForgersDesk) -> None:
    """Let the exercise have been real: one hand rewrites it from end to end."""
    for event in desk.events:
        event.update(gesimuleerd=False, tijd=event["klok"])


REWRITTEN: dict[str, Forgery] = {
    "an exercise made real": all_real,
    "cut off": lambda desk: desk.events.__delitem__(slice(30, None)),
    "another reason": lambda desk: desk.change("bedenktijd_overgeslagen", {}, reden="Er was haast bij."),
}


@pytest.mark.parametrize("forge", REWRITTEN.values(), ids=REWRITTEN)
def test_one_head_that_somebody_kept_shows_a_rewrite(exported: bytes, forge: Forgery) -> None:
    forged = rewrite(exported, forge)

    assert told(forged, ()) == [("kop", None)]
    assert told(forged, anchors(exported, 40))[0] == ("ankers", False)


@pytest.mark.parametrize(("seq", "dag"), [(21, None), (20, "2026-04-02"), (60, None)])
def test_number_and_day_count_too(exported: bytes, seq: int, dag: str | None) -> None:
    (kept,) = anchors(exported, 20)

    assert told(exported, (Anchor(chain=NAME, seq=seq, head=kept.head, day=dag),))[0] == ("ankers", False)


def test_the_metadata_of_a_publication_show_that_it_was_cut_off(exported: bytes) -> None:
    kept = read_anchors(metadata(exported))
    without = rewrite(exported, lambda desk: desk.events.pop())

    assert told(without, kept) == [("ankers", False), ("kop", True)]


def test_nothing_is_said_of_what_comes_after_the_last_anchor(exported: bytes) -> None:
    report = verify_zip(exported, asked=Asked(anchors=anchors(exported, 11)))

    assert "na de kop" in report.niet_nagegaan


def cut_at_annex(desk: ForgersDesk) -> None:
    """Annex and publication are gone; what was handed out before them fits what is left."""
    del desk.events[desk.events.index(desk.find("bijlage_vastgelegd")) :]


@pytest.mark.parametrize("how", ["head", "anchors"])
def test_an_older_head_at_the_end_does_not_say_that_nothing_followed(exported: bytes, how: str) -> None:
    cut, head = rewrite(exported, cut_at_annex), ForgersDesk(exported).find("bijlage_vastgelegd")["inhoud"]["kop"]
    given = Asked(head=head) if how == "head" else Asked(anchors=anchors(exported, 43))
    report = verify_zip(cut, asked=given)

    assert report.houdt
    assert "na de kop" in report.niet_nagegaan
    assert "Of er daarna nog iets kwam, zegt zij niet" in next(x.tekst for x in report.regels if x.onderwerp == "kop")


def test_an_anchor_covers_what_comes_after_an_older_head(exported: bytes) -> None:
    """Who has both asked of the older one, and read that the rest was not looked at."""
    asked = Asked(head=anchors(exported, 43)[0].head, anchors=anchors(exported, 45))
    found = {line.onderwerp: line for line in verify_zip(exported, asked=asked).regels}

    assert found["na de kop"].houdt is True
    assert "Een anker dat past, is van de laatste gebeurtenis" in found["na de kop"].tekst


def test_after_an_anchor_that_is_later_than_the_head_nobody_looked(exported: bytes) -> None:
    asked = Asked(head=anchors(exported, 11)[0].head, anchors=anchors(exported, 43))
    found = {line.onderwerp: line for line in verify_zip(exported, asked=asked).regels}

    assert found["na de kop"].houdt is None
    assert found["na de kop"].tekst.startswith("Na het laatste anker dat past volgen nog 2 gebeurtenissen")

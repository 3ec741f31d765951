"""The file with passwords: what a start issued, and never one that its holder replaced."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from jaarcyclus.installation import credentials
from jaarcyclus.settings import Settings

ISSUED = {"dowr-controller": "geheim", "dowr-manager_ict": "ook geheim"}


@pytest.fixture
def handed_out(settings: Settings) -> Settings:
    credentials.write(settings, ISSUED)
    return settings


def test_what_was_issued_is_read(handed_out: Settings) -> None:
    assert (credentials.read(handed_out), credentials.known_elsewhere(handed_out)) == (ISSUED, frozenset())


def test_who_has_another_password_has_none_in_the_file(handed_out: Settings) -> None:
    credentials.forget(handed_out, "dowr-controller")

    assert credentials.read(handed_out) == {"dowr-manager_ict": "ook geheim"}
    assert credentials.known_elsewhere(handed_out) == {"dowr-controller"}
    assert "geheim\n" not in credentials.passwords_path(handed_out).read_text().splitlines(keepends=True)[0]


def test_a_start_keeps_whose_password_it_does_not_know(handed_out: Settings) -> None:
    credentials.write(handed_out, ISSUED, elsewhere=["dowr-beheerder", "dowr-controller"])

    assert credentials.known_elsewhere(handed_out) == {"dowr-beheerder"}
    assert credentials.read(handed_out) == ISSUED


def test_who_makes_a_key_at_the_same_moment_as_another_gets_the_same(settings: Settings) -> None:
    """Two workers in containers, at their first publication: what one seals the other must open."""
    together = Barrier(8)

    def read(_: int) -> str:
        together.wait()
        return credentials.read_secret(settings, "plaatsing")

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(read, range(8)))

    assert found == {credentials.read_secret(settings, "plaatsing")}

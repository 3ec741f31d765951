"""What is typed about app and site, judged before anything is sent; and no secret is ever printed."""

import traceback
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from jaarcyclus.errors import InvalidSetting
from jaarcyclus.graph.connection import SharePoint, connect, host_of, split_address
from jaarcyclus.settings import GraphSettings, Settings

TYPED = GraphSettings(tenant="gemeente.example", app="11111111-2222", secret="zeer-geheim")


def test_the_environment_gives_a_connection_of_the_global_cloud():
    settings = Settings.from_env(
        {"JAARCYCLUS_GRAPH_TENANT": "t", "JAARCYCLUS_GRAPH_APP": "a", "JAARCYCLUS_GRAPH_GEHEIM": "s"}
    )

    made = connect(settings.graph)

    assert (made.authority, made.host) == ("https://login.microsoftonline.com", "graph.microsoft.com")
    assert made.scope == "https://graph.microsoft.com/.default"


def test_a_secret_is_read_from_its_file(tmp_path: Path):
    (tmp_path / "geheim").touch(0o600)
    (tmp_path / "geheim").write_text("uit-een-bestand\n")

    made = connect(replace(TYPED, secret="", secret_file=str(tmp_path / "geheim"), secret_expires="2027-05-01"))

    assert (made.secret, made.secret_expires) == ("uit-een-bestand", date(2027, 5, 1))


def test_no_secret_is_printed():
    settings = Settings.from_env({"JAARCYCLUS_GRAPH_GEHEIM": "zeer-geheim"})

    assert "zeer-geheim" not in f"{settings!r} {settings} {connect(TYPED)!r} {connect(TYPED)}"


@pytest.mark.parametrize(
    "typed",
    [
        {"base_url": "http://graph.microsoft.com/v1.0"},
        {"base_url": "graph.microsoft.com"},
        {"authority": "https://a@b"},
        {"authority": "https://login.example/?x=1"},
        {"scope": "https://graph.microsoft.us/.default"},
        {"scope": "graph"},
        {"tenant": ""},
        {"tenant": "../x"},
        {"app": ""},
        {"app": "a/b"},
        {"secret": ""},
        {"certificate_file": "beide.pem"},
        {"secret": "", "secret_file": "/nergens/geheim"},
        {"secret_expires": "volgend jaar"},
        {"hosts": "https://x.example"},
        {"hosts": "x.example/pad"},
    ],
)
def test_what_cannot_be_used_is_said_in_dutch(typed):
    with pytest.raises(InvalidSetting, match=r"(zet|geef) .*\.$") as raised:
        connect(replace(TYPED, **typed))

    assert "zeer-geheim" not in str(raised.value)


@pytest.mark.parametrize(
    "name",
    ["authority", "base_url", "scope", "tenant", "app", "secret_file", "secret_expires", "certificate_file", "hosts"],
)
def test_a_secret_in_the_wrong_setting_is_not_printed(name):
    """The log of a task is read by more people than the settings."""
    typed = replace(TYPED, secret="" if name.endswith("_file") else "elders", **{name: "8Q~verborgen/"})

    with pytest.raises(InvalidSetting) as raised:
        connect(typed)

    assert "8Q~verborgen" not in "".join(traceback.format_exception(raised.value))


def test_a_site_is_typed_as_the_browser_shows_it():
    place = SharePoint.of("https://Gemeente.sharepoint.com/sites/DOWR/", "Documenten")

    assert (place.host, place.path) == ("gemeente.sharepoint.com", "/sites/DOWR")


@pytest.mark.parametrize(
    "site",
    [
        "http://x.example/sites/a",
        "x/sites/a",
        "https://x.example/sites/a?b",
        "https://",
        "https://x.example/sites/../b",
    ],
)
def test_anything_else_is_no_site(site):
    with pytest.raises(InvalidSetting, match="geen adres van SharePoint"):
        SharePoint.of(site, "Documenten")


@pytest.mark.parametrize(
    "address",
    [
        "http://graph.microsoft.com/", "https://graph.microsoft.com@evil.example/", "https://evil.example#graph",
        "https://evil.example\\@graph.microsoft.com/", "https:///graph.microsoft.com", "https://graph.microsoft.com:0/",
        " https://graph.microsoft.com/", "https://graph.microsoft.com/a b", "https://graph.microsoft.com/\r\nx: y",
        "//graph.microsoft.com", "https://gráph.example/", "https://[::1]/", "https://graph.microsoft.com?x", "",
    ],
)  # fmt: skip
def test_an_odd_address_has_no_host(address):
    assert host_of(address) is None


def test_an_address_is_kept_as_it_stands():
    """The query of a pre-authenticated address is signed: encoded anew or in another order it is refused."""
    given = "https://Files.Example:443/a%2fb/uploadSession?guid='x'&tempauth=v1.%7e~(1)&b=&a"

    assert split_address(given) == ("files.example", "/a%2fb/uploadSession?guid='x'&tempauth=v1.%7e~(1)&b=&a")


def test_a_certificate_that_is_not_there_is_asked_to_be_put_there(tmp_path):
    """Whoever reads 'give it to the user' looks for a file that is there; of a missing mount comes a folder."""
    for path in (tmp_path / "weg.pem", tmp_path):
        with pytest.raises(InvalidSetting, match="zet het daar"):
            connect(GraphSettings(tenant="t", app="a", certificate_file=str(path)))


@pytest.mark.parametrize(("field", "word"), [("secret_file", "GEHEIM_BESTAND"), ("certificate_file", "CERTIFICAAT")])
def test_a_file_of_a_secret_that_others_can_reach_is_refused(tmp_path: Path, field: str, word: str):
    path = tmp_path / "geheim"
    path.write_text("zeer-geheim")
    path.chmod(0o644)

    with pytest.raises(InvalidSetting, match=f"GRAPH_{word} klopt niet; anderen .*: chmod 600 {path}") as told:
        connect(replace(TYPED, **{"secret": "", field: str(path)}))
    assert "zeer-geheim" not in str(told.value)

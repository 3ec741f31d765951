"""Which identity provider may be set, what it must tell of itself, and what of its token says who somebody is."""

import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from builders.oidc import FakeProvider, provider_running
from jaarcyclus.errors import InvalidSetting, Refused
from jaarcyclus.installation.oidc import Provider, identity_of, provider_of
from jaarcyclus.installation.oidc_metadata import probe, read_metadata
from jaarcyclus.settings import OidcSettings, Settings

TENANT, OTHER_TENANT = "11111111-2222-3333-4444-555555555555", "99999999-2222-3333-4444-555555555555"
ENTRA = f"https://login.microsoftonline.com/{TENANT}/v2.0"
KEYCLOAK = "https://aanmelden.voorbeeld.nl/realms/regio"
SECRET = "zeer-geheim-van-de-proef"


def typed(**other: str) -> OidcSettings:
    return OidcSettings(**({"issuer": KEYCLOAK, "client": "jaarcyclus", "secret": SECRET} | other))


def provider(**other: str) -> Provider:
    found = provider_of(typed(**other))
    assert found is not None
    return found


def test_without_a_word_of_it_there_is_none() -> None:
    assert provider_of(OidcSettings()) is None


@pytest.mark.parametrize("word", ["passwords", "name", "claim", "client", "secret"])
def test_one_word_of_it_is_half_a_setting(word: str) -> None:
    """Passwords that were closed in a setting stayed open: the words beside it were misspelled or not there."""
    with pytest.raises(InvalidSetting, match="JAARCYCLUS_OIDC_UITGEVER"):
        provider_of(OidcSettings(**{word: "beheerder"}))


@pytest.mark.parametrize(("issuer", "claim"), [(ENTRA, "oid"), (KEYCLOAK, "sub")], ids=["Entra", "Keycloak"])
def test_somebody_is_who_stays_the_same_there(issuer: str, claim: str) -> None:
    assert provider(issuer=issuer).claim == claim


@pytest.mark.parametrize(
    "issuer",
    [
        "",
        "http://aanmelden.voorbeeld.nl/realms/regio",
        "aanmelden.voorbeeld.nl",
        "https://aanmelden.voorbeeld.nl/?realm=regio",
        "https://iemand@aanmelden.voorbeeld.nl/",
        "https://login.microsoftonline.com/common/v2.0",
        "https://login.microsoftonline.com/organizations/v2.0",
        "https://login.microsoftonline.com/voorbeeld.onmicrosoft.com/v2.0",
        f"https://login.microsoftonline.com/{TENANT}/",
        "https://login.microsoftonline.com/{tenantid}/v2.0",
    ],
)
def test_an_issuer_is_one_that_nobody_else_can_answer_for(issuer: str) -> None:
    with pytest.raises(InvalidSetting, match="JAARCYCLUS_OIDC_UITGEVER"):
        provider_of(typed(issuer=issuer))


@pytest.mark.parametrize(
    ("issuer", "claim"),
    [(ENTRA, "email"), (ENTRA, "preferred_username"), (KEYCLOAK, "preferred_username"), (KEYCLOAK, "oid")],
)
def test_what_is_given_to_another_later_tells_nobody(issuer: str, claim: str) -> None:
    """At Entra anybody can fill in a mail address; a name there goes to who is called the same."""
    with pytest.raises(InvalidSetting, match="JAARCYCLUS_OIDC_KENMERK"):
        provider_of(typed(issuer=issuer, claim=claim))


@pytest.mark.parametrize(
    ("words", "offices"),
    [("iedereen", None), ("beheerder", {"beheerder"}), ("controller, beheerder", {"beheerder", "controller"}),
     ("controller", {"beheerder", "controller"})],
)  # fmt: skip
def test_the_beheerder_always_has_a_password(words: str, offices: set[str] | None) -> None:
    assert provider(passwords=words).passwords == offices


@pytest.mark.parametrize("words", ["niemand", "beheerder,iedereen", ","])
def test_another_word_for_who_is_none(words: str) -> None:
    with pytest.raises(InvalidSetting, match="JAARCYCLUS_OIDC_WACHTWOORD"):
        provider_of(typed(passwords=words))


def test_the_secret_lies_in_a_file_and_is_shown_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "geheim"
    path.touch(0o600)
    path.write_text(f"{SECRET}\n")
    found = provider(secret="", secret_file=str(path))

    assert (found.secret, SECRET in repr(found), SECRET in repr(typed())) == (SECRET, False, False)


@pytest.mark.parametrize(
    "other",
    [{"secret": ""}, {"secret_file": "/dev/null"}, {"secret": "twee woorden"},
     {"secret": "", "secret_file": "/bestaat/niet"}],
    ids=["none", "two", "a blank", "no file"],
)  # fmt: skip
def test_no_secret_or_two_is_said_without_it(other: dict[str, str]) -> None:
    with pytest.raises(InvalidSetting) as fault:
        provider_of(typed(**other))

    assert SECRET not in str(fault.value)
    assert "twee woorden" not in str(fault.value)


def test_an_empty_file_of_the_secret_is_said(tmp_path: Path) -> None:
    path = tmp_path / "geheim"
    path.touch(0o600)

    with pytest.raises(InvalidSetting, match="is leeg of heeft tekens"):
        provider_of(typed(secret="", secret_file=str(path)))


def test_a_file_of_the_secret_that_others_can_reach_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "geheim"
    path.write_text(SECRET)
    path.chmod(0o644)

    with pytest.raises(InvalidSetting, match=f"JAARCYCLUS_OIDC_GEHEIM_BESTAND klopt niet.*chmod 600 {path}") as fault:
        provider_of(typed(secret="", secret_file=str(path)))
    assert SECRET not in str(fault.value)


@pytest.mark.parametrize("name", ["issuer", "client", "secret_file", "claim", "passwords"])
def test_a_secret_that_came_into_the_wrong_setting_is_not_shown(name: str) -> None:
    """Nor by what the system says of a file that is called so: a traceback goes to a log."""
    wrong = typed(secret="" if name == "secret_file" else SECRET, **{name: "8Q~ verborgen/"})
    with pytest.raises(InvalidSetting) as fault:
        provider_of(wrong)

    assert "verborgen" not in "".join(traceback.format_exception(fault.value, chain=True))


def test_half_a_setting_is_a_fault_and_not_a_way_back_to_passwords() -> None:
    with pytest.raises(InvalidSetting):
        provider_of(OidcSettings(client="jaarcyclus"))


def claims(**other: Any) -> dict[str, Any]:
    return {"iss": ENTRA, "tid": TENANT, "oid": "o1", "sub": "s1", "email": "a@voorbeeld.nl"} | other


def test_entra_tells_who_it_is_by_the_object_in_this_tenant() -> None:
    found = identity_of(provider(issuer=ENTRA), claims())

    assert (found.issuer, found.claim, found.value) == (ENTRA, "oid", "o1")


@pytest.mark.parametrize(
    "other",
    [
        {"tid": OTHER_TENANT},
        {"tid": None},
        {"iss": f"https://login.microsoftonline.com/{OTHER_TENANT}/v2.0", "tid": OTHER_TENANT},
    ],
    ids=["another tenant", "no tenant", "the issuer of another"],
)
def test_somebody_of_another_tenant_with_that_mail_address_is_nobody(other: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="AANMELDING_VREEMD"):
        identity_of(provider(issuer=ENTRA), claims(**other))


@pytest.mark.parametrize("value", [None, "", "o 1", 7, ["o1"], "o1\n"])
def test_what_is_no_plain_text_is_nobody(value: Any) -> None:
    with pytest.raises(Refused, match="KENMERK_ONTBREEKT"):
        identity_of(provider(issuer=ENTRA), claims(oid=value))


@pytest.fixture
def there() -> Iterator[FakeProvider]:
    with provider_running() as running:
        yield running


UNFIT: dict[str, tuple[dict[str, Any], str]] = {
    "another name": ({"issuer": "https://login.voorbeeld.nl"}, "teken voor teken gelijk"),
    "an open address": ({"token_endpoint": "http://login.voorbeeld.nl/token"}, "token_endpoint"),
    "no address": ({"authorization_endpoint": "https://["}, "authorization_endpoint"),
    "no keys": ({"jwks_uri": None}, "jwks_uri"),
    "no signature": ({"id_token_signing_alg_values_supported": ["none", "HS256"]}, "niet met een eigen sleutel"),
    "no PKCE": ({"code_challenge_methods_supported": ["plain"]}, "PKCE"),
    "no secret": ({"token_endpoint_auth_methods_supported": ["private_key_jwt"]}, "neemt geen geheim"),
}


@pytest.mark.parametrize(("told", "words"), UNFIT.values(), ids=UNFIT)
def test_a_provider_that_does_not_fit_is_refused(there: FakeProvider, told: dict[str, Any], words: str) -> None:
    there.metadata |= told

    with pytest.raises(Refused, match=words):
        read_metadata(provider(issuer=there.issuer))


def test_none_and_a_shared_secret_sign_nothing(there: FakeProvider) -> None:
    there.metadata["id_token_signing_alg_values_supported"] = ["none", "HS256", "RS256"]

    assert read_metadata(provider(issuer=there.issuer)).algorithms == ("RS256",)


def look(issuer: str, var: Path) -> list[tuple[bool, str]]:
    told = {"JAARCYCLUS_VAR": str(var), "JAARCYCLUS_OIDC_UITGEVER": issuer, "JAARCYCLUS_OIDC_CLIENT": "jaarcyclus"}
    settings = Settings.from_env(told | {"JAARCYCLUS_OIDC_GEHEIM": SECRET})
    return [(found.good, found.text) for found in probe(settings)]


def test_the_doctor_tries_it(there: FakeProvider, tmp_path: Path) -> None:
    (answers, *notes) = look(there.issuer, tmp_path)

    assert answers == (True, f"{there.issuer} antwoordt; sleutels: RSA")
    assert all(good and text.startswith("let op") for good, text in notes)


def test_and_says_when_nobody_answers(tmp_path: Path) -> None:
    ((good, text),) = look("http://127.0.0.1:9", tmp_path)

    assert (good, "Controleer het adres" in text, SECRET in text) == (False, True, False)


def test_and_when_its_keys_lie_nowhere(there: FakeProvider, tmp_path: Path) -> None:
    there.metadata["jwks_uri"] = "https://aanmelden.voorbeeld.nl:poort/"
    ((good, text),) = look(there.issuer, tmp_path)

    assert (good, "Controleer het adres" in text) == (False, True)


def test_and_nothing_where_none_is_set(tmp_path: Path) -> None:
    assert list(probe(Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path)}))) == []

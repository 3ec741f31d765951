"""Where `jaarcyclus handeling` sends a password, and where never."""

import pytest
from httpx import Client, Response

from jaarcyclus.cli import acts
from jaarcyclus.cli.app import main

HEROPEN = ["handeling", "heropen", "dowr-2027-begroting", "--reden", "Nieuwe index.", "--als", "dowr-controller"]


@pytest.mark.parametrize(
    "address", ["http://jaarcyclus.example.nl", "http://10.0.0.7:8080", "ftp://127.0.0.1.example.nl"]
)
def test_a_password_leaves_the_machine_over_https_only(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*HEROPEN, "--adres", address])

    assert stopped.value.code == 2
    assert "alleen over https" in capsys.readouterr().err


def test_without_a_running_installation_it_says_how_to_start_one(
    tmp_path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JAARCYCLUS_VAR", str(tmp_path))

    with pytest.raises(SystemExit) as stopped:
        main(HEROPEN)

    assert stopped.value.code == 2
    assert "jaarcyclus start" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name", ["../../etc", "..", "dowr-2027-begroting/advies?x=", "dowr", "DOWR-2027-begroting", ""]
)
def test_a_name_that_is_none_is_sent_nowhere(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It would become another address."""
    with pytest.raises(SystemExit) as stopped:
        main(["handeling", "ontvangst", name, "college_raalte", "--als", "dowr-controller"])

    assert stopped.value.code == 2
    assert f"'{name}' is geen naam zoals 'dowr-2027-begroting'" in capsys.readouterr().err


@pytest.mark.parametrize("act", ["klok", "terugzetting"])
def test_a_profile_that_is_none_is_sent_nowhere(act: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["handeling", act, "../klok/dowr", "--reden", "Nagekeken.", "--als", "dowr-controller"])

    assert stopped.value.code == 2
    assert "is geen naam zoals 'dowr'" in capsys.readouterr().err


@pytest.mark.parametrize(
    "address", ["https://[::1", "127.0.0.1:8391", "https://", "https://x:99999", "https://x y", "https://\u20ac.nl", ""]
)
def test_an_address_that_is_none_is_told(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*HEROPEN, "--adres", address or " "])

    assert stopped.value.code == 2
    assert "is geen adres; schrijf het met http:// of https:// ervoor" in capsys.readouterr().err


def test_bytes_that_are_no_text_are_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What a terminal in another encoding makes of a reason or a password."""
    monkeypatch.setattr(acts, "_password", lambda _: "geheim")
    with pytest.raises(SystemExit) as stopped:
        main([*HEROPEN, "--reden", "stuk\udcff", "--adres", "http://127.0.0.1:1"])

    assert stopped.value.code == 2
    assert "In reden staan tekens die geen tekst zijn" in capsys.readouterr().err


def test_an_address_where_nobody_answers_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a word about this machine: it is another that does not answer."""
    monkeypatch.setattr(acts, "_password", lambda _: "geheim")
    with pytest.raises(SystemExit) as stopped:
        main([*HEROPEN, "--adres", "http://127.0.0.1:1"])
    told = capsys.readouterr().err

    assert stopped.value.code == 2
    assert "Op http://127.0.0.1:1 antwoordt geen Jaarcyclus. Controleer het adres" in told
    assert "doctor" not in told


@pytest.mark.parametrize(
    ("status", "told"), [(429, "te vaak"), (401, "het account of het wachtwoord klopt niet"), (200, "geen Jaarcyclus")]
)
def test_a_refused_sign_in_is_the_persons_to_mend(
    status: int, told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "_password", lambda _: "geheim")
    answer = Response(status, json={"detail": "U hebt te vaak geprobeerd; wacht 40 seconden."})
    monkeypatch.setattr(Client, "post", lambda *_args, **_kwargs: answer)
    with pytest.raises(SystemExit) as stopped:
        main([*HEROPEN, "--adres", "http://127.0.0.1:1"])
    shown = capsys.readouterr().err

    assert stopped.value.code == (2 if status == 200 else 1)
    assert told in shown
    assert "doctor" not in shown


@pytest.mark.parametrize(("option", "address"), [([], "vertrek"), (["--herstel"], "vertrek/herstel")])
def test_a_departure_and_its_mending_are_two_acts(
    option: list[str], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(acts, "ask", lambda *given, **content: asked.append((given[1], content["json"])))
    day = ["--per", "2027-05-01", "--reden", "Verkeerde dag getypt.", "--als", "dowr-beheerder"]
    with pytest.raises(SystemExit):
        main(["handeling", "vertrek", "dowr", "manager_ict", *day, *option])

    content = {"functie": "manager_ict", "per": "2027-05-01", "reden": "Verkeerde dag getypt."}
    assert asked == [(f"/jaarcyclus/bezetting/dowr/{address}", content)]

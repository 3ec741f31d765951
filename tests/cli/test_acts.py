"""Where `jaarcyclus handeling` sends a password, and where never; and that each act of the API has its command."""

import ast
from pathlib import Path
from typing import Any

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


def test_in_a_container_it_goes_to_the_api_server_that_the_setting_names(
    tmp_path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Between containers there is no https; nobody listens at this one."""
    monkeypatch.setenv("JAARCYCLUS_VAR", str(tmp_path))
    monkeypatch.setenv("JAARCYCLUS_API", "http://127.77.0.1:1")
    monkeypatch.setattr(acts, "_password", lambda _account: "een wachtwoord")

    with pytest.raises(SystemExit) as stopped:
        main(HEROPEN)

    assert stopped.value.code == 3
    assert "docker compose logs api-server" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name", ["../../etc", "..", "dowr-2027-begroting/advies?x=", "dowr", "DOWR-2027-begroting", ""]
)
def test_a_name_that_is_none_is_sent_nowhere(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It would become another address."""
    with pytest.raises(SystemExit) as stopped:
        main(["handeling", "ontvangst", name, "college_raalte", "--als", "dowr-controller"])

    assert stopped.value.code == 2
    assert f"'{name}' is geen naam zoals 'dowr-2027-begroting'" in capsys.readouterr().err


@pytest.mark.parametrize("act", ["klok", "terugzetting", "verder"])
def test_a_profile_that_is_none_is_sent_nowhere(act: str, capsys: pytest.CaptureFixture[str]) -> None:
    reason = [] if act == "verder" else ["--reden", "Nagekeken."]
    with pytest.raises(SystemExit) as stopped:
        main(["handeling", act, "../klok/dowr", *reason, "--als", "dowr-controller"])

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


API = Path(__file__).resolve().parents[2] / "plugins" / "jaarcyclus_airflow" / "api.py"
WHY = {"reden": "Nieuwe index."}
GATE = "v1-s1-directieberaad-r1"
# What is typed behind the dossier, and what is sent.
ACTS: dict[str, tuple[list[str], dict[str, Any]]] = {
    "heropen": (["--perceel", "ict", "--perceel", "psa"], {**WHY, "percelen": ["ict", "psa"]}),
    "bedenktijd": ([], WHY),
    "kenmerken": (["--kenmerk", "strategisch"], {**WHY, "kenmerken": ["strategisch"]}),
    "voorwaarde": (
        [GATE, "deventer", "--toelichting", "Zie bijlage 2."],
        {"gate": GATE, "zetel": "deventer", "toelichting": "Zie bijlage 2."},
    ),
    "advies": (
        [GATE, "--advies", "doorgang", "--tekst", "Het voldoet.", "--deskundige", "een deskundige"],
        {"gate": GATE, "advies": "doorgang", "tekst": "Het voldoet.", "deskundige": "een deskundige"},
    ),
    "handhaven": (["facilitair"], {**WHY, "perceel": "facilitair"}),
    "openen": (["facilitair"], {"perceel": "facilitair"}),
    "overnemen": (["facilitair"], {**WHY, "perceel": "facilitair"}),
    "afdoen": (["ict", "3f2a90c1b7de"], {**WHY, "perceel": "ict", "waarschuwing": "3f2a90c1b7de"}),
    "uitstel": ([GATE, "--tot", "2026-06-12"], {**WHY, "gate": GATE, "tot": "2026-06-12"}),
    "ontvangst": (["college_raalte"], {"gremium": "college_raalte"}),
    "intrekking": (["--versie", "2"], {**WHY, "versie": 2}),
    "correctie": (["--perceel", "ict"], {**WHY, "percelen": ["ict"]}),
}


def asked_by_api() -> dict[str, set[str]]:
    """Return the fields of each act on a dossier that the API takes, without loading Airflow; it forbids others."""
    tree = ast.parse(API.read_text())
    classes = {item.name: item for item in tree.body if isinstance(item, ast.ClassDef)}
    found = {}
    for item in tree.body:
        if isinstance(item, ast.FunctionDef) and (path := _posted_to(item)):
            asked = next(argument.annotation for argument in item.args.args if argument.arg == "asked")
            found[path.rpartition("/")[2]] = _fields(classes, ast.unparse(asked))
    return found


def _posted_to(function: ast.FunctionDef) -> str | None:
    calls = [item for item in function.decorator_list if isinstance(item, ast.Call)]
    paths = [ast.literal_eval(call.args[0]) for call in calls if ast.unparse(call.func) == "app.post"]
    return next((path for path in paths if path.startswith("/dossier/{dossier}/")), None)


def _fields(classes: dict[str, ast.ClassDef], name: str) -> set[str]:
    if name not in classes:
        return set()
    own = {ast.unparse(item.target) for item in classes[name].body if isinstance(item, ast.AnnAssign)}
    return own.union(*(_fields(classes, ast.unparse(base)) for base in classes[name].bases))


def test_each_act_of_the_api_on_a_dossier_has_a_command() -> None:
    """None is done by a hand-made request; who adds one adds its command here."""
    assert {act: set(content) for act, (_, content) in ACTS.items()} == asked_by_api()


@pytest.mark.parametrize("act", ACTS)
def test_a_command_sends_what_was_typed_for_who_acts(act: str, monkeypatch: pytest.MonkeyPatch) -> None:
    typed, content = ACTS[act]
    asked = []
    monkeypatch.setattr(acts, "ask", lambda *given, **sent: asked.append((*given[:3], sent["json"])))
    why = ["--reden", WHY["reden"]] if "reden" in content else []
    with pytest.raises(SystemExit) as stopped:
        main(["handeling", act, "dowr-2027-begroting", *typed, *why, "--als", "dowr-controller"])

    assert stopped.value.code in (0, None)
    assert asked == [("POST", f"/jaarcyclus/dossier/dowr-2027-begroting/{act}", "dowr-controller", content)]

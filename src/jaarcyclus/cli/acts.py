"""`jaarcyclus handeling …`: what people do besides voting and handing in, each with one's own account.

Every act goes through the API of the running installation, signed in as who acts: a shell proves nobody's name, so
there is no way around the door here. Which account may do what, the rules say there.
"""

import getpass
import re
import sys
from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from jaarcyclus.cli.language import App
from jaarcyclus.errors import AirflowRefused, Refused, StartFailed, UnknownKey
from jaarcyclus.settings import Settings
from jaarcyclus.steps.airflow_names import CODE, DOSSIER

_ADDRESS = re.compile(r"[!-~]+")  # no blank and no sign that a request cannot hold

app = App("Wat mensen doen naast stemmen en indienen, elk met het eigen account.")

Dossier = Annotated[str, typer.Argument(help="Naam van het dossier, zoals 'dowr-2027-begroting'.")]
Gate = Annotated[str, typer.Argument(help="De gate, zoals 'v1-s1-directieberaad-r1'; zie: jaarcyclus dossier toon.")]
Reden = Annotated[str, typer.Option("--reden", help="Waarom; dit staat in het dossier.", prompt="Reden")]
OpenbareReden = Annotated[
    str, typer.Option("--reden", help="Waarom; dit staat ook op de openbare pagina.", prompt="Reden (openbaar)")
]
Als = Annotated[
    str, typer.Option("--als", help="Het account van wie handelt, zoals 'dowr-controller'.", prompt="Uw account")
]
Adres = Annotated[str | None, typer.Option("--adres", help="Adres van Jaarcyclus; anders wat op deze machine draait.")]
Profiel = Annotated[str, typer.Argument(help="Naam van het profiel, zoals 'dowr'.")]
Functie = Annotated[str, typer.Argument(help="De sleutel van de functie in het profiel.")]
Perceel = Annotated[list[str] | None, typer.Option("--perceel", help="Wie opnieuw indient; mag vaker.")]
Kenmerk = Annotated[list[str] | None, typer.Option("--kenmerk", help="Wat geldt; mag vaker.")]


@app.command("heropen")
def reopen(dossier: Dossier, reden: Reden, als: Als, perceel: Perceel = None, adres: Adres = None) -> None:
    """Heropen een ronde: de versie op haar route vervalt en percelen dienen opnieuw in."""
    act_on(dossier, "heropen", {"reden": reden, "percelen": perceel or []}, als, adres)


@app.command("bedenktijd")
def skip_pause(dossier: Dossier, reden: Reden, als: Als, adres: Adres = None) -> None:
    """Sla de bedenktijd over: de versie wordt nu gemaakt."""
    act_on(dossier, "bedenktijd", {"reden": reden}, als, adres)


@app.command("kenmerken")
def set_kenmerken(dossier: Dossier, reden: Reden, als: Als, kenmerk: Kenmerk = None, adres: Adres = None) -> None:
    """Leg vast welke kenmerken van de besluitroute gelden; zonder --kenmerk geldt er geen."""
    act_on(dossier, "kenmerken", {"kenmerken": kenmerk or [], "reden": reden}, als, adres)


@app.command("voorwaarde")
def fulfil_condition(
    dossier: Dossier,
    gate: Gate,
    zetel: Annotated[str, typer.Argument(help="De zetel die de voorwaarde stelde, zoals 'deventer'.")],
    toelichting: Annotated[str, typer.Option("--toelichting", help="Hoe eraan is voldaan.", prompt="Toelichting")],
    als: Als,
    adres: Adres = None,
) -> None:
    """Meld dat aan een voorwaarde ('mits …') is voldaan."""
    act_on(dossier, "voorwaarde", {"gate": gate, "zetel": zetel, "toelichting": toelichting}, als, adres)


@app.command("advies")
def record_advice(
    dossier: Dossier,
    gate: Gate,
    advies: Annotated[str, typer.Option("--advies", help="'doorgang' of 'terug'.", prompt="Advies")],
    tekst: Annotated[str, typer.Option("--tekst", help="De tekst van het advies.", prompt="Tekst")],
    deskundige: Annotated[str, typer.Option("--deskundige", help="Wie adviseerde.", prompt="Deskundige")],
    als: Als,
    adres: Adres = None,
) -> None:
    """Leg het bindend advies vast over een gate waarop het dossier is aangehouden."""
    act_on(dossier, "advies", {"gate": gate, "advies": advies, "tekst": tekst, "deskundige": deskundige}, als, adres)


@app.command("ontvangst")
def confirm_receipt(
    dossier: Dossier,
    gremium: Annotated[str, typer.Argument(help="Code van het gremium, zoals 'college_raalte'.")],
    als: Als,
    adres: Adres = None,
) -> None:
    """Bevestig dat een gremium het product heeft ontvangen."""
    act_on(dossier, "ontvangst", {"gremium": gremium}, als, adres)


@app.command("intrekking")
def withdraw(
    dossier: Dossier,
    reden: OpenbareReden,
    als: Als,
    versie: Annotated[
        int | None, typer.Option("--versie", help="De gepubliceerde versie; anders de laatste.", min=1)
    ] = None,
    adres: Adres = None,
) -> None:
    """Trek in wat is gepubliceerd: de documenten gaan weg, er komt een pagina die dat zegt."""
    act_on(dossier, "intrekking", {"reden": reden, **({"versie": versie} if versie else {})}, als, adres)


@app.command("correctie")
def correct(
    dossier: Dossier,
    reden: OpenbareReden,
    als: Als,
    perceel: Perceel = None,
    adres: Adres = None,
) -> None:
    """Corrigeer wat is gepubliceerd: deze percelen dienen opnieuw in, en de hele route begint opnieuw."""
    act_on(dossier, "correctie", {"reden": reden, "percelen": perceel or []}, als, adres)


@app.command("verder")
def look_now(profiel: Profiel, als: Als, adres: Adres = None) -> None:
    """Laat de kalender nu kijken wat verder kan, zoals een publicatie die op iemand wachtte."""
    post(of_profile("verder", profiel), {}, als, adres)
    print("De kalender kijkt nu. Bekijk over een minuut wat nog wacht, met: jaarcyclus status")


@app.command("klok")
def confirm_clock(
    profiel: Profiel,
    reden: Reden,
    als: Als,
    adres: Adres = None,
) -> None:
    """Bevestig dat de klok klopt, nadat zij vooruit of terug sprong."""
    post(of_profile("klok", profiel), {"reden": reden}, als, adres)
    print("Vastgelegd; de kalender gaat weer verder.")


@app.command("terugzetting")
def confirm_restored(
    profiel: Profiel,
    reden: Reden,
    als: Als,
    adres: Adres = None,
) -> None:
    """Bevestig dat een oudere kopie van het logboek is bedoeld; wat erna kwam is weg."""
    post(of_profile("terugzetting", profiel), {"reden": reden}, als, adres)
    print("Vastgelegd in de postbus; het logboek gaat verder vanaf de oudere kopie.")


@app.command("wachtwoord")
def issue_password(
    profiel: Profiel,
    persoon: Annotated[str, typer.Argument(help="Functie van wie het krijgt, zoals 'manager_ict'.")],
    reden: Annotated[str, typer.Option("--reden", help="Waarom; dit staat in de postbus.", prompt="Reden")],
    als: Als,
    adres: Adres = None,
) -> None:
    """Geef als beheerder een eenmalig wachtwoord uit; de houder kiest daarna een eigen."""
    told = post(of_profile("uitgifte", profiel), {"persoon": persoon, "reden": reden}, als, adres).json()
    print(
        f"Eenmalig wachtwoord van {told['account']}: {told['wachtwoord']}\n"
        "Het staat alleen hier. Geef het zelf aan de houder; die kiest bij het aanmelden een eigen wachtwoord.\n"
        "Vastgelegd in de postbus; de houder en de controller lezen dat u het uitgaf, en waarom."
    )


def act_on(dossier: str, act: str, content: Mapping[str, Any], account: str, address: str | None) -> None:
    """Do it as this account and say that it is recorded. Raises Refused with the sentence of the door."""
    post(f"/jaarcyclus/dossier/{_name(dossier, DOSSIER, 'dowr-2027-begroting')}/{act}", content, account, address)
    print(f"Vastgelegd in {dossier}. Bekijk het met: jaarcyclus dossier toon {dossier}")


def of_profile(act: str, profiel: str) -> str:
    """Return the address of an act of a cooperation. Raises UnknownKey for what is no name."""
    return f"/jaarcyclus/{act}/{_name(profiel, CODE, 'dowr')}"


def _name(typed: str, pattern: str, example: str) -> str:
    """Return what goes into the address; anything else would be another address."""
    if not re.fullmatch(pattern, typed):
        raise UnknownKey(f"'{typed}' is geen naam zoals '{example}'; controleer hem en probeer het opnieuw.")
    return typed


def post(path: str, content: Mapping[str, Any], account: str, address: str | None) -> Any:
    """Let this account do it, and return the answer. Raises Refused with the sentence of the door."""
    return ask("POST", path, account, address, json=dict(content))


def ask(method: str, path: str, account: str, address: str | None, **content: Any) -> Any:
    """Return the answer to a request of this account. Raises Refused with the sentence of the door."""
    from jaarcyclus.installation import client

    url, password = _address(address), _password(account)
    _require_text({"het account": account, "het wachtwoord": password, **content.get("json", {})})
    with client.AirflowClient(url, account, password) as person:
        answer = _send(person, method, path, content, given=address)
    if answer.is_client_error:
        raise Refused(f"HTTP_{answer.status_code}", client.sentence(answer))
    if answer.is_error:
        raise AirflowRefused(answer.status_code, client.sentence(answer))
    return answer


def _require_text(typed: Mapping[str, Any]) -> None:
    """Raise UnknownKey that names what holds bytes which are no text: a terminal in another encoding gives those."""
    for name, value in typed.items():
        try:
            "".join([value] if isinstance(value, str) else value or ()).encode()
        except UnicodeEncodeError as fault:
            raise UnknownKey(f"In {name} staan tekens die geen tekst zijn; typ het opnieuw.") from fault


def _send(person: Any, method: str, path: str, content: Mapping[str, Any], given: str | None) -> Any:
    try:
        return person.request(method, path, **content)
    except AirflowRefused as fault:
        raise _explain_sign_in(person.account, fault, given) from fault


def _explain_sign_in(account: str, fault: AirflowRefused, given: str | None) -> Exception:
    """Return what a person can do about it; `given` is the address that was typed, if any."""
    if fault.status in _WRONG_PASSWORD:
        return Refused(
            "AANMELDEN_MISLUKT",
            f"Aanmelden als '{account}' lukt niet: het account of het wachtwoord klopt niet. "
            "Controleer beide en probeer het opnieuw.",
        )
    if fault.status == _TOO_OFTEN:
        return Refused("TE_VAAK_GEPROBEERD", fault.message)
    if given is not None:
        return UnknownKey(
            f"Op {given} antwoordt geen Jaarcyclus. Controleer het adres achter --adres, of vraag de beheerder daar of "
            "het draait."
        )
    if Settings.from_env().api:
        return StartFailed("De API-server antwoordt niet; bekijk wat hij meldt met: docker compose logs api-server")
    return StartFailed("Jaarcyclus draait hier, maar antwoordt niet; start het opnieuw met `jaarcyclus start`.")


_WRONG_PASSWORD, _TOO_OFTEN = (400, 401, 403), 429


def _address(given: str | None) -> str:
    from jaarcyclus.installation import launcher

    address = given or launcher.address(Settings.from_env())
    if address is None:
        raise UnknownKey("Er draait hier geen Jaarcyclus; start het met `jaarcyclus start`, of geef --adres.")
    try:
        parts = urlsplit(address)
        is_one = bool(parts.scheme and parts.hostname) and parts.port != 0
        address.encode("ascii")
    except ValueError:  # a bracket too few, a port that is none, signs that no address has
        is_one = False
    if not is_one or not _ADDRESS.fullmatch(address):
        raise UnknownKey(
            f"'{address}' is geen adres; schrijf het met http:// of https:// ervoor, zoals https://jaarcyclus.example."
        )
    # What somebody types may be anywhere; between containers it is where the proxy hands on each password too.
    if given and parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise UnknownKey("Buiten deze machine gaat een wachtwoord alleen over https; geef een adres met https://.")
    return address


def _password(account: str) -> str:
    """Ask for it without showing it; from a pipe its first line is read. It is never an option: others see those."""
    if sys.stdin.isatty():
        return getpass.getpass(f"Wachtwoord van {account}: ")
    return sys.stdin.readline().rstrip("\n")

"""What a connection of Airflow must say of the app, and that each value stands in one place only."""

import json
from dataclasses import replace
from datetime import date

import pytest

from jaarcyclus.errors import InvalidSetting
from jaarcyclus.graph.airflow_connection import AirflowConnection
from jaarcyclus.graph.connection import Connection, connect
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.installation.graph_app import app_of
from jaarcyclus.settings import GraphSettings, Settings

SECRET, PEM = "8Q~zeer-geheim", "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----"
NAMED = GraphSettings(airflow_connection="sharepoint")
TENANT = {"tenant_id": "gemeente.example"}


def read(*, extra: object = TENANT, typed: GraphSettings = NAMED, **other: object) -> Connection:
    given = {"login": "app-1", "password": SECRET, "extra": json.dumps(extra), **other}
    return connect(typed, AirflowConnection.of("sharepoint", given))


def test_login_password_and_tenant_are_enough():
    made = read()

    assert (made.app, made.secret, made.tenant) == ("app-1", SECRET, "gemeente.example")
    assert made.host == "graph.microsoft.com"
    assert SECRET not in f"{made!r} {AirflowConnection.of('x', {'login': 'a', 'password': SECRET, 'extra': None})}"


def test_all_that_is_of_the_app_may_stand_in_it():
    addresses = {"authority": "https://login.example", "base_url": "https://graph.example/v1.0"}
    extra = {**TENANT, **addresses, "scopes": "https://graph.example/.default", "secret_expires": "2027-05-01"}
    made = read(extra={**extra, "certificate_data": PEM}, password=None)

    assert (made.secret, made.certificate) == ("", PEM.encode())
    assert (made.authority, made.host, made.scope) == ("https://login.example", "graph.example", extra["scopes"])
    assert made.secret_expires == date(2027, 5, 1)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"extra": {}},
            "Het veld tenant_id van verbinding 'sharepoint' in Airflow klopt niet; zet er de id",
        ),
        ({"login": None}, "Het veld login van verbinding 'sharepoint' in Airflow klopt niet; zet er de id van de app"),
        ({"login": SECRET}, "Het veld login van verbinding"),
        ({"password": ""}, "geen geheim; geef precies een van certificate_data van verbinding .* en password van verb"),
        ({"extra": {**TENANT, "certificate_data": PEM}}, "meer dan een geheim; geef precies een van"),
        ({"extra": {**TENANT, "authority": SECRET}}, "Het veld authority van verbinding"),
        ({"extra": {**TENANT, "secret_expires": SECRET}}, "Het veld secret_expires van verbinding"),
        ({"extra": {**TENANT, SECRET: "x"}}, "zet in extra alleen teksten, onder deze namen: tenant_id, .*"),
        ({"extra": {"tenant_id": [SECRET]}}, "zet in extra alleen teksten, onder deze namen: tenant_id, .*"),
        ({"extra": [SECRET]}, "zet in extra een JSON-object"),
        ({"host": "graph.microsoft.us"}, "maak host, schema en port leeg; het adres van Graph staat in extra"),
        ({"schema": "https"}, "maak host, schema en port leeg"),
        ({"port": 443}, "maak host, schema en port leeg"),
    ],
)
def test_one_that_cannot_be_used_is_said_in_dutch_and_not_shown(given: dict[str, object], told: str):
    with pytest.raises(InvalidSetting, match=told) as raised:
        read(**given)

    assert SECRET not in str(raised.value)


def test_text_that_is_no_json_is_not_shown():
    with pytest.raises(InvalidSetting, match="zet in extra een JSON-object") as raised:
        AirflowConnection.of("sharepoint", {"extra": f"tenant_id={SECRET}"})

    assert SECRET not in str(raised.value)


@pytest.mark.parametrize("field", ["secret", "secret_file", "certificate_file", "app", "tenant"])
def test_what_is_of_the_app_is_no_setting_beside_a_connection(field: str):
    with pytest.raises(InvalidSetting, match="Naast JAARCYCLUS_GRAPH_VERBINDING staat ook JAARCYCLUS_GRAPH_") as raised:
        read(typed=replace(NAMED, **{field: "elders"}))

    assert "elders" not in str(raised.value)


@pytest.mark.parametrize(
    ("field", "part", "value"),
    [
        ("authority", "authority", "https://login.example"),
        ("base_url", "base_url", "https://graph.example/v1.0"),
        ("scope", "scopes", "https://graph.microsoft.com/.default"),
        ("secret_expires", "secret_expires", "2027-05-01"),
    ],
)
def test_where_to_sign_in_stands_in_either_and_never_in_both(field: str, part: str, value: str):
    """The same twice is refused too: one of them will be changed some day, and not the other."""
    typed = replace(NAMED, **{field: value})
    in_settings, in_airflow = read(typed=typed), read(extra={**TENANT, part: value})

    assert replace(in_settings, places={}) == replace(in_airflow, places={})
    with pytest.raises(InvalidSetting, match="van twee plaatsen is niet te zeggen welke geldt"):
        read(extra={**TENANT, part: value}, typed=typed)


def test_what_says_nothing_of_the_app_is_a_setting_still():
    made = read(typed=replace(NAMED, hosts="bestanden.example", organisation="Regio", ca_file="/ca.pem"))

    assert (made.content_hosts, made.organisation) == (frozenset({"bestanden.example"}), "Regio")


@pytest.mark.parametrize("name", ["8Q~zeer geheim", "{}", "a\nb", "x" * 251])
def test_what_can_be_no_name_of_one_is_not_repeated(name: str):
    with pytest.raises(InvalidSetting, match="zet er de naam van een verbinding in Airflow in") as raised:
        app_of(Settings.from_env({"JAARCYCLUS_GRAPH_VERBINDING": name}), lambda _: pytest.fail("it was asked for"))

    assert name not in str(raised.value)


def test_what_microsoft_refuses_is_looked_up_where_it_stands(graph, make_client):
    """Not in a setting that is empty."""
    kept = {"login": graph.client_id, "password": graph.client_secret, "extra": '{"tenant_id": "elders.example"}'}
    settings = {"authority": graph.authority, "base_url": graph.base_url, "ca_file": str(graph.ca_file)}
    client = make_client()
    client.connection = connect(replace(NAMED, **settings), AirflowConnection.of("sharepoint", kept))

    refused = client.authorize()

    assert refused.reason is Reason.TENANT_UNKNOWN
    assert refused.sentence.endswith("Controleer tenant_id van verbinding 'sharepoint' in Airflow.")


def test_a_wrong_secret_of_a_connection_is_looked_up_there(graph, make_client):
    kept = {"login": graph.client_id, "password": SECRET, "extra": json.dumps({"tenant_id": graph.tenant})}
    settings = {"authority": graph.authority, "base_url": graph.base_url, "ca_file": str(graph.ca_file)}
    client = make_client()
    client.connection = connect(replace(NAMED, **settings), AirflowConnection.of("sharepoint", kept))

    refused = client.authorize()

    assert refused.reason is Reason.SECRET_WRONG
    assert "Het komt uit password van verbinding 'sharepoint' in Airflow. " in refused.sentence
    assert SECRET not in repr(refused)

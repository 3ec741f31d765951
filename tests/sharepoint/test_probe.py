"""What the doctor says of SharePoint, line by line, and that nothing of its trials stays."""

from datetime import UTC, datetime, timedelta

import pytest

from graph.plan import Plan
from jaarcyclus.graph.columns import Column, ensure_columns
from jaarcyclus.graph.places import resolve
from jaarcyclus.graph.probe import probe

COLUMNS = (Column(name="JcSha256", label="SHA-256"),)
NOW = datetime.now(UTC)


def look(client, *, now=NOW):
    return {line.subject: line for line in probe(client, ("2027",), COLUMNS, now)}


def test_all_is_well(graph, client):
    ensure_columns(client, resolve(client, ("2027",)).value, COLUMNS)

    found = look(client)

    assert {line.severity for line in found.values()} == {"goed", "waarschuwing"}
    assert [line.subject for line in found.values() if line.severity != "goed"] == ["Geldigheid"]
    assert graph.tree() == {}
    assert len(graph.effects("session-cancelled")) == 1


def test_a_right_that_is_broader_than_needed_is_a_warning(graph, client):
    graph.register(roles=["Sites.Selected", "Sites.ReadWrite.All"])

    found = look(client)["Rechten"]

    assert (found.severity, "Sites.ReadWrite.All" in found.text) == ("waarschuwing", True)


def test_no_right_at_all_is_a_fault(graph, client):
    graph.register(roles=[])

    assert look(client)["Rechten"].severity == "fout"


def test_a_missing_grant_ends_the_rest(graph, client):
    graph.grant(None)

    found = look(client)

    assert found["Site"].severity == "fout"
    assert "Bibliotheek" not in found


def test_missing_columns_are_named(client):
    found = look(client)["Kolommen"]

    assert (found.severity, "JcSha256" in found.text) == ("waarschuwing", True)


def test_only_reading_is_said_at_the_trial(graph, client):
    graph.grant("read")

    found = look(client)

    assert found["Proef .zip"].severity == "fout"
    assert "schrijfrecht" in found["Proef .zip"].text


def test_a_library_that_wants_a_check_out_is_told_and_tried(graph, make_client):
    graph.drive_id = graph.add_library("Besluiten", require_checkout=True)

    found = look(make_client("Besluiten"))

    assert (found["Inchecken"].severity, "mag inchecken" in found["Inchecken"].text) == ("goed", True)
    assert graph.tree() == {}


def test_whether_a_check_out_can_be_discarded_is_tried(graph, client):
    """A correction does it after an attempt that was killed."""
    good = look(client)["Uitchecken"]
    graph.play(
        Plan.of("discard", "status", nth=1, status=403, code="accessDenied")
        + Plan.of("discard", "status", nth=2, status=403, code="accessDenied")
    )

    refused = look(client)["Uitchecken"]

    assert (good.severity, refused.severity) == ("goed", "fout")
    assert graph.tree() == {}


@pytest.mark.parametrize(("drafts", "severity"), [("minor", "goed"), ("approval", "fout")])
def test_a_library_that_keeps_drafts_is_told_and_tried(graph, make_client, drafts, severity):
    graph.drive_id = graph.add_library("Besluiten", drafts=drafts)

    found = look(make_client("Besluiten"))["Publiceren"]

    assert (found.severity, "goedkeuring" in found.text) == (severity, drafts == "approval")
    assert graph.tree() == {}


def test_a_tenant_that_does_not_name_the_app_is_a_fault(graph, client):
    """Then each file of ours would count as somebody else's (onedrive-api-docs 362)."""
    graph.store.set("anonymous_apps", True)

    assert look(client)["Herkenning"].severity == "fout"


def test_a_check_in_that_is_refused_names_the_cause(graph, make_client):
    graph.drive_id = graph.add_library("Besluiten", require_checkout=True)
    graph.add_column("Verplicht", drive=graph.drive_id, required=True)

    found = look(make_client("Besluiten"))["Inchecken"]

    assert (found.severity, "verplichte kolommen" in found.text) == ("fout", True)


def test_what_the_tenant_does_to_bytes_is_told(client):
    lines = [line for line in probe(client, (), COLUMNS, NOW) if line.subject == "Inhoud"]

    assert [("herschreven" in line.text, "zoals het is geplaatst" in line.text) for line in lines] == [
        (True, False),
        (False, True),
    ]


def test_a_trial_is_taken_away_whatever_happens(graph, client):
    graph.play(Plan.of("content", "status", status=500, body="html"))

    found = look(client)

    assert found["Proef teruglezen"].severity == "fout"
    assert graph.tree() == {}


def test_a_trial_whose_answer_was_lost_is_taken_away_too(graph, client):
    graph.play(Plan.of("put", "lost"))

    found = look(client)

    assert found["Proef .html"].severity == "fout"
    assert graph.tree() == {}


def test_a_trial_that_is_not_seen_is_not_called_taken_away(graph, client):
    """It goes unseen for a moment right after the upload, and stays.

    Asked for before: root twice, folder, itself, and itself twice for a check-out and for its discarding.
    """
    graph.play(Plan.of("look", "status", nth=9, status=404, code="itemNotFound", body="json"))

    found = [line for line in probe(client, ("2027",), COLUMNS, NOW) if line.subject == "Proef opruimen"]

    assert [line.severity for line in found] == ["waarschuwing", "goed"]
    assert [name in found[0].text for name in graph.tree()] == [True]


@pytest.mark.parametrize(("days", "severity"), [(400, "fout"), (350, "waarschuwing"), (300, "goed")])
def test_a_certificate_that_ends_is_told_in_time(graph, make_client, days, severity):
    client = make_client(typed={"secret": "", "certificate_file": str(graph.certificate_file)})

    assert look(client, now=NOW + timedelta(days=days))["Geldigheid"].severity == severity


@pytest.mark.parametrize(("day", "severity"), [("2020-01-01", "fout"), ("2999-01-01", "goed")])
def test_a_secret_whose_end_was_typed_is_told_in_time(make_client, day, severity):
    assert look(make_client(typed={"secret_expires": day}))["Geldigheid"].severity == severity


def test_a_wrong_secret_is_the_last_line(make_client):
    found = look(make_client(typed={"secret": "verkeerd"}))

    assert list(found) == ["Geldigheid", "Aanmelding"]
    assert "nieuw geheim" in found["Aanmelding"].text


def test_a_certificate_that_cannot_be_read_is_a_line(make_client, tmp_path):
    (tmp_path / "geen.pem").touch(0o600)
    (tmp_path / "geen.pem").write_text("geen certificaat")

    found = look(make_client(typed={"secret": "", "certificate_file": str(tmp_path / "geen.pem")}))

    assert found["SharePoint"].severity == "fout"
    assert "PEM" in found["SharePoint"].text

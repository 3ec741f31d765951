"""Only acts that make sense are offered, and each says what it does; one that is rehearsed records nothing."""

from pathlib import Path

import pytest

from builders.dossier import (
    Office,
    correcting,
    open_gates,
    open_round,
    published,
    submit_workbooks,
    vote_all,
    with_version,
    withdrawn,
)
from jaarcyclus.errors import Refused, UnknownKey
from jaarcyclus.pages import act_page, year_page
from jaarcyclus.pages.act_page import Typed
from jaarcyclus.pages.elsewhere import look_elsewhere
from jaarcyclus.pages.mailbox import Mailboxes
from jaarcyclus.pages.reader import Reader, reader_of
from jaarcyclus.pages.standings import Standings
from jaarcyclus.pages.year_acts import list_acts

REQUEST = ("openen", "wijzigingsverzoek_1")


def offered(office: Office, person: str = "controller") -> list[tuple[str, str]]:
    standing = Standings(office.workspace).of_dossier(office.dossier)
    assert standing is not None
    return [
        (str(act.kind), act.about)
        for act in list_acts(standing, person, office.workspace.today(), look_elsewhere(office.workspace))
    ]


def reader(office: Office, person: str = "controller") -> Reader:
    return reader_of(office.workspace.profile("dowr"), person, office.workspace.today())


def test_a_round_without_workbooks_offers_nothing(tmp_path: Path) -> None:
    assert offered(open_round(tmp_path)) == []


def test_the_pause_can_be_skipped_while_it_runs(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    submit_workbooks(office)

    assert offered(office) == [("bedenktijd", "")]


def test_a_version_on_its_route_can_be_taken_back(tmp_path: Path) -> None:
    assert offered(with_version(tmp_path)) == [("heropenen", "1")]


def test_what_is_published_can_be_withdrawn_or_corrected(tmp_path: Path) -> None:
    assert offered(published(tmp_path)) == [("intrekken", "1"), ("corrigeren", "1"), REQUEST]


def test_what_was_withdrawn_can_be_corrected_only(tmp_path: Path) -> None:
    assert offered(withdrawn(tmp_path)) == [("corrigeren", "1")]


def test_a_correction_can_be_taken_back_and_what_it_corrects_withdrawn(tmp_path: Path) -> None:
    assert offered(correcting(tmp_path)) == [("heropenen", "2"), ("intrekken", "1"), REQUEST]


def test_an_open_gate_can_be_given_extra_time(tmp_path: Path) -> None:
    office = with_version(tmp_path)
    gates = open_gates(office)
    standings = Standings(office.workspace)
    acting = act_page.find_acting(standings, reader(office), office.dossier, "uitstel", gates[0])
    assert acting is not None
    typed = Typed(reason="De stukken kwamen later.", day="2026-05-01")
    with pytest.raises(Refused) as refused:
        act_page.rehearse_act(standings, acting, typed)
    html = act_page.show_act(acting, reader(office), typed=typed, refusal=refused.value)
    later = Typed(reason="De stukken kwamen later.", day="2026-06-12")
    act_page.rehearse_act(standings, acting, later)

    assert offered(office) == [("heropenen", "1"), *(("uitstel", gate) for gate in gates)]
    assert '<a href="#datum">De termijn loopt al tot en met' in html
    assert 'value="2026-05-01"' in html
    check = act_page.show_act_check(acting, reader(office), later).replace("\xa0", " ").replace("&nbsp;", " ")
    assert "<dd>12 juni 2026</dd>" in check
    assert 'name="datum" value="2026-06-12"' in check
    assert offered(office, "ambtelijk_secretaris") == []


def test_the_secretaris_reopens_nothing(tmp_path: Path) -> None:
    assert offered(with_version(tmp_path), "ambtelijk_secretaris") == []


def test_each_offered_act_is_one_that_the_rules_take(tmp_path: Path) -> None:
    """Nothing is offered in vain."""
    for number, made in enumerate((with_version, published, withdrawn, correcting)):
        office = made(tmp_path / str(number))
        standings, filled = Standings(office.workspace), Typed(reason="Te hoog.", percelen=("ict",), perceel="ict")
        for kind, about in offered(office):
            acting = act_page.find_acting(standings, reader(office), office.dossier, kind, about)
            assert acting is not None
            act_page.rehearse_act(standings, acting, filled)


def test_a_request_is_opened_beside_what_it_asks_to_change_and_once(tmp_path: Path) -> None:
    """A second press of the button finds its act gone, and the next request has a number of its own."""
    office = published(tmp_path)
    standings = Standings(office.workspace)
    acting = act_page.find_acting(standings, reader(office), office.dossier, *REQUEST)
    assert acting is not None
    with pytest.raises(Refused, match="Kies een perceel uit: belastingen, facilitair, financien, ict, inkoop, psa"):
        act_page.rehearse_act(standings, acting, Typed())
    chosen = Typed(perceel="ict")
    html, check = act_page.show_act(acting, reader(office)), act_page.show_act_check(acting, reader(office), chosen)
    acting.do(office.workspace, acting.on, "controller", **acting.asked(chosen))
    opened = office.workspace.dossier("dowr-2027-wijzigingsverzoek_1")
    landed = year_page.show_boekjaar(standings, Mailboxes(office.workspace), reader(office), 2027, (opened.dossier, 0))

    assert ("Algemeen" in html, 'value="ict"' in html, 'name="reden"' in html) == (False, True, False)
    assert "<dt>Perceel</dt><dd>Informatievoorziening en ICT</dd>" in check
    assert [duty.code for duty in opened.opened.inzendplichten] == ["ict"]
    assert acting.landing == "/jaarcyclus/jaar/2027?dossier=dowr-2027-wijzigingsverzoek_1&na=0#vastgelegd"
    assert "De ronde is geopend; werkboeken worden gevraagd tot en met" in landed
    assert act_page.find_acting(standings, reader(office), office.dossier, *REQUEST) is None
    assert ("openen", "wijzigingsverzoek_2") in offered(office)


@pytest.mark.parametrize("person", ["ambtelijk_secretaris", "manager_ict"])
def test_only_the_controller_is_offered_a_request(tmp_path: Path, person: str) -> None:
    office = published(tmp_path)

    assert REQUEST not in offered(office, person)


def test_what_the_calendar_does_is_not_said_to_happen_at_once(tmp_path: Path) -> None:
    office = published(tmp_path)
    standings, filled = Standings(office.workspace), Typed(reason="De huur is te hoog.", percelen=("ict",))
    checks = {}
    for kind, about in offered(office):
        acting = act_page.find_acting(standings, reader(office), office.dossier, kind, about)
        assert acting is not None
        checks[kind] = act_page.show_act_check(acting, reader(office), filled)

    assert "De documenten gaan weg zodra de kalender kijkt" in checks["intrekken"]
    assert "Na uw bevestiging geldt het meteen." in checks["corrigeren"]
    assert "meteen" not in checks["intrekken"]


def test_who_did_something_lands_where_the_ledger_says_so(tmp_path: Path) -> None:
    """What the address says counts for nothing: it tells what this person recorded after it, and no other's."""
    office = with_version(tmp_path)
    standings = Standings(office.workspace)
    acting = act_page.find_acting(standings, reader(office), office.dossier, "heropenen", "1")
    assert acting is not None
    before = office.state.seq

    def landed(person: str = "controller") -> str:
        acted = (office.dossier, before)
        mailboxes = Mailboxes(office.workspace)
        html = year_page.show_boekjaar(standings, mailboxes, reader(office, person), 2027, acted)
        return html.partition('id="vastgelegd"')[2].partition("</div>")[0]

    empty = landed()
    acting.do(office.workspace, office.dossier, "controller", **acting.asked(Typed(reason="De huur ontbreekt.")))

    assert acting.landing == f"/jaarcyclus/jaar/2027?dossier={office.dossier}&na={before}#vastgelegd"
    assert "De ronde is heropend: De huur ontbreekt." in landed()
    assert (empty, landed("ambtelijk_secretaris")) == ("", "")


def test_a_rehearsal_records_nothing_and_refuses_what_would_be(tmp_path: Path) -> None:
    office = with_version(tmp_path)
    standings, before = Standings(office.workspace), office.state.seq
    acting = act_page.find_acting(standings, reader(office), office.dossier, "heropenen", "1")
    assert acting is not None
    act_page.rehearse_act(standings, acting, Typed(reason="De huur ontbreekt."))
    with pytest.raises(Refused, match="heropening heeft een reden"):
        act_page.rehearse_act(standings, acting, Typed())

    assert office.state.seq == before


def test_reopening_tells_how_many_answers_lapse_and_not_which(tmp_path: Path) -> None:
    office = with_version(tmp_path)
    gate, _ = open_gates(office)
    no = {"antwoord": "niet afgestemd", "toelichting": "De huur is te hoog."}
    vote_all(office, gate, **{office.state.gates[0].zetels[0].zetel: no})
    standings = Standings(office.workspace)
    acting = act_page.find_acting(standings, reader(office), office.dossier, "heropenen", "1")
    assert acting is not None
    html = act_page.show_act(acting, reader(office))

    assert f"met {len(office.state.gates[0].zetels)} antwoorden die al zijn gegeven" in html
    assert "huur" not in html
    assert "niet afgestemd" not in html


def test_what_was_typed_comes_back_with_the_sentence(tmp_path: Path) -> None:
    office = published(tmp_path)
    standings = Standings(office.workspace)
    acting = act_page.find_acting(standings, reader(office), office.dossier, "corrigeren", "1")
    assert acting is not None
    typed = Typed(reason="De <b>huur</b> stond er dubbel in.")
    with pytest.raises(Refused) as refused:
        act_page.rehearse_act(standings, acting, typed)
    html = act_page.show_act(acting, reader(office), typed=typed, refusal=refused.value)

    assert "De &lt;b&gt;huur&lt;/b&gt; stond er dubbel in." in html
    assert '<a href="#percelen">Noem wie opnieuw indient' in html


def test_the_pages_are_for_who_runs_the_cycle(tmp_path: Path) -> None:
    """Alike for a page that does not exist."""
    office = with_version(tmp_path)
    standings, member = Standings(office.workspace), reader(office, "manager_ict")
    mailboxes, told = Mailboxes(office.workspace), set()
    for ask in (
        lambda: year_page.show_year(standings, member),
        lambda: year_page.show_boekjaar(standings, mailboxes, member, 2027),
        lambda: act_page.find_acting(standings, member, office.dossier, "heropenen", "1"),
        lambda: act_page.find_acting(standings, reader(office), "dowr-1999-begroting", "heropenen", "1"),
        lambda: year_page.show_boekjaar(standings, mailboxes, reader(office), 1999),
    ):
        with pytest.raises(UnknownKey) as fault:
            ask()
        told.add(str(fault.value))

    assert told == {year_page.NOT_FOUND}


def test_no_page_of_the_year_tells_a_sealed_answer(tmp_path: Path) -> None:
    office = with_version(tmp_path)
    gate, _ = open_gates(office)
    no = {"antwoord": "niet afgestemd", "toelichting": "De huur is te hoog."}
    vote_all(office, gate, **{office.state.gates[0].zetels[0].zetel: no})
    standings = Standings(office.workspace)
    mailboxes, controller = Mailboxes(office.workspace), reader(office)
    pages = year_page.show_year(standings, controller) + year_page.show_boekjaar(standings, mailboxes, controller, 2027)

    assert "huur" not in pages
    assert "niet afgestemd" not in pages

"""The annex: who decided what, on which bytes, when; made beside the document, never in it."""

from dataclasses import replace
from typing import Any

import pytest

from builders.order import DOWR
from builders.passkey import SoftKey
from builders.pdf import label_faults, read_text
from jaarcyclus.documents.bijlage import make_bijlage, write_annex
from jaarcyclus.dossier.records import Dossier, Gate, Holding, Reopening, Sending, Version, Voorwaarde, Vote
from jaarcyclus.dossier.round import round_content
from jaarcyclus.dossier.signing import Signed, fingerprint
from jaarcyclus.ledger.parts import Functiehouder, Gatezetel
from jaarcyclus.ledger.signing_events import StemOndertekend
from jaarcyclus.profile.gremium import Ondertekening
from jaarcyclus.profile.records import Profile

HEADING, MANIFEST, DOCUMENT = "c" * 64, "a" * 64, "b" * 64
VERVULD = Voorwaarde(
    tekst="mits de indexering wordt toegelicht",
    eigenaar="controller",
    datum="2026-06-12",
    vervuld_door="controller",
    vervuld_klok="2026-06-10T16:00:00+02:00",
    vervuld_toelichting="toegevoegd aan de toelichting",
)


def _stem(zetel: str, answer: str, door: str, toelichting: str = "", voorwaarde: Voorwaarde | None = None) -> Vote:
    return Vote(
        zetel=zetel,
        antwoord=answer,
        door=door,
        namens=door.startswith("loco"),
        toelichting=toelichting,
        voorwaarde=voorwaarde,
        klok="2026-06-04T09:30:00+02:00",
        seq=1,
    )


def _gate(gate: str, gremium: str, rol: str, uitslag: str | None, *votes: Vote, betwist: str | None = None) -> Gate:
    houders = {zetel.code: zetel for zetel in DOWR.gremium(gremium).zetels}
    return Gate(
        gate=gate,
        stap=1,
        gremium=gremium,
        rol=rol,
        soort="geschil" if betwist else "gewoon",
        versie=1,
        ronde=1,
        betwist=betwist,
        manifest_sha256=MANIFEST,
        document_sha256=DOCUMENT,
        oplegnota_sha256=DOCUMENT,
        zetels=tuple(
            Gatezetel(zetel=code, naam=z.naam, houder=z.houder, plaatsvervanger=z.plaatsvervanger, gewicht=1)
            for code, z in houders.items()
        ),
        deadline="2026-06-05",
        geopend_klok="2026-05-22T09:00:00+02:00",
        votes=votes,
        uitslag=uitslag,
        gesloten_klok="2026-06-04T10:00:00+02:00" if uitslag else None,
    )


def _dossier(*gates: Gate) -> Dossier:
    version = Version(
        versie=1, manifest_sha256=MANIFEST, makers=(), inzendingen={}, seq=9, klok="2026-05-08T12:00:00+02:00"
    )
    return Dossier(
        dossier="dowr-2027-begroting",
        ronde=round_content(DOWR, "begroting", 2027, "d" * 64),
        oefening=True,
        versions=(version,),
        gates=gates,
        reopenings=(Reopening(reden="index onjuist", percelen=("ict",), door="controller", seq=8),),
        sendings=(Sending(gremia=("bo",), rol="info", stap=3, gate=None, versie=1, klok="2026-06-19T11:00:00+02:00"),),
        receipts=(("college_raalte", "2026-06-20T08:05:00+02:00"),),
    )


NIET_AFGESTEMD = _gate(
    "v1-regiegroep_ict-r1",
    "regiegroep_ict",
    "afstemming",
    "negatief",
    _stem("raalte", "niet afgestemd", "vertegenwoordiger_ict_raalte", "het aantal werkplekken klopt niet"),
)
GESCHIL = _gate(
    "v1-regiegroep_ict-r1-geschil-directieberaad",
    "directieberaad",
    "afstemming",
    "doorgang",
    _stem("deventer", "doorgang", "directeur_bedrijfsvoering_deventer"),
    betwist="v1-regiegroep_ict-r1",
)
MITS = _gate(
    "v1-directieberaad-r1",
    "directieberaad",
    "instemming",
    "positief",
    _stem("raalte", "stemt in, mits", "loco_directeur_raalte", "zie voorwaarde", VERVULD),
)


def _words(*gates: Gate) -> str:
    return read_text(make_bijlage(_dossier(*gates), DOWR, HEADING))


def written(*order: Any) -> str:
    """Return the annex with ordinary spaces where a page glues an amount or a date together."""
    return write_annex(*order).replace("\u00a0", " ")


def test_annex_names_manifest_and_head_of_the_chain():
    """Both can be copied whole: they are what an accountant starts from."""
    words = _words(MITS).replace(" ", "")

    assert MANIFEST in words
    assert HEADING in words
    assert DOCUMENT in words


def test_its_moment_is_the_latest_also_in_the_hour_that_october_has_twice():
    """Half past two in summer time is before a quarter past two in winter time."""
    summer, winter = "2026-10-25T02:30:00+02:00", "2026-10-25T02:15:00+01:00"
    dossier = _dossier(replace(MITS, gesloten_klok=summer))

    html = written(replace(dossier, receipts=(("college_raalte", winter),)), DOWR, HEADING)

    assert "met de stand van 25 oktober 2026, 02.15 uur" in html


@pytest.mark.parametrize(("regels", "told"), [(1, False), (2, True)])
def test_it_leads_to_the_readme_where_that_says_how_to_get_the_program(regels, told):
    html = written(_under(regels, MITS), DOWR, HEADING)

    assert ("LEESMIJ.txt" in html) is told


def test_vote_of_a_deputy_says_for_whom():
    html = written(_dossier(MITS), DOWR, HEADING)

    assert "plaatsvervangend directeur bedrijfsvoering Raalte, namens directeur bedrijfsvoering Raalte" in html
    assert "4 juni 2026, 09.30 uur" in html


def test_condition_says_when_and_by_whom_it_was_fulfilled():
    html = written(_dossier(MITS), DOWR, HEADING)

    assert "mits de indexering wordt toegelicht" in html
    assert "10 juni 2026, 16.00 uur, door controller DOWR: toegevoegd aan de toelichting" in html


def test_seat_without_an_answer_is_named_so():
    """Silence is never shown as a yes."""
    html = written(_dossier(MITS), DOWR, HEADING)

    assert html.count("geen antwoord") == 2


def test_dispute_tells_about_whose_answer_and_with_which_positions():
    html = written(_dossier(NIET_AFGESTEMD, GESCHIL), DOWR, HEADING)

    assert "het aantal werkplekken klopt niet" in html
    assert "Uitslag: niet akkoord, op 4 juni 2026, 10.00 uur." in html
    assert "Dit geschil gaat over het antwoord van Regiegroep informatievoorziening en ICT" in html
    assert "Uitslag: doorgang, op 4 juni 2026, 10.00 uur." in html


def test_delivery_receipt_and_reopening_are_told():
    html = written(_dossier(MITS), DOWR, HEADING)

    assert "Klaargezet in het programma; wat per mail ging, staat in de keten van berichten" in html
    assert "Bestuurlijk overleg" in html
    assert "20 juni 2026, 08.05 uur" in html
    assert "index onjuist" in html


def _held(*names: str | None) -> Gate:
    """The gate of which these persons one after the other were deputy director of Raalte before they answered."""
    return replace(
        MITS,
        holdings=tuple(
            Holding(
                houders={"loco_directeur_raalte": Functiehouder(bezetting=number, naam=name)},
                seq=0,
                klok=f"2026-06-0{number}T09:00:00+02:00",
            )
            for number, name in enumerate(names, 1)
        ),
    )


NAMES_PRINTED = DOWR.model_copy(update={"namen_in_openbare_stukken": True})


def test_no_name_is_printed_unless_the_profile_says_so():
    """Not even one that somebody put into the ledger past the rules."""
    html = written(_dossier(_held("Houder A")), DOWR, HEADING)

    assert "plaatsvervangend directeur bedrijfsvoering Raalte, namens" in html
    assert "Houder A" not in html


def test_where_the_profile_says_so_the_annex_names_who_held_the_function():
    html = written(_dossier(_held("Houder A", "Houder B")), NAMES_PRINTED, HEADING)

    assert (
        "plaatsvervangend directeur bedrijfsvoering Raalte (Houder B), namens directeur bedrijfsvoering Raalte" in html
    )
    assert "Houder A" not in html


def test_who_came_after_the_vote_did_not_cast_it():
    gate = _held("Houder A", "Houder B")
    before, after = gate.holdings
    later = replace(gate, holdings=(before, replace(after, seq=gate.votes[0].seq + 1)))

    html = written(_dossier(later), NAMES_PRINTED, HEADING)

    assert "(Houder A), namens" in html
    assert "Houder B" not in html


def test_a_change_of_holder_is_told_without_a_name():
    html = written(_dossier(_held(None, None)), DOWR, HEADING)

    assert (
        "De houder van plaatsvervangend directeur bedrijfsvoering Raalte wisselde tijdens deze vraag; vastgelegd op "
        "2 juni 2026, 09.00 uur."
    ) in html


def test_same_ledger_gives_the_same_annex():
    """Its date is that of the last thing it tells."""
    assert make_bijlage(_dossier(MITS), DOWR, HEADING) == make_bijlage(_dossier(MITS), DOWR, HEADING)


def test_the_annex_is_what_its_label_says():
    assert label_faults(make_bijlage(_dossier(NIET_AFGESTEMD, GESCHIL, MITS), DOWR, HEADING)) == []


def _asking(*gremia: str) -> Profile:
    bodies = (
        body.model_copy(update={"ondertekening": Ondertekening.PASSKEY}) if body.code in gremia else body
        for body in DOWR.gremia
    )
    return DOWR.model_copy(update={"gremia": tuple(bodies)})


def test_where_a_gremium_signs_the_annex_says_of_each_vote_how_its_voter_was_known():
    """Of the gremia that do not sign too: a reader must not take one for the other."""
    key = SoftKey.made()
    content = StemOndertekend(
        gate=MITS.gate, zetel=MITS.votes[0].zetel, passkey=3, sleutel=key.credential, publieke_sleutel=key.public_key,
        algoritme=key.algorithm, rp_id=key.place.rp_id, herkomst=key.place.origin, client_data="",
        authenticator_data="", handtekening="",
    )  # fmt: skip
    signed = replace(MITS.votes[0], signed=Signed(content=content, door=MITS.votes[0].door, seq=0))
    html = written(
        _dossier(replace(MITS, votes=(signed, *MITS.votes[1:])), NIET_AFGESTEMD), _asking(MITS.gremium), HEADING
    )

    assert f"ondertekend met passkey 3, vingerafdruk {fingerprint(key.public_key)}" in html
    assert "aangemeld met een wachtwoord en niet ondertekend" in html


def _under(regels: int, *gates: Gate) -> Dossier:
    return replace(_dossier(*gates), ronde=round_content(DOWR, "begroting", 2027, "d" * 64, regels))


def test_where_none_signs_the_annex_says_how_each_voter_signed_in():
    """Also where it says that a deputy answered, and that somebody else had issued the password."""
    linked = replace(NIET_AFGESTEMD, votes=(replace(NIET_AFGESTEMD.votes[0], koppeling=7),))
    issued = replace(GESCHIL, votes=(replace(GESCHIL.votes[0], uitgifte=3),))
    html = written(_dossier(MITS, linked, issued), DOWR, HEADING)

    assert "namens directeur bedrijfsvoering Raalte; aangemeld met een wachtwoord<" in html
    assert "aangemeld bij de organisatie (koppeling 7)<" in html
    assert "had uitgegeven (postbus 3); aangemeld met een wachtwoord<" in html
    assert "ondertekend" not in html
    assert html.count("aangemeld") == 3  # an empty seat has no voter


WITH_SECRET = DOWR.model_copy(update={"vertrouwelijke_documenten": ("cijfers",)})


def test_of_a_confidential_dossier_it_names_who_may_export_it():
    """Nobody else gets that file, so a reader must not be sent to make one."""
    assert "vraagt de accountant of de controller om een export" in written(_dossier(MITS), WITH_SECRET, HEADING)
    assert "laat het exporteren en geeft" in written(_dossier(MITS), DOWR, HEADING)


@pytest.mark.parametrize("regels", [1, 2, 3])
def test_the_annex_of_an_older_round_reads_as_before(regels):
    """It is printed again when its dossier is proven, and must be the same to the byte."""
    html = written(_under(regels, MITS, NIET_AFGESTEMD), DOWR, HEADING)
    assert "aangemeld" not in html
    assert "Klaargezet (er is niets verzonden)" in html
    assert "laat het exporteren en geeft" in written(_under(regels, MITS), WITH_SECRET, HEADING)
    assert "aangemeld met een wachtwoord en niet ondertekend" in written(
        _under(regels, NIET_AFGESTEMD), _asking(MITS.gremium), HEADING
    )

"""A forger who makes every hash, number and list sound again: each forgery beside the sentence that it brings about."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from builders.dossier import (
    add_version,
    open_gates,
    publish_product,
    submit_workbooks,
    vote_all,
    walk_route,
    with_version,
)
from builders.export import export_dossier
from builders.forgery import ENGLISH, STRANGE, ForgersDesk, Forgery, faults, repack, rewrite
from jaarcyclus.errors import Refused
from jaarcyclus.figures import consolidation
from jaarcyclus.figures.records import figures_from_json
from jaarcyclus.proof.export import EVENTS_FILE
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import acts
from jaarcyclus.terms import canonical
from jaarcyclus.terms.findings import as_dict, bevinding

BVR = "v1-s2-bvr-r1"
FINDING = as_dict(bevinding("BESTAND_LEEG"))
DIRECTIE = "v1-s1-directieberaad-r1"
ICT = "v1-s0-regiegroep_ict-r1"


def test_a_rewrite_that_changes_nothing_gives_the_same_bytes(exported: bytes) -> None:
    """Or the forgeries below would be found for the wrong reason."""
    assert rewrite(exported, lambda bureau: None) == exported


def vote(gate: str, zetel: str, **anders: Any) -> Forgery:
    """Give one vote other content."""
    return lambda bureau: bureau.change("stem_uitgebracht", {"gate": gate, "zetel": zetel}, **anders)


def cast_by(person: str) -> Forgery:
    """Let someone else have voted for Deventer in the BVR, and own up to being a deputy."""

    def forge(bureau: ForgersDesk) -> None:
        event = bureau.find("stem_uitgebracht", gate=BVR, zetel="deventer")
        event["actor"] = person
        event["inhoud"]["namens"] = True

    return forge


def leave_out(zetel: str, *, count_it: bool) -> Forgery:
    """Take away a vote in the BVR, and from the count as well or not."""

    def forge(bureau: ForgersDesk) -> None:
        bureau.remove("stem_uitgebracht", gate=BVR, zetel=zetel)
        if not count_it:
            counted = bureau.find("gate_gesloten", gate=BVR)["inhoud"]["telling"]
            next(item for item in counted if item["zetel"] == zetel)["antwoord"] = None

    return forge


def turn_no_into_yes(bureau: ForgersDesk) -> None:
    """Deventer voted no and was counted so, yet the BVR adopted."""
    no = "stelt niet vast"
    bureau.change("stem_uitgebracht", {"gate": BVR, "zetel": "deventer"}, antwoord=no, toelichting="te duur")
    counted = bureau.find("gate_gesloten", gate=BVR)["inhoud"]["telling"]
    next(item for item in counted if item["zetel"] == "deventer")["antwoord"] = no


def skip_gate(bureau: ForgersDesk) -> None:
    """Publish as if the BVR was never asked."""
    for kind in ("gate_voorgelegd", "stem_uitgebracht", "gate_gesloten", "klaargezet"):
        bureau.remove(kind, gate=BVR)


def take_seat(bureau: ForgersDesk) -> None:
    """Put somebody else in the seat when the gate opens, and let that person vote."""
    opened = bureau.find("gate_voorgelegd", gate=BVR)["inhoud"]["zetels"]
    next(zetel for zetel in opened if zetel["zetel"] == "deventer")["houder"] = "manager_ict"
    bureau.find("stem_uitgebracht", gate=BVR, zetel="deventer")["actor"] = "manager_ict"


def vote_twice(bureau: ForgersDesk) -> None:
    first = bureau.find("stem_uitgebracht", gate=BVR, zetel="deventer")
    bureau.add_after(first, "stem_uitgebracht", first["actor"], dict(first["inhoud"]))


def vote_late(bureau: ForgersDesk) -> None:
    """From the BVR's votes on, everything happened on a day after its deadline."""
    start = bureau.events.index(bureau.find("stem_uitgebracht", gate=BVR))
    for event in bureau.events[start:]:
        event["klok"] = "2026-06-22T09:00:00+02:00"


def move_clock_back(bureau: ForgersDesk) -> None:
    bureau.find("stem_uitgebracht", gate=BVR)["klok"] = "2026-01-01T09:00:00+01:00"


def mix_clocks(bureau: ForgersDesk) -> None:
    event = bureau.find("stem_uitgebracht", gate=BVR)
    event["gesimuleerd"], event["klok"] = False, event["tijd"]


def hide_exercise(bureau: ForgersDesk) -> None:
    """Say that nothing was simulated."""
    for event in bureau.events:
        event["gesimuleerd"] = False


def send_nobody(bureau: ForgersDesk) -> None:
    bureau.remove("klaargezet", gate=DIRECTIE)


def other_figures(bureau: ForgersDesk) -> None:
    """Print other figures than the consolidation of the workbooks, and let everybody have voted on them."""
    figures = canonical.loads(bureau.artefacten[bureau.manifest.consolidatie_sha256])
    figures["bijdrage_cent"]["t"] += 1
    bureau.change_manifest(consolidatie_sha256=bureau.put(canonical.dumps(figures)))


def other_cells(bureau: ForgersDesk) -> None:
    """Record a cent more than the cell of a workbook holds, and consolidate that without a flaw."""
    accepted = bureau.find("inzending_geaccepteerd", perceel="inkoop")["inhoud"]
    content = canonical.loads(bureau.artefacten[accepted["cijfers_sha256"]])
    content["regels"][0]["bedragen_cent"]["t"] += 1
    accepted["cijfers_sha256"] = bureau.put(canonical.dumps(content))
    inzendingen = {code: dict(item) for code, item in bureau.manifest.inzendingen.items()}
    inzendingen["inkoop"]["cijfers"] = accepted["cijfers_sha256"]
    bureau.change_manifest(inzendingen=inzendingen, consolidatie_sha256=bureau.put(_consolidate(bureau, inzendingen)))


def _consolidate(bureau: ForgersDesk, inzendingen: dict[str, dict[str, str]]) -> bytes:
    profile = bureau.profile()
    submissions = [figures_from_json(bureau.artefacten[item["cijfers"]]) for item in inzendingen.values()]
    return consolidation.to_json(consolidation.consolidate(submissions, profile, "begroting", 2027))


def publish_other_document(bureau: ForgersDesk) -> None:
    other = bureau.put(b"%PDF-1.7 een ander stuk")
    documents = bureau.find("gepubliceerd")["inhoud"]["documenten"]
    documents["begroting.pdf"] = other


def move_deadline(bureau: ForgersDesk) -> None:
    bureau.find("ronde_geopend")["inhoud"]["deadlines"]["gremia"]["bvr"] = "2026-12-31"


def rename_document(bureau: ForgersDesk) -> None:
    documents = dict(bureau.manifest.documenten)
    documents["../../index.html"] = bureau.put(b"<script>")
    bureau.change_manifest(documenten=documents)
    bureau.change("gepubliceerd", {}, documenten=documents)


def swap_workbooks(bureau: ForgersDesk) -> None:
    """Each of two managers handed in the other's workbook."""
    first, second = (bureau.find("inzending_geaccepteerd", perceel=code)["inhoud"] for code in ("ict", "psa"))
    for field in ("sha256", "cijfers_sha256"):
        first[field], second[field] = second[field], first[field]


def refused_workbook(bureau: ForgersDesk) -> None:
    """Accept a workbook whose texts are empty, with the figures that it does hold."""
    accepted = bureau.find("inzending_geaccepteerd", perceel="inkoop")["inhoud"]
    workbook = load_workbook(BytesIO(bureau.artefacten[accepted["sha256"]]))
    for row in workbook["Toelichting"].iter_rows(min_row=2, min_col=2):
        for cell in row:
            cell.value = None
    buffer = BytesIO()
    workbook.save(buffer)
    old, new = accepted["sha256"], bureau.put(buffer.getvalue())
    inzendingen = {code: dict(item) for code, item in bureau.manifest.inzendingen.items()}
    inzendingen["inkoop"]["werkboek"] = new
    bureau.replace_everywhere(old, new)
    bureau.change_manifest(inzendingen=inzendingen)


def vote_in_another_zone(bureau: ForgersDesk) -> None:
    """Half past midnight on 20 June in Amsterdam is still the 19th, the last day, in Greenwich."""
    start = bureau.events.index(bureau.find("stem_uitgebracht", gate=BVR))
    for number, event in enumerate(bureau.events[start:]):
        event["klok"] = "2026-06-22T09:00:00+02:00" if number else "2026-06-19T22:30:00+00:00"


def slide_clock(bureau: ForgersDesk) -> None:
    """Fourteen minutes back is no lie; a hundred times fourteen minutes is a day."""
    vote = bureau.find("stem_uitgebracht", gate=BVR)
    refusal = {"perceel": "ict", "sha256": STRANGE, "inzender": "manager_ict", "via": "api", "bevindingen": [FINDING]}
    moment, place = datetime.fromisoformat("2026-06-20T09:00:00+02:00"), bureau.events.index(vote)
    for number in range(105):
        bureau.add_after(
            bureau.events[place - 1], "inzending_geweigerd", "manager_ict", refusal | {"ontvangst": number}
        )
        bureau.events[place]["klok"] = (moment - timedelta(minutes=14 * number)).isoformat()
        place += 1


def false_imbalance(bureau: ForgersDesk) -> None:
    """Say that the percelen contradicted each other, and make the version all the same."""
    last = [event for event in bureau.events if event["soort"] == "inzending_geaccepteerd"][-1]
    bureau.add_after(
        last,
        "consolidatie_afgekeurd",
        "systeem",
        {
            "inzendingen": bureau.find("versie_gemaakt")["inhoud"]["inzendingen"],
            "bevindingen": [FINDING],
        },
    )


def annex_among_documents(bureau: ForgersDesk) -> None:
    documents = {**bureau.manifest.documenten, "bijlage_besluitvorming.pdf": bureau.put(b"%PDF-1.7 alles unaniem")}
    bureau.change_manifest(documenten=documents)
    bureau.change("gepubliceerd", {}, documenten=documents)


def leave_out_document(bureau: ForgersDesk) -> None:
    """Nobody voted without the spreadsheet, but it says more than the office wants to show."""
    documents = {name: sha for name, sha in bureau.manifest.documenten.items() if name != "begroting.xlsx"}
    bureau.change_manifest(documenten=documents)
    bureau.change("gepubliceerd", {}, documenten=documents)


VERVALSINGEN: dict[str, tuple[Forgery, str]] = {
    "document weggelaten": (leave_out_document, "DOCUMENTEN_ANDERS"),
    "werkboeken verwisseld": (swap_workbooks, "ANDER_WERKBOEK"),
    "geweigerd werkboek toch geaccepteerd": (refused_workbook, "had niet geaccepteerd mogen worden"),
    "te laat gestemd in een andere tijdzone": (vote_in_another_zone, "KLOK_ANDERE_ZONE"),
    "klok met kleine stapjes terug": (slide_clock, "KLOK_TERUG"),
    "onbalans die er niet is": (false_imbalance, "AFKEURING_ANDERS"),
    "document dat de bijlage verdringt": (annex_among_documents, "DOCUMENTEN_ANDERS"),
    "andere datum op de documenten": (lambda b: b.change_manifest(datum="1999-12-31"), "DATUM_ANDERS"),
    "kenmerk van een ander soort": (lambda b: b.change("gepubliceerd", {}, versie=True), "VELD_ANDERS"),
    "geaccepteerd met een fout": (
        lambda b: b.change("inzending_geaccepteerd", {"perceel": "ict"}, bevindingen=[FINDING]),
        "BEVINDING_OPEN",
    ),
    "bevinding die geen fout heet": (
        lambda b: b.change("inzending_geaccepteerd", {"perceel": "ict"}, bevindingen=[FINDING | {"ernst": "FOUT"}]),
        "VELD_ANDERS",
    ),
    "stem op een ander document": (vote(BVR, "deventer", document_sha256=STRANGE), "ANDERE_VERSIE"),
    "stem op een ander manifest": (vote(BVR, "deventer", manifest_sha256=STRANGE), "ANDERE_VERSIE"),
    "onbekend antwoord": (vote(BVR, "deventer", antwoord="vindt het prima"), "ANTWOORD_ONBEKEND"),
    "stem van iemand zonder zetel": (cast_by("manager_ict"), "NIET_DE_ZETELHOUDER"),
    "stem van een collega": (cast_by("gemeentesecretaris_raalte"), "NIET_DE_ZETELHOUDER"),
    "stem van de controller": (cast_by("controller"), "CONTROLLER_STEMT_NIET"),
    "twee keer gestemd": (vote_twice, "AL_GESTEMD"),
    "te laat gestemd": (vote_late, "TERMIJN_VERSTREKEN"),
    "stem ontbreekt": (leave_out("raalte", count_it=True), "TELLING_ANDERS"),
    "stem ontbreekt ook in de telling": (leave_out("raalte", count_it=False), "UITSLAG_ANDERS"),
    "vastgesteld ondanks een nee": (turn_no_into_yes, "UITSLAG_ANDERS"),
    "gremium overgeslagen": (skip_gate, "NIET_VASTGESTELD"),
    "zetel overgenomen": (take_seat, "GATE_ANDERS"),
    "termijn verschoven": (move_deadline, "RONDE_ANDERS"),
    "besluit niet toegezonden": (send_nobody, "NIET_TOEGEZONDEN"),
    "klok terug": (move_clock_back, "KLOK_TERUG"),
    "oefening en echt gemengd": (mix_clocks, "KLOK_GEMENGD"),
    "oefening verzwegen": (hide_exercise, "KLOK_WIJKT_AF"),
    "gesloten door een mens": (
        lambda bureau: bureau.find("gate_gesloten", gate=BVR).update(actor="controller"),
        "NIET_BEVOEGD",
    ),
    "veld te veel": (vote(BVR, "deventer", volmacht="ja"), "VELDEN_ANDERS"),
    "onbekende gebeurtenis": (
        lambda bureau: bureau.add_after(bureau.events[-1], "goedgekeurd", "controller", {}),
        "SOORT_ONBEKEND",
    ),
    "andere cijfers vastgesteld": (other_figures, "niet de consolidatie van de geaccepteerde inzendingen"),
    "andere cijfers dan de cellen": (other_cells, "staan niet zo in de cellen van het werkboek"),
    "ander document gepubliceerd": (publish_other_document, "ANDERE_DOCUMENTEN"),
    "document met een pad als naam": (rename_document, "DOCUMENTEN_ANDERS"),
    "andere versie gepubliceerd": (lambda b: b.change("gepubliceerd", {}, versie=2), "ANDERE_DOCUMENTEN"),
    "andere bijlage gepubliceerd": (
        lambda b: b.change("gepubliceerd", {}, bijlage_sha256=STRANGE),
        "BIJLAGE_ANDERS",
    ),
}  # fmt: skip


def reshaped(
    kind: str, field: str, reshape: Callable[[Any], Any], sentence: str = "VELD_ANDERS"
) -> tuple[Forgery, str]:
    """Give the first event of a kind a field in another shape, or out of its range."""

    def forge(bureau: ForgersDesk) -> None:
        content = bureau.find(kind)["inhoud"]
        content[field] = reshape(content[field])

    return forge, sentence


def numbered(items: list[Any]) -> dict[str, Any]:
    return {str(number): item for number, item in enumerate(items)}


def pairs(items: dict[str, Any]) -> list[list[Any]]:
    return [[name, item] for name, item in items.items()]


def moment_of(kind: str, respell: Callable[[str], str]) -> Forgery:
    """Spell the moment of the machine otherwise. The clock of an event has one spelling already."""
    return lambda bureau: bureau.find(kind).update(tijd=respell(bureau.find(kind)["tijd"]))


# What Python takes for the same, or what no office can have meant.
SHAPES: dict[str, tuple[Forgery, str]] = {
    "dict for a list of duties": reshaped("ronde_geopend", "inzendplichten", numbered),
    "pairs for a dict of deadlines": reshaped("ronde_geopend", "deadlines", pairs),
    "true for boekjaar": reshaped("ronde_geopend", "boekjaar", lambda _: True),
    "text for the rules": reshaped("ronde_geopend", "regels", str),
    "list for known columns": reshaped("cijfers_bekend", "kolommen", lambda _: []),
    "dict for findings": reshaped("inzending_geaccepteerd", "bevindingen", numbered),
    "number for late": reshaped("inzending_geaccepteerd", "te_laat", int),
    "true for a receipt": reshaped("inzending_geaccepteerd", "ontvangst", bool),
    "list for a perceel": reshaped("inzending_geaccepteerd", "perceel", lambda code: [code]),
    "receipt below nothing": reshaped("inzending_geaccepteerd", "ontvangst", lambda _: -1, "ONTVANGST_ONJUIST"),
    "receipt nought": reshaped("inzending_geaccepteerd", "ontvangst", lambda _: 0, "ONTVANGST_ONJUIST"),
    "receipt of another": reshaped("inzending_geaccepteerd", "ontvangst", lambda _: 2, "ONTVANGST_DUBBEL"),
    "no door": reshaped("inzending_geaccepteerd", "via", lambda _: "", "ONTVANGST_ONJUIST"),
    "pairs for workbooks": reshaped("versie_gemaakt", "inzendingen", pairs),
    "dict for makers": reshaped("versie_gemaakt", "makers", numbered),
    "maker nobody": reshaped("versie_gemaakt", "makers", lambda makers: [*makers, ""], "MAKERS_ONJUIST"),
    "true for a version": reshaped("versie_gemaakt", "versie", bool),
    "dict for seats": reshaped("gate_voorgelegd", "zetels", numbered),
    "pairs for a seat": reshaped("gate_voorgelegd", "zetels", lambda zetels: [pairs(zetels[0]), *zetels[1:]]),
    "false for a step": reshaped("gate_voorgelegd", "stap", bool),
    "true for a weight": reshaped("gate_gesloten", "telling", lambda votes: [votes[0] | {"gewicht": True}, *votes[1:]]),
    "dict for a count": reshaped("gate_gesloten", "telling", numbered),
    "number for on behalf of": reshaped("stem_uitgebracht", "namens", int),
    "list for a condition": reshaped("stem_uitgebracht", "voorwaarde", lambda _: []),
    "text for gremia": reshaped("klaargezet", "gremia", lambda gremia: gremia[0]),
    "dict for gremia": reshaped("klaargezet", "gremia", numbered),
    "pairs for the build": reshaped("bijlage_vastgelegd", "bouw", pairs),
    "list for the postbus": reshaped("bijlage_vastgelegd", "postbus", pairs),
    "pairs for documents": reshaped("gepubliceerd", "documenten", pairs),
    "no place": reshaped("gepubliceerd", "doel", lambda _: "", "PLAATS_ANDERS"),
    "moment as a basic date": (moment_of("versie_gemaakt", lambda text: text.replace("-", "", 2)), "TIJD_ANDERS"),
    "moment with a Z": (moment_of("versie_gemaakt", lambda text: text.replace("+00:00", "Z")), "TIJD_ANDERS"),
    "moment with a blank": (moment_of("versie_gemaakt", lambda text: text.replace("T", " ")), "TIJD_ANDERS"),
}  # fmt: skip


@pytest.mark.parametrize(("forge", "sentence"), SHAPES.values(), ids=SHAPES)
def test_a_value_in_another_shape_or_out_of_its_range_is_found(exported: bytes, forge: Forgery, sentence: str) -> None:
    forged = rewrite(exported, forge, mend=False)

    assert sentence in faults(forged)


@pytest.mark.parametrize(("forge", "sentence"), VERVALSINGEN.values(), ids=VERVALSINGEN)
def test_a_forgery_with_a_sound_chain_is_found(exported: bytes, forge: Forgery, sentence: str) -> None:
    forged = rewrite(exported, forge)

    assert sentence in faults(forged)
    assert "keten" not in faults(forged)
    assert ENGLISH.findall(faults(forged)) == []


UNMENDED: dict[str, tuple[Forgery, str]] = {
    "bijlage noemt een oudere kop": (
        lambda b: b.change("bijlage_vastgelegd", {}, kop=b.events[3]["hash"]),
        "KOP_ANDERS",
    ),
    "andere gegevens gepubliceerd": (
        lambda b: b.change("gepubliceerd", {}, metadata_sha256=b.put(b"{}")),
        "METADATA_ANDERS",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("forge", "sentence"), UNMENDED.values(), ids=UNMENDED)
def test_annex_and_metadata_must_fit_the_chain(exported: bytes, forge: Forgery, sentence: str) -> None:
    forged = rewrite(exported, forge, mend=False)

    assert sentence in faults(forged)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_nothing_in_an_event_raises(exported: bytes, data: st.DataObject) -> None:
    """Any JSON in any field of any event: whatever the rules stumble over ends in a sentence."""

    def change(files: dict[str, bytes]) -> None:
        bureau = ForgersDesk(exported)
        event = data.draw(st.sampled_from(bureau.events))
        event["inhoud"][data.draw(st.sampled_from(sorted(event["inhoud"])))] = data.draw(JSON)
        files[EVENTS_FILE] = b"".join(canonical.dumps(fields) + b"\n" for fields in bureau.events)

    assert verify_zip(repack(exported, change)) is not None


@pytest.fixture(scope="module")
def herzien(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The begroting of which version 1 was reopened with a gate open, and version 2 published."""
    office = with_version(tmp_path_factory.mktemp("herzien"))
    open_gates(office)
    vote_all(office, ICT)
    acts.reopen(office.workspace, office.dossier, "controller", reden="andere index", percelen=("psa",))
    submit_workbooks(office, "psa", lines=4)
    add_version(office)
    walk_route(office)
    publish_product(office)
    return export_dossier(office.workspace, office.dossier)


def close_instead_of_lapse(bureau: ForgersDesk) -> None:
    lapsed = bureau.find("gate_vervallen", gate=ICT)
    zetels = bureau.find("gate_voorgelegd", gate=ICT)["inhoud"]["zetels"]
    counted = [{"zetel": z["zetel"], "antwoord": "afgestemd", "gewicht": 1} for z in zetels]
    lapsed.update(soort="gate_gesloten", inhoud={"gate": ICT, "uitslag": "positief", "telling": counted})


HERZIENINGEN: dict[str, tuple[Forgery, str]] = {
    "gate van een vervangen versie blijft open": (lambda b: b.remove("gate_vervallen"), "GATE_NOG_OPEN"),
    "gate van een vervangen versie wordt positief": (close_instead_of_lapse, "GATE_VERVALLEN"),
    "andere reden voor het vervallen": (
        lambda b: b.change("gate_vervallen", {}, reden="het kwam zo uit"),
        "REDEN_ANDERS",
    ),
    "versie zonder nieuw werkboek": (
        lambda b: b.events.remove([e for e in b.events if e["soort"] == "inzending_geaccepteerd"][-1]),
        "INZENDING_ONTBREEKT",
    ),
}


def test_a_version_after_a_reopening_holds(herzien: bytes) -> None:
    assert faults(herzien) == ""


@pytest.mark.parametrize(("forge", "sentence"), HERZIENINGEN.values(), ids=HERZIENINGEN)
def test_a_forged_second_version_does_not_hold(herzien: bytes, forge: Forgery, sentence: str) -> None:
    assert sentence in faults(rewrite(herzien, forge))


def test_a_version_needs_news(tmp_path) -> None:
    """The controller left open which perceel hands in, and nobody did."""
    office = with_version(tmp_path)
    open_gates(office)
    acts.reopen(office.workspace, office.dossier, "controller", reden="andere index", percelen=())

    with pytest.raises(Refused, match="NIETS_NIEUWS"):
        add_version(office)

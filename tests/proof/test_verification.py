"""An exported dossier against a forger: each tampering beside the Dutch sentence that it brings about."""

import re
import warnings
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from builders.dossier import (
    adopted,
    dien_in,
    doorloop_route,
    maak_versie,
    open_gates,
    open_ronde,
    publiceer,
    published,
    sluit,
    stem_allen,
    wacht_tot,
)
from builders.forgery import Bureau, Vervalsing, read_events, repack, rewrite
from jaarcyclus.dossier import manifest
from jaarcyclus.errors import Geweigerd, NietCanoniek
from jaarcyclus.figures import consolidation
from jaarcyclus.figures.records import figures_from_json
from jaarcyclus.profile.of_round import profile_of_round
from jaarcyclus.proof import archive
from jaarcyclus.proof.export import GEBEURTENISSEN, LEESMIJ, MANIFEST
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import acts
from jaarcyclus.steps.overview import export_dossier
from jaarcyclus.terms import canonical

BVR = "v1-s2-bvr-r1"
DIRECTIE = "v1-s1-directieberaad-r1"
ICT = "v1-s0-regiegroep_ict-r1"
VREEMD = "f" * 64
# What our own programming errors are written in, and what a reader of the report must not meet.
ENGELS = re.compile(r"\b(the|not|but|its|unknown|event|misses|misnames|field|no|version|spelling|JSON|differ)\b")


@pytest.fixture(scope="module")
def zipbestand(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The begroting 2027, from opened round to publication."""
    kantoor = published(tmp_path_factory.mktemp("gepubliceerd"))
    return export_dossier(kantoor.werkplaats, kantoor.dossier)


def faults(content: bytes, kop: str | None = None) -> str:
    """Return every line that does not hold; there is one exactly when the whole does not."""
    rapport = verify_zip(content, kop)
    found = [f"{regel.onderwerp}: {regel.tekst}" for regel in rapport.regels if not regel.houdt]
    assert bool(found) != rapport.houdt
    return "\n".join(found)


def line(content: bytes, onderwerp: str, kop: str | None = None) -> str:
    return next(regel.tekst for regel in verify_zip(content, kop).regels if regel.onderwerp == onderwerp)


def test_what_was_exported_holds(zipbestand: bytes) -> None:
    assert faults(zipbestand) == ""


def test_a_rewrite_that_changes_nothing_gives_the_same_bytes(zipbestand: bytes) -> None:
    """Or the forgeries below would be found for the wrong reason."""
    assert rewrite(zipbestand, lambda bureau: None) == zipbestand


# The package: whoever changes a file, a list or the zip itself.


def on_file(name: str, change: Callable[[bytes], bytes | None]) -> Callable[[bytes], bytes]:
    """Change one file of the zip (the first whose name starts so); None takes it away."""

    def tamper(content: bytes) -> bytes:
        def edit(files: dict[str, bytes]) -> None:
            found = next(key for key in sorted(files) if key.startswith(name))
            after = change(files.pop(found))
            if after is not None:
                files[found] = after

        return repack(content, edit)

    return tamper


def on_lines(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[bytes], bytes]:
    """Change the lines of events."""
    return on_file(GEBEURTENISSEN, lambda text: b"".join(change(text.splitlines(keepends=True))))


def with_zip(write: Callable[[zipfile.ZipFile], None], **options: Any) -> Callable[[bytes], bytes]:
    """Change the zip by the means of a zip program."""

    def tamper(content: bytes) -> bytes:
        target = BytesIO(content)
        with warnings.catch_warnings(), zipfile.ZipFile(target, "a", **options) as package:
            warnings.simplefilter("ignore")  # the library warns of a doubled name, and writes it
            write(package)
        return target.getvalue()

    return tamper


def set_comment(package: zipfile.ZipFile) -> None:
    package.comment = b"niets aan de hand"


GEEN_ZIP = "geen leesbaar zipbestand"
ZIP_GEWIJZIGD = "Het zipbestand zelf is gewijzigd"
PAKKETTEN: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "leeg": (lambda content: b"", GEEN_ZIP),
    "geen zip": (lambda content: b"PK" + content[2:40], GEEN_ZIP),
    "afgekapt": (lambda content: content[:-1], GEEN_ZIP),
    "byte ervoor": (lambda content: b"\0" + content, ZIP_GEWIJZIGD),
    "byte erachter": (lambda content: content + b"\0", ZIP_GEWIJZIGD),
    "opmerking": (with_zip(set_comment), ZIP_GEWIJZIGD),
    "dubbel bestand": (
        with_zip(lambda package: package.writestr(LEESMIJ, "Alles klopt.")),
        "een bestand staat er twee keer in",
    ),
    "gecomprimeerd bestand": (
        with_zip(lambda package: package.writestr("bom", b"\0" * 10_000_000), compression=zipfile.ZIP_DEFLATED),
        "een bestand erin is gecomprimeerd",
    ),
    "pad naar buiten": (
        with_zip(lambda package: package.writestr("../../etc/passwd", b"root")),
        ZIP_GEWIJZIGD,
    ),
    "bestand erbij": (
        lambda content: repack(content, lambda files: files.update({"artefacten/extra": b"x"})),
        "Bestand 'artefacten/extra' hoort niet in dit dossier.",
    ),
    "artefact gewijzigd": (on_file("artefacten/", lambda text: text + b" "), "de inhoud hoort niet bij zijn naam"),
    "artefact weg": (on_file("artefacten/", lambda text: None), "ontbreekt"),
    "manifest anders gespeld": (
        on_file(MANIFEST, lambda text: text.replace(b":", b": ", 1)),
        "manifest.json is niet wat uit de gebeurtenissen en de bestanden volgt",
    ),
    "manifest weg": (on_file(MANIFEST, lambda text: None), "Bestand manifest.json ontbreekt."),
    "leesmij gewijzigd": (on_file(LEESMIJ, lambda text: text + b"\n"), "LEESMIJ.txt is niet wat uit"),
    "gebeurtenissen weg": (on_file(GEBEURTENISSEN, lambda text: None), "gebeurtenissen.jsonl ontbreekt"),
    "gebeurtenissen leeg": (on_file(GEBEURTENISSEN, lambda text: b""), "leeg, onvolledig of te lang"),
    "laatste regel onvolledig": (on_file(GEBEURTENISSEN, lambda text: text[:-1]), "leeg, onvolledig of te lang"),
    "regel anders gespeld": (
        on_lines(lambda lines: [lines[0].replace(b",", b", ", 1), *lines[1:]]),
        "Een regel is niet meer zoals wij hem schreven; gebruik een gave kopie.",
    ),
    "gebeurtenis gewijzigd": (
        on_lines(lambda lines: [text.replace(b"stelt vast", b"stelt vest") for text in lines]),
        "is gewijzigd: de inhoud hoort niet bij de hash",
    ),
    "gebeurtenis verwijderd": (on_lines(lambda lines: lines[:20] + lines[21:]), "wat ertussen hoort, ontbreekt"),
    "gebeurtenissen verwisseld": (
        on_lines(lambda lines: [*lines[:20], lines[21], lines[20], *lines[22:]]),
        "dubbel of verplaatst",
    ),
    "gebeurtenis ingevoegd": (on_lines(lambda lines: [*lines[:21], lines[20], *lines[21:]]), "dubbel of verplaatst"),
    "einde eraf": (on_lines(lambda lines: lines[:-1]), "hoort niet in dit dossier"),
}  # fmt: skip


@pytest.mark.parametrize(("tamper", "sentence"), PAKKETTEN.values(), ids=PAKKETTEN)
def test_a_changed_package_is_found(zipbestand: bytes, tamper: Callable[[bytes], bytes], sentence: str) -> None:
    tampered = tamper(zipbestand)

    assert sentence in faults(tampered)
    assert ENGELS.findall(faults(tampered)) == []


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_each_bit_of_each_byte_counts(zipbestand: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(zipbestand) - 1))
    flipped = zipbestand[place] ^ (1 << data.draw(st.integers(0, 7)))

    assert not verify_zip(zipbestand[:place] + bytes([flipped]) + zipbestand[place + 1 :]).houdt


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_raise(content: bytes) -> None:
    assert not verify_zip(content).houdt
    assert not verify_zip(archive.pack({GEBEURTENISSEN: content})).houdt


# The content: a forger who makes every hash, number and list sound again.


def vote(gate: str, zetel: str, **anders: Any) -> Vervalsing:
    """Give one vote other content."""
    return lambda bureau: bureau.change("stem_uitgebracht", {"gate": gate, "zetel": zetel}, **anders)


def cast_by(person: str) -> Vervalsing:
    """Let someone else have voted for Deventer in the BVR, and own up to being a deputy."""

    def forge(bureau: Bureau) -> None:
        event = bureau.find("stem_uitgebracht", gate=BVR, zetel="deventer")
        event["actor"] = person
        event["inhoud"]["namens"] = True

    return forge


def leave_out(zetel: str, *, count_it: bool) -> Vervalsing:
    """Take away a vote in the BVR, and from the count as well or not."""

    def forge(bureau: Bureau) -> None:
        bureau.remove("stem_uitgebracht", gate=BVR, zetel=zetel)
        if not count_it:
            counted = bureau.find("gate_gesloten", gate=BVR)["inhoud"]["telling"]
            next(item for item in counted if item["zetel"] == zetel)["antwoord"] = None

    return forge


def turn_no_into_yes(bureau: Bureau) -> None:
    """Deventer voted no and was counted so, yet the BVR adopted."""
    no = "stelt niet vast"
    bureau.change("stem_uitgebracht", {"gate": BVR, "zetel": "deventer"}, antwoord=no, toelichting="te duur")
    counted = bureau.find("gate_gesloten", gate=BVR)["inhoud"]["telling"]
    next(item for item in counted if item["zetel"] == "deventer")["antwoord"] = no


def skip_gate(bureau: Bureau) -> None:
    """Publish as if the BVR was never asked."""
    for soort in ("gate_geopend", "stem_uitgebracht", "gate_gesloten", "toegezonden"):
        bureau.remove(soort, gate=BVR)


def take_seat(bureau: Bureau) -> None:
    """Put somebody else in the seat when the gate opens, and let that person vote."""
    opened = bureau.find("gate_geopend", gate=BVR)["inhoud"]["zetels"]
    next(zetel for zetel in opened if zetel["zetel"] == "deventer")["houder"] = "manager_ict"
    bureau.find("stem_uitgebracht", gate=BVR, zetel="deventer")["actor"] = "manager_ict"


def vote_twice(bureau: Bureau) -> None:
    first = bureau.find("stem_uitgebracht", gate=BVR, zetel="deventer")
    bureau.add_after(first, "stem_uitgebracht", first["actor"], dict(first["inhoud"]))


def vote_late(bureau: Bureau) -> None:
    """From the BVR's votes on, everything happened on a day after its deadline."""
    start = bureau.events.index(bureau.find("stem_uitgebracht", gate=BVR))
    for event in bureau.events[start:]:
        event["klok"] = "2026-06-22T09:00:00+02:00"


def move_clock_back(bureau: Bureau) -> None:
    bureau.find("stem_uitgebracht", gate=BVR)["klok"] = "2026-01-01T09:00:00+01:00"


def mix_clocks(bureau: Bureau) -> None:
    event = bureau.find("stem_uitgebracht", gate=BVR)
    event["gesimuleerd"], event["klok"] = False, event["tijd"]


def hide_exercise(bureau: Bureau) -> None:
    """Say that nothing was simulated."""
    for event in bureau.events:
        event["gesimuleerd"] = False


def send_nobody(bureau: Bureau) -> None:
    bureau.remove("toegezonden", gate=DIRECTIE)


def other_figures(bureau: Bureau) -> None:
    """Print other figures than the consolidation of the workbooks, and let everybody have voted on them."""
    figures = canonical.loads(bureau.artefacten[bureau.manifest.consolidatie_sha256])
    figures["bijdrage_cent"]["t"] += 1
    bureau.change_manifest(consolidatie_sha256=bureau.put(canonical.dumps(figures)))


def other_cells(bureau: Bureau) -> None:
    """Record a cent more than the cell of a workbook holds, and consolidate that without a flaw."""
    accepted = bureau.find("inzending_geaccepteerd", perceel="inkoop")["inhoud"]
    content = canonical.loads(bureau.artefacten[accepted["cijfers_sha256"]])
    content["regels"][0]["bedragen_cent"]["t"] += 1
    accepted["cijfers_sha256"] = bureau.put(canonical.dumps(content))
    inzendingen = {code: dict(item) for code, item in bureau.manifest.inzendingen.items()}
    inzendingen["inkoop"]["cijfers"] = accepted["cijfers_sha256"]
    bureau.change_manifest(inzendingen=inzendingen, consolidatie_sha256=bureau.put(_consolidate(bureau, inzendingen)))


def _consolidate(bureau: Bureau, inzendingen: dict[str, dict[str, str]]) -> bytes:
    ronde = bureau.find("ronde_geopend")["inhoud"]
    profile = profile_of_round(ronde, bureau.artefacten.__getitem__)
    submissions = [figures_from_json(bureau.artefacten[item["cijfers"]]) for item in inzendingen.values()]
    return consolidation.to_json(consolidation.consolidate(submissions, profile, "begroting", 2027))


def publish_other_document(bureau: Bureau) -> None:
    other = bureau.put(b"%PDF-1.7 een ander stuk")
    documents = bureau.find("gepubliceerd")["inhoud"]["documenten"]
    documents["begroting.pdf"] = other


def move_deadline(bureau: Bureau) -> None:
    bureau.find("ronde_geopend")["inhoud"]["deadlines"]["gremia"]["bvr"] = "2026-12-31"


def rename_document(bureau: Bureau) -> None:
    documents = dict(bureau.manifest.documenten)
    documents["../../index.html"] = bureau.put(b"<script>")
    bureau.change_manifest(documenten=documents)
    bureau.change("gepubliceerd", {}, documenten=documents)


def swap_workbooks(bureau: Bureau) -> None:
    """Each of two managers handed in the other's workbook."""
    first, second = (bureau.find("inzending_geaccepteerd", perceel=code)["inhoud"] for code in ("ict", "psa"))
    for field in ("sha256", "cijfers_sha256"):
        first[field], second[field] = second[field], first[field]


def refused_workbook(bureau: Bureau) -> None:
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


def vote_in_another_zone(bureau: Bureau) -> None:
    """Half past midnight on 20 June in Amsterdam is still the 19th, the last day, in Greenwich."""
    start = bureau.events.index(bureau.find("stem_uitgebracht", gate=BVR))
    for number, event in enumerate(bureau.events[start:]):
        event["klok"] = "2026-06-22T09:00:00+02:00" if number else "2026-06-19T22:30:00+00:00"


def slide_clock(bureau: Bureau) -> None:
    """Fourteen minutes back is no lie; a hundred times fourteen minutes is a day."""
    vote = bureau.find("stem_uitgebracht", gate=BVR)
    refusal = {"perceel": "ict", "sha256": VREEMD, "inzender": "manager_ict", "via": "api", "bevindingen": ["x"]}
    moment, place = datetime.fromisoformat("2026-06-20T09:00:00+02:00"), bureau.events.index(vote)
    for number in range(105):
        bureau.add_after(
            bureau.events[place - 1], "inzending_geweigerd", "manager_ict", refusal | {"ontvangst": number}
        )
        bureau.events[place]["klok"] = (moment - timedelta(minutes=14 * number)).isoformat()
        place += 1


def false_imbalance(bureau: Bureau) -> None:
    """Say that the percelen contradicted each other, and make the version all the same."""
    last = [event for event in bureau.events if event["soort"] == "inzending_geaccepteerd"][-1]
    bureau.add_after(
        last,
        "consolidatie_afgekeurd",
        "systeem",
        {
            "inzendingen": bureau.find("versie_gemaakt")["inhoud"]["inzendingen"],
            "bevindingen": [{"melding": "onbalans"}],
        },
    )


def annex_among_documents(bureau: Bureau) -> None:
    documents = {**bureau.manifest.documenten, "bijlage_besluitvorming.pdf": bureau.put(b"%PDF-1.7 alles unaniem")}
    bureau.change_manifest(documenten=documents)
    bureau.change("gepubliceerd", {}, documenten=documents)


def leave_out_document(bureau: Bureau) -> None:
    """Nobody voted without the spreadsheet, but it says more than the office wants to show."""
    documents = {name: sha for name, sha in bureau.manifest.documenten.items() if name != "begroting.xlsx"}
    bureau.change_manifest(documenten=documents)
    bureau.change("gepubliceerd", {}, documenten=documents)


VERVALSINGEN: dict[str, tuple[Vervalsing, str]] = {
    "document weggelaten": (leave_out_document, "DOCUMENTEN_ANDERS"),
    "werkboeken verwisseld": (swap_workbooks, "ANDER_WERKBOEK"),
    "geweigerd werkboek toch geaccepteerd": (refused_workbook, "had niet geaccepteerd mogen worden"),
    "te laat gestemd in een andere tijdzone": (vote_in_another_zone, "KLOK_ANDERE_ZONE"),
    "klok met kleine stapjes terug": (slide_clock, "KLOK_TERUG"),
    "onbalans die er niet is": (false_imbalance, "AFKEURING_ANDERS"),
    "document dat de bijlage verdringt": (annex_among_documents, "DOCUMENTEN_ANDERS"),
    "andere datum op de documenten": (lambda b: b.change_manifest(datum="1999-12-31"), "DATUM_ANDERS"),
    "kenmerk van een ander soort": (lambda b: b.change("gepubliceerd", {}, versie=True), "VELD_ANDERS"),
    "bevinding die geen fout heet": (
        lambda b: b.change("inzending_geaccepteerd", {"perceel": "ict"}, bevindingen=[{"ernst": "FOUT"}]),
        "BEVINDING_OPEN",
    ),
    "stem op een ander document": (vote(BVR, "deventer", document_sha256=VREEMD), "ANDERE_VERSIE"),
    "stem op een ander manifest": (vote(BVR, "deventer", manifest_sha256=VREEMD), "ANDERE_VERSIE"),
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
        lambda b: b.change("gepubliceerd", {}, bijlage_sha256=VREEMD),
        "BIJLAGE_ANDERS",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("forge", "sentence"), VERVALSINGEN.values(), ids=VERVALSINGEN)
def test_a_forgery_with_a_sound_chain_is_found(zipbestand: bytes, forge: Vervalsing, sentence: str) -> None:
    forged = rewrite(zipbestand, forge)

    assert sentence in faults(forged)
    assert "keten" not in faults(forged)
    assert ENGELS.findall(faults(forged)) == []


UNMENDED: dict[str, tuple[Vervalsing, str]] = {
    "bijlage noemt een oudere kop": (lambda b: b.change("bijlage_gemaakt", {}, kop=b.events[3]["hash"]), "KOP_ANDERS"),
    "andere gegevens gepubliceerd": (
        lambda b: b.change("gepubliceerd", {}, metadata_sha256=b.put(b"{}")),
        "METADATA_ANDERS",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("forge", "sentence"), UNMENDED.values(), ids=UNMENDED)
def test_annex_and_metadata_must_fit_the_chain(zipbestand: bytes, forge: Vervalsing, sentence: str) -> None:
    forged = rewrite(zipbestand, forge, mend=False)

    assert sentence in faults(forged)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_nothing_in_an_event_raises(zipbestand: bytes, data: st.DataObject) -> None:
    """Any JSON in any field of any event: whatever the rules stumble over ends in a sentence."""

    def change(files: dict[str, bytes]) -> None:
        bureau = Bureau(zipbestand)
        event = data.draw(st.sampled_from(bureau.events))
        event["inhoud"][data.draw(st.sampled_from(sorted(event["inhoud"])))] = data.draw(JSON)
        files[GEBEURTENISSEN] = b"".join(canonical.dumps(fields) + b"\n" for fields in bureau.events)

    assert verify_zip(repack(zipbestand, change)) is not None


# The head of the chain: what a reader has from elsewhere.


def heads(zipbestand: bytes) -> list[str]:
    return [event["hash"] for event in Bureau(zipbestand).events]


def test_the_last_head_proves_all(zipbestand: bytes) -> None:
    text = line(zipbestand, "kop", heads(zipbestand)[-1])

    assert text.startswith("De opgegeven kop is die van de laatste gebeurtenis")


def test_the_printed_head_says_what_follows_it(zipbestand: bytes) -> None:
    printed = Bureau(zipbestand).find("bijlage_gemaakt")["inhoud"]["kop"]

    text = line(zipbestand, "kop", printed.upper())

    assert "staat in de bijlage Besluitvorming en hoort bij gebeurtenis 41 van 43" in text
    assert "Daarna staan er nog 2 (bijlage_gemaakt, gepubliceerd)" in text


def test_without_a_head_the_report_says_what_it_cannot_show(zipbestand: bytes) -> None:
    text = line(zipbestand, "kop")

    assert text.startswith("Geen kop opgegeven. Dat één hand het hele dossier herschreef")


@pytest.mark.parametrize("kop", ["", "abc", VREEMD, "0" * 64], ids=["leeg", "geen hash", "vreemd", "nullen"])
def test_a_head_that_is_not_in_the_chain_does_not_hold(zipbestand: bytes, kop: str) -> None:
    assert "kop: De opgegeven kop" in faults(zipbestand, kop)


def test_a_tail_cut_off_and_made_sound_shows_by_the_head(zipbestand: bytes) -> None:
    shorter = rewrite(zipbestand, lambda bureau: bureau.events.pop())

    assert faults(shorter) == ""
    assert "herschreven of het einde is eraf" in faults(shorter, heads(zipbestand)[-1])


def test_a_rewrite_from_the_first_event_shows_by_the_printed_head(zipbestand: bytes) -> None:
    """Consistent from profile to publication: only a head kept elsewhere can tell."""
    printed = Bureau(zipbestand).find("bijlage_gemaakt")["inhoud"]["kop"]

    def shift_a_second(bureau: Bureau) -> None:
        for event in bureau.events:
            event["klok"] = event["klok"].replace("T09:00:00", "T09:00:01")

    rewritten = rewrite(zipbestand, shift_a_second)

    assert faults(rewritten) == ""
    assert "komt in deze keten niet voor" in faults(rewritten, printed)


# What the dossier is.


def test_a_published_dossier_says_so_and_that_it_was_an_exercise(zipbestand: bytes) -> None:
    assert line(zipbestand, "stand") == (
        "dowr-2027-begroting: gepubliceerd. Dit is een OEFENING: de klok was gesimuleerd."
    )


def test_a_dossier_that_was_adopted_holds_and_is_not_published(tmp_path) -> None:
    kantoor = adopted(tmp_path)

    content = export_dossier(kantoor.werkplaats, kantoor.dossier)

    assert faults(content) == ""
    assert ": vastgesteld, nog niet gepubliceerd." in line(content, "stand")


def test_a_dossier_without_a_version_holds(tmp_path) -> None:
    kantoor = open_ronde(tmp_path)
    dien_in(kantoor, "ict", "psa")

    content = export_dossier(kantoor.werkplaats, kantoor.dossier)

    assert faults(content) == ""
    assert ": inzendingen gevraagd." in line(content, "stand")


def test_a_dossier_with_everything_in_it_holds(tmp_path) -> None:
    """A dispute settled, a silent gate that climbed, a reopening, a condition, and receipt after publication."""
    kantoor = open_ronde(tmp_path, "jaarverslag")
    dien_in(kantoor)
    maak_versie(kantoor)
    open_gates(kantoor)
    stem_allen(kantoor, ICT, raalte={"antwoord": "niet afgestemd", "toelichting": "de storingen ontbreken"})
    sluit(kantoor, ICT)
    open_gates(kantoor)
    stem_allen(kantoor, f"{ICT}-geschil-directieberaad")
    sluit(kantoor, f"{ICT}-geschil-directieberaad")
    wacht_tot(kantoor, "2028-03-02")
    wacht_tot(kantoor, "2028-03-20")
    open_gates(kantoor)
    acts.reopen(kantoor.werkplaats, kantoor.dossier, "controller", reden="fout in PSA", percelen=("psa",))
    dien_in(kantoor, "psa", regels=4)
    maak_versie(kantoor)
    doorloop_route(kantoor, mits="v2-s2-bvr-r1")
    publiceer(kantoor)
    acts.confirm_receipt(kantoor.werkplaats, kantoor.dossier, "college_raalte", gremium="college_raalte")

    content = export_dossier(kantoor.werkplaats, kantoor.dossier)

    assert {"herinnerd", "gate_vervallen", "heropend", "voorwaarde_vervuld"} <= set(kantoor.soorten)
    assert faults(content) == ""
    assert "gepubliceerd" in line(content, "stand")


def test_every_voted_document_is_in_the_package(zipbestand: bytes) -> None:
    files = archive.unpack(zipbestand)
    made = manifest.from_bytes(
        files[f"artefacten/{Bureau(zipbestand).find('gate_geopend')['inhoud']['manifest_sha256']}"]
    )

    assert {f"artefacten/{sha256}" for sha256 in made.documenten.values()} <= files.keys()


def pin(text: str) -> Vervalsing:
    """Pin another profile."""

    def forge(bureau: Bureau) -> None:
        old = bureau.find("ronde_geopend")["inhoud"]["profiel_sha256"]
        new = bureau.put(text.encode())
        bureau.replace_everywhere(old, new)
        bureau.change_manifest(profiel_sha256=new)

    return forge


def half_a_character(files: dict[str, bytes]) -> None:
    for name in files:
        files[name] = files[name].replace(b'"begroting.xlsx"', b'"\\ud800.xlsx"')


@pytest.mark.parametrize(
    "vervalsing",
    [pin("[" * 50_000), pin("x: 1\n" * 300_000), lambda bureau: bureau.find("ronde_geopend").update(inhoud={})],
    ids=["diep genest profiel", "eindeloos profiel", "lege ronde"],
)
def test_bytes_made_to_break_the_reader_are_a_finding(zipbestand: bytes, vervalsing: Vervalsing) -> None:
    """PyYAML's composer overruns the stack of the process on the first."""
    files = archive.unpack(zipbestand)
    bureau = Bureau(zipbestand)
    vervalsing(bureau)
    lines = b"".join(canonical.dumps(event) + b"\n" for event in bureau.events)
    extra = {f"artefacten/{sha}": content for sha, content in bureau.artefacten.items()}

    assert faults(archive.pack(files | extra | {GEBEURTENISSEN: lines})) != ""


def test_an_event_nested_without_end_is_a_finding(zipbestand: bytes) -> None:
    files = archive.unpack(zipbestand)
    first, rest = files[GEBEURTENISSEN].split(b"\n", 1)
    deep = first.replace(b'"deadlines":', b'"a":' + b"[" * 700 + b"1" + b"]" * 700 + b',"deadlines":')

    assert faults(archive.pack(files | {GEBEURTENISSEN: deep + b"\n" + rest})) != ""


def test_a_manifest_that_can_be_read_in_two_ways_is_none(zipbestand: bytes) -> None:
    bureau = Bureau(zipbestand)
    voted = bureau.artefacten[bureau.find("versie_gemaakt")["inhoud"]["manifest_sha256"]]
    doubled = voted.replace(b'"documenten":', b'"documenten":{"begroting.pdf":"x"},"documenten":', 1)

    with pytest.raises(NietCanoniek):
        manifest.from_bytes(doubled)


def test_half_a_character_in_a_name_is_a_finding(zipbestand: bytes) -> None:
    assert faults(repack(zipbestand, half_a_character)) != ""


def test_a_strangers_text_does_not_steer_the_terminal(zipbestand: bytes) -> None:
    """An event kind that clears the screen and writes our own last line."""
    forged = rewrite(zipbestand, lambda b: b.events[-1].update(soort="\x1b[2J\nHet dossier houdt."))
    text = faults(forged)

    assert "\x1b" not in text
    assert all(line.startswith(("besluitvorming:", "bestanden:", "dossier:", "stand:")) for line in text.split("\n"))


def test_the_report_names_the_rules_it_judged_by(zipbestand: bytes) -> None:
    """A weaker profile shows nowhere else to a reader who kept no head."""
    text = line(zipbestand, "profiel")

    assert "ter vaststelling: Bedrijfsvoeringsraad (3 zetels, unanimiteit)" in text


def test_nothing_is_said_about_a_head_in_a_broken_chain(zipbestand: bytes) -> None:
    files = archive.unpack(zipbestand)
    kop = read_events(files)[-1].hash
    changed = files[GEBEURTENISSEN].replace(b'"antwoord":"stelt vast"', b'"antwoord":"stelt niet vast"', 1)

    assert "kop: Niet te vergelijken" in faults(archive.pack(files | {GEBEURTENISSEN: changed}), kop)


@pytest.fixture(scope="module")
def herzien(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The begroting of which version 1 was reopened with a gate open, and version 2 published."""
    kantoor = open_ronde(tmp_path_factory.mktemp("herzien"))
    dien_in(kantoor)
    maak_versie(kantoor)
    open_gates(kantoor)
    stem_allen(kantoor, ICT)
    acts.reopen(kantoor.werkplaats, kantoor.dossier, "controller", reden="andere index", percelen=("psa",))
    dien_in(kantoor, "psa", regels=4)
    maak_versie(kantoor)
    doorloop_route(kantoor)
    publiceer(kantoor)
    return export_dossier(kantoor.werkplaats, kantoor.dossier)


def close_instead_of_lapse(bureau: Bureau) -> None:
    lapsed = bureau.find("gate_vervallen", gate=ICT)
    zetels = bureau.find("gate_geopend", gate=ICT)["inhoud"]["zetels"]
    counted = [{"zetel": z["zetel"], "antwoord": "afgestemd", "gewicht": 1} for z in zetels]
    lapsed.update(soort="gate_gesloten", inhoud={"gate": ICT, "uitslag": "positief", "telling": counted})


HERZIENINGEN: dict[str, tuple[Vervalsing, str]] = {
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
def test_a_forged_second_version_does_not_hold(herzien: bytes, forge: Vervalsing, sentence: str) -> None:
    assert sentence in faults(rewrite(herzien, forge))


def test_a_version_needs_news(tmp_path) -> None:
    """The controller left open which perceel hands in, and nobody did."""
    kantoor = open_ronde(tmp_path)
    dien_in(kantoor)
    maak_versie(kantoor)
    open_gates(kantoor)
    acts.reopen(kantoor.werkplaats, kantoor.dossier, "controller", reden="andere index", percelen=())

    with pytest.raises(Geweigerd, match="NIETS_NIEUWS"):
        maak_versie(kantoor)

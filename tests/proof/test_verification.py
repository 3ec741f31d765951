"""What the report says of an exported dossier: its files, its head, where it stands, and what cannot be read."""

from collections.abc import Callable
from pathlib import Path

import pytest

from builders.dossier import (
    add_version,
    adopted,
    end_gate,
    open_gates,
    open_round,
    publish_product,
    submit_workbooks,
    vote_all,
    wait_until,
    walk_route,
    with_version,
)
from builders.export import export_dossier, pack
from builders.forgery import ENGLISH, STRANGE, ForgersDesk, Forgery, faults, line, read_events, repack, rewrite
from builders.ledger import chain_of
from jaarcyclus.dossier import manifest
from jaarcyclus.errors import NotCanonical
from jaarcyclus.ledger.placing_events import PlaatsingVoorgenomen, TePlaatsen
from jaarcyclus.ledger.wire import system_event
from jaarcyclus.proof import archive
from jaarcyclus.proof.beside import Asked
from jaarcyclus.proof.export import ARTEFACTS_FOLDER, EVENTS_FILE, MANIFEST, README_FILE, build_files
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import acts
from jaarcyclus.steps.receipts import receive
from jaarcyclus.terms import canonical

ICT = "v1-s0-regiegroep_ict-r1"


def test_what_was_exported_holds(exported: bytes) -> None:
    assert faults(exported) == ""


# The files: whoever changes one, or a line of the events, and mends nothing else.


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
    return on_file(EVENTS_FILE, lambda text: b"".join(change(text.splitlines(keepends=True))))


FILES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
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
    "leesmij gewijzigd": (on_file(README_FILE, lambda text: text + b"\n"), "LEESMIJ.txt is niet wat uit"),
    "gebeurtenissen weg": (on_file(EVENTS_FILE, lambda text: None), "gebeurtenissen.jsonl ontbreekt"),
    "gebeurtenissen leeg": (on_file(EVENTS_FILE, lambda text: b""), "leeg, onvolledig of te lang"),
    "laatste regel onvolledig": (on_file(EVENTS_FILE, lambda text: text[:-1]), "leeg, onvolledig of te lang"),
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


@pytest.mark.parametrize(("tamper", "sentence"), FILES.values(), ids=FILES)
def test_a_changed_file_or_line_is_found(exported: bytes, tamper: Callable[[bytes], bytes], sentence: str) -> None:
    tampered = tamper(exported)

    assert sentence in faults(tampered)
    assert ENGLISH.findall(faults(tampered)) == []


# The head of the chain: what a reader has from elsewhere.


def heads(exported: bytes) -> list[str]:
    return [event["hash"] for event in ForgersDesk(exported).events]


def test_the_last_head_proves_all(exported: bytes) -> None:
    text = line(exported, "kop", heads(exported)[-1])

    assert text.startswith("De opgegeven kop is die van de laatste gebeurtenis")


def test_the_printed_head_says_what_follows_it(exported: bytes) -> None:
    printed = ForgersDesk(exported).find("bijlage_vastgelegd")["inhoud"]["kop"]

    text = line(exported, "kop", printed.upper())

    assert "staat in de bijlage Besluitvorming en hoort bij gebeurtenis 43 van 45" in text
    assert "Na de opgegeven kop volgen nog 2 gebeurtenissen (bijlage_vastgelegd, gepubliceerd)" in line(
        exported, "na de kop", printed
    )
    assert "na de kop" in verify_zip(exported, printed).niet_nagegaan


def test_without_a_head_the_report_says_what_it_cannot_show(exported: bytes) -> None:
    text = line(exported, "kop")

    assert text.startswith("Geen kop opgegeven. Dat één hand het hele dossier herschreef")


@pytest.mark.parametrize("head", ["", "abc", STRANGE, "0" * 64], ids=["leeg", "geen hash", "vreemd", "nullen"])
def test_a_head_that_is_not_in_the_chain_does_not_hold(exported: bytes, head: str) -> None:
    assert "kop: De opgegeven kop" in faults(exported, head)


def test_a_tail_cut_off_and_made_sound_shows_by_the_head(exported: bytes) -> None:
    shorter = rewrite(exported, lambda bureau: bureau.events.pop())

    assert faults(shorter) == ""
    assert "herschreven of het einde is eraf" in faults(shorter, heads(exported)[-1])


def test_a_rewrite_from_the_first_event_shows_by_the_printed_head(exported: bytes) -> None:
    """Consistent from profile to publication: only a head kept elsewhere can tell."""
    printed = ForgersDesk(exported).find("bijlage_vastgelegd")["inhoud"]["kop"]

    def shift_a_second(bureau: ForgersDesk) -> None:
        for event in bureau.events:
            event["klok"] = event["klok"].replace("T09:00:00", "T09:00:01")

    rewritten = rewrite(exported, shift_a_second)

    assert faults(rewritten) == ""
    assert "komt in deze keten niet voor" in faults(rewritten, printed)


# What the dossier is.


def test_a_published_dossier_says_so_and_that_it_was_an_exercise(exported: bytes) -> None:
    assert line(exported, "stand") == (
        "dowr-2027-begroting: gepubliceerd. Dit is een OEFENING: de klok was gesimuleerd."
    )


def test_a_dossier_that_was_adopted_holds_and_is_not_published(tmp_path) -> None:
    office = adopted(tmp_path)

    content = export_dossier(office.workspace, office.dossier)

    assert faults(content) == ""
    assert ": vastgesteld, nog niet gepubliceerd." in line(content, "stand")


def test_a_dossier_without_a_version_holds(tmp_path) -> None:
    office = open_round(tmp_path)
    submit_workbooks(office, "ict", "psa")

    content = export_dossier(office.workspace, office.dossier)

    assert faults(content) == ""
    assert ": inzendingen gevraagd." in line(content, "stand")


def test_a_dossier_with_everything_in_it_holds(tmp_path) -> None:
    """A dispute settled, a silent gate that climbed, a reopening, a condition, and receipt after publication."""
    office = with_version(tmp_path, "jaarverslag")
    open_gates(office)
    vote_all(office, ICT, raalte={"antwoord": "niet afgestemd", "toelichting": "de storingen ontbreken"})
    end_gate(office, ICT)
    open_gates(office)
    vote_all(office, f"{ICT}-geschil-directieberaad")
    end_gate(office, f"{ICT}-geschil-directieberaad")
    wait_until(office, "2028-03-02")
    wait_until(office, "2028-03-20")
    open_gates(office)
    acts.reopen(office.workspace, office.dossier, "controller", reden="fout in PSA", percelen=("psa",))
    submit_workbooks(office, "psa", lines=4)
    add_version(office)
    walk_route(office, mits="v2-s2-bvr-r1")
    publish_product(office)
    acts.confirm_receipt(office.workspace, office.dossier, "college_raalte", gremium="college_raalte")

    content = export_dossier(office.workspace, office.dossier)

    assert {"stilte_geconstateerd", "gate_vervallen", "heropend", "voorwaarde_vervuld"} <= set(office.kinds)
    assert faults(content) == ""
    assert "gepubliceerd" in line(content, "stand")


def test_every_voted_document_is_in_the_package(exported: bytes) -> None:
    files = archive.unpack(exported)
    made = manifest.from_bytes(
        files[f"artefacten/{ForgersDesk(exported).find('gate_voorgelegd')['inhoud']['manifest_sha256']}"]
    )

    assert {f"artefacten/{sha256}" for sha256 in made.documenten.values()} <= files.keys()


# Bytes that are made to break a reader, or to say something else to one.


def pin(text: str) -> Forgery:
    """Pin another profile."""

    def forge(bureau: ForgersDesk) -> None:
        old = bureau.find("ronde_geopend")["inhoud"]["profiel_sha256"]
        new = bureau.put(text.encode())
        bureau.replace_everywhere(old, new)
        bureau.change_manifest(profiel_sha256=new)

    return forge


def half_a_character(files: dict[str, bytes]) -> None:
    for name in files:
        files[name] = files[name].replace(b'"begroting.xlsx"', b'"\\ud800.xlsx"')


@pytest.mark.parametrize(
    "forgery",
    [pin("[" * 50_000), pin("x: 1\n" * 300_000), lambda bureau: bureau.find("ronde_geopend").update(inhoud={})],
    ids=["diep genest profiel", "eindeloos profiel", "lege ronde"],
)
def test_bytes_made_to_break_the_reader_are_a_finding(exported: bytes, forgery: Forgery) -> None:
    """PyYAML's composer overruns the stack of the process on the first."""
    files = archive.unpack(exported)
    bureau = ForgersDesk(exported)
    forgery(bureau)
    lines = b"".join(canonical.dumps(event) + b"\n" for event in bureau.events)
    extra = {f"artefacten/{sha}": content for sha, content in bureau.artefacten.items()}

    assert faults(pack(files | extra | {EVENTS_FILE: lines})) != ""


def test_an_event_nested_without_end_is_a_finding(exported: bytes) -> None:
    files = archive.unpack(exported)
    first, rest = files[EVENTS_FILE].split(b"\n", 1)
    deep = first.replace(b'"deadlines":', b'"a":' + b"[" * 700 + b"1" + b"]" * 700 + b',"deadlines":')

    assert faults(pack(files | {EVENTS_FILE: deep + b"\n" + rest})) != ""


def test_a_manifest_that_can_be_read_in_two_ways_is_none(exported: bytes) -> None:
    bureau = ForgersDesk(exported)
    voted = bureau.artefacten[bureau.find("versie_gemaakt")["inhoud"]["manifest_sha256"]]
    doubled = voted.replace(b'"documenten":', b'"documenten":{"begroting.pdf":"x"},"documenten":', 1)

    with pytest.raises(NotCanonical):
        manifest.from_bytes(doubled)


def test_half_a_character_in_a_name_is_a_finding(exported: bytes) -> None:
    assert faults(repack(exported, half_a_character)) != ""


def test_a_strangers_text_does_not_steer_the_terminal(exported: bytes) -> None:
    """An event kind that clears the screen and writes our own last line."""
    forged = rewrite(exported, lambda b: b.events[-1].update(soort="\x1b[2J\nHet dossier houdt."))
    text = faults(forged)

    assert "\x1b" not in text
    assert all(line.startswith(("besluitvorming:", "bestanden:", "dossier:", "stand:")) for line in text.split("\n"))


def test_the_report_names_the_rules_it_judged_by(exported: bytes) -> None:
    """A weaker profile shows nowhere else to a reader who kept no head."""
    text = line(exported, "profiel")

    assert "ter vaststelling: Bedrijfsvoeringsraad (3 zetels, unanimiteit)" in text


def test_nothing_is_said_about_a_head_in_a_broken_chain(exported: bytes) -> None:
    files = archive.unpack(exported)
    head = read_events(files)[-1].hash
    changed = files[EVENTS_FILE].replace(b'"antwoord":"stelt vast"', b'"antwoord":"stelt niet vast"', 1)

    report = verify_zip(pack(files | {EVENTS_FILE: changed}), head)

    assert not report.houdt
    assert "kop" in report.niet_nagegaan


def test_what_nobody_looked_at_is_not_called_false(exported: bytes) -> None:
    """With a file gone no figure is compared: that is no word about the figures."""
    files = archive.unpack(exported)
    gone = next(name for name in files if name.startswith(ARTEFACTS_FOLDER))
    report = verify_zip(pack({name: content for name, content in files.items() if name != gone}))

    assert not report.houdt
    assert {"cijfers", "werkboeken", "documenten"} <= set(report.niet_nagegaan)
    assert not any(item.houdt is False and "iet nagegaan" in item.tekst for item in report.regels)


def test_what_is_asked_of_another_chain_than_a_dossier_is_not_passed_over(exported: bytes, tmp_path: Path) -> None:
    office = open_round(tmp_path)
    receive(office.workspace, "dowr", b"x", file_name="w.xlsx", inzender="manager_ict", via="api", perceel="ict")
    postbus = export_dossier(office.workspace, "dowr-postbus")
    asked = Asked(documents=True, postbus=postbus, bezetting=postbus, earlier=(exported,))

    unseen = verify_zip(postbus, asked=asked).niet_nagegaan

    assert unseen == ("documenten", "ontvangsten", "houders", "eerdere cijfers", "kop")


def test_a_plaatsing_is_called_by_its_name() -> None:
    files = {"begroting.pdf": TePlaatsen(sha256="a" * 64, grootte=5, kolommen={})}
    intended = PlaatsingVoorgenomen(
        sleutel="v1", dossier="dowr-2027-begroting", versie=1, plek="site/map", bestanden=files, weg={}
    )
    chain = chain_of(system_event(intended), dossier="dowr-plaatsing")
    exported = pack({name: file.read() for name, file in build_files(chain, {}.__getitem__).items()})

    assert faults(exported) == ""
    assert line(exported, "plaatsing") == (
        "1 plaatsingen, volgens deze keten elk bestand één keer; 0 bevestigd. Nog niet klaar: v1."
    )
    (unseen, _) = (item for item in verify_zip(exported, asked=Asked(documents=True)).regels if item.houdt is None)
    assert unseen.tekst.startswith("Dit is een plaatsing en geen dossier: ")

"""What the report says of an exported dossier: its files, its head, where it stands, and what cannot be read."""

from collections.abc import Callable

import pytest

from builders.dossier import (
    adopted,
    dien_in,
    doorloop_route,
    maak_versie,
    open_gates,
    open_ronde,
    publiceer,
    sluit,
    stem_allen,
    wacht_tot,
    with_version,
)
from builders.forgery import ENGELS, VREEMD, Bureau, Vervalsing, faults, line, read_events, repack, rewrite
from jaarcyclus.dossier import manifest
from jaarcyclus.errors import NietCanoniek
from jaarcyclus.proof import archive
from jaarcyclus.proof.export import GEBEURTENISSEN, LEESMIJ, MANIFEST
from jaarcyclus.steps import acts
from jaarcyclus.steps.overview import export_dossier
from jaarcyclus.terms import canonical

ICT = "v1-s0-regiegroep_ict-r1"


def test_what_was_exported_holds(zipbestand: bytes) -> None:
    assert faults(zipbestand) == ""


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
    return on_file(GEBEURTENISSEN, lambda text: b"".join(change(text.splitlines(keepends=True))))


BESTANDEN: dict[str, tuple[Callable[[bytes], bytes], str]] = {
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


@pytest.mark.parametrize(("tamper", "sentence"), BESTANDEN.values(), ids=BESTANDEN)
def test_a_changed_file_or_line_is_found(zipbestand: bytes, tamper: Callable[[bytes], bytes], sentence: str) -> None:
    tampered = tamper(zipbestand)

    assert sentence in faults(tampered)
    assert ENGELS.findall(faults(tampered)) == []


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
    kantoor = with_version(tmp_path, "jaarverslag")
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


# Bytes that are made to break a reader, or to say something else to one.


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

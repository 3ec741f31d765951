"""The zip itself against whoever changes it by the means of a zip program, or byte by byte."""

import bz2
import gzip
import lzma
import tarfile
import warnings
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.export import pack
from builders.forgery import ENGLISH, faults
from jaarcyclus.proof import archive
from jaarcyclus.proof.export import EVENTS_FILE, README_FILE
from jaarcyclus.proof.verification import verify_folder, verify_zip
from jaarcyclus.proof.wrapping import MAX_PIECES, find_unpacked, is_rewrapped


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
ZIP_MODIFIED = "Het zipbestand zelf is gewijzigd"
ARCHIVES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "leeg": (lambda content: b"", GEEN_ZIP),
    "geen zip": (lambda content: b"PK" + content[2:40], GEEN_ZIP),
    "afgekapt": (lambda content: content[:-1], GEEN_ZIP),
    "byte ervoor": (lambda content: b"\0" + content, ZIP_MODIFIED),
    "byte erachter": (lambda content: content + b"\0", ZIP_MODIFIED),
    "opmerking": (with_zip(set_comment), ZIP_MODIFIED),
    "dubbel bestand": (
        with_zip(lambda package: package.writestr(README_FILE, "Alles klopt.")),
        "een bestand staat er twee keer in",
    ),
    "gecomprimeerd bestand": (
        with_zip(lambda package: package.writestr("bom", b"\0" * 10_000_000), compression=zipfile.ZIP_DEFLATED),
        "Bestand 'bom' hoort niet in dit dossier",
    ),
    "pad naar buiten": (
        with_zip(lambda package: package.writestr("../../etc/passwd", b"root")),
        ZIP_MODIFIED,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("tamper", "sentence"), ARCHIVES.values(), ids=ARCHIVES)
def test_a_changed_package_is_found(exported: bytes, tamper: Callable[[bytes], bytes], sentence: str) -> None:
    tampered = tamper(exported)

    assert sentence in faults(tampered)
    assert ENGLISH.findall(faults(tampered)) == []


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_each_bit_of_each_byte_counts(exported: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(exported) - 1))
    flipped = exported[place] ^ (1 << data.draw(st.integers(0, 7)))

    assert not verify_zip(exported[:place] + bytes([flipped]) + exported[place + 1 :]).houdt


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_raise(content: bytes) -> None:
    assert not verify_zip(content).houdt
    assert not verify_zip(pack({EVENTS_FILE: content})).houdt


def rewrapped(exported: bytes, inside: str = "") -> bytes:
    """Unpack the export and pack it again, as any desktop does."""
    target = BytesIO()
    with ZipFile(BytesIO(exported)) as source, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for name in source.namelist():
            made.writestr(inside + name, source.read(name))
    return target.getvalue()


def tarred(exported: bytes, mode: str, before: str = "./") -> bytes:
    """Unpack the export and pack it as people with another desktop do."""
    target = BytesIO()
    with ZipFile(BytesIO(exported)) as source, tarfile.open(fileobj=target, mode=mode) as made:
        for name in source.namelist():
            told = tarfile.TarInfo(before + name)
            told.size = len(source.read(name))
            made.addfile(told, BytesIO(source.read(name)))
    return target.getvalue()


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
@pytest.mark.parametrize("before", ["./", "dowr-2027-begroting/"])
def test_an_intact_dossier_in_a_tar_is_judged(exported: bytes, mode: str, before: str) -> None:
    report = verify_zip(tarred(exported, mode, before))

    assert report.houdt
    assert "zipbestand" in report.niet_nagegaan


@pytest.mark.parametrize("squeeze", [gzip.compress, bz2.compress, lzma.compress])
def test_a_tar_that_was_squeezed_in_pieces_is_judged(exported: bytes, squeeze: Callable[[bytes], bytes]) -> None:
    """As pbzip2 and bgzip do: the first piece was taken for the whole."""
    whole = tarred(exported, "w")
    pieces = [squeeze(whole[at : at + 60_000]) for at in range(0, len(whole), 60_000)]

    assert verify_zip(b"".join(pieces)).houdt
    assert not verify_zip(b"".join(pieces)[:-1]).houdt


def test_pieces_without_end_are_refused() -> None:
    assert "stukken ingepakt" in faults(gzip.compress(b"") * (MAX_PIECES + 1))


def test_in_a_tar_a_changed_vote_is_found_all_the_same(exported: bytes) -> None:
    files = archive.unpack(exported)
    changed = pack(files | {EVENTS_FILE: files[EVENTS_FILE].replace(b"stelt vast", b"stelt mast")})

    assert not verify_zip(tarred(changed, "w:gz")).houdt


def test_a_tar_that_would_fill_the_memory_is_refused() -> None:
    bomb = gzip.compress(bytes(archive.MAX_BYTES + 1), 1)

    assert "uitgepakt te groot" in faults(bomb)


def test_what_a_desktop_lays_in_every_folder_is_no_part_of_the_dossier(exported: bytes, tmp_path: Path) -> None:
    """Opening a folder to look is enough for one of these."""
    ZipFile(BytesIO(exported)).extractall(tmp_path)
    (tmp_path / ".DS_Store").write_bytes(b"")
    (tmp_path / "artefacten" / "Thumbs.db").write_bytes(b"")
    (tmp_path / f"._{EVENTS_FILE}").write_bytes(b"x")

    assert verify_folder(tmp_path).houdt


def test_any_other_foreign_file_in_a_folder_is_told(exported: bytes, tmp_path: Path) -> None:
    ZipFile(BytesIO(exported)).extractall(tmp_path)
    (tmp_path / "besluit.docx").write_bytes(b"")

    assert not verify_folder(tmp_path).houdt


@pytest.mark.parametrize("inside", ["", "dowr-2027-begroting/", "Downloads/dowr/"])
def test_an_intact_dossier_in_another_wrapping_is_judged(exported: bytes, inside: str) -> None:
    report = verify_zip(rewrapped(exported, inside))

    assert report.houdt
    assert "zipbestand" in report.niet_nagegaan


def zipped(content: bytes, name: str = "dossiers/dowr.zip") -> bytes:
    """Return a zip that holds this file only, as another program writes it."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return target.getvalue()


WRAPPED_AGAIN: dict[str, Callable[[bytes], bytes]] = {
    "our zip in a zip": zipped,
    "a repacked zip in a zip": lambda exported: zipped(rewrapped(exported, "a/b/")),
    "a tar in a zip": lambda exported: zipped(tarred(exported, "w:gz"), "dowr.tgz"),
    "a zip in a zip in a zip": lambda exported: zipped(zipped(exported)),
    "a squeezed zip": gzip.compress,
}


@pytest.mark.parametrize("wrap", WRAPPED_AGAIN.values(), ids=WRAPPED_AGAIN)
def test_a_package_in_a_package_is_judged(exported: bytes, wrap: Callable[[bytes], bytes]) -> None:
    report = verify_zip(wrap(exported))

    assert report.houdt, report.regels
    assert "zipbestand" in report.niet_nagegaan


def test_in_a_package_in_a_package_a_changed_vote_is_found_all_the_same(exported: bytes) -> None:
    files = archive.unpack(exported)
    files[EVENTS_FILE] = files[EVENTS_FILE].replace(b"stelt vast", b"stelt mast")

    assert not verify_zip(zipped(pack(files))).houdt


def test_a_package_that_goes_on_for_ever_is_refused(exported: bytes) -> None:
    assert "keer ingepakt" in faults(zipped(zipped(zipped(zipped(exported)))))


def test_an_unpacked_dossier_is_judged(exported: bytes, tmp_path: Path) -> None:
    ZipFile(BytesIO(exported)).extractall(tmp_path)

    report = verify_folder(tmp_path)

    assert report.houdt
    assert "zipbestand" in report.niet_nagegaan


LITTER = (".DS_Store", "__MACOSX/._manifest.json", "artefacten/._x", "Thumbs.db", "artefacten/desktop.ini")


@pytest.mark.parametrize("inside", ["", "dowr-2027-begroting/"])
def test_what_a_desktop_leaves_beside_an_export_is_no_reason_to_distrust_it(exported: bytes, inside: str) -> None:
    """A Mac packs `__MACOSX/` beside the one folder, Windows leaves Thumbs.db in it."""
    target = BytesIO(rewrapped(exported, inside))
    with ZipFile(target, "a", ZIP_DEFLATED) as package:
        for name in LITTER:
            package.writestr(name if name.startswith("__") else inside + name, b"x")

    report = verify_zip(target.getvalue())

    assert report.houdt, report.regels


def test_so_in_a_folder_and_any_other_file_still_does_not_belong(exported: bytes, tmp_path: Path) -> None:
    ZipFile(BytesIO(exported)).extractall(tmp_path)
    (tmp_path / ".DS_Store").write_bytes(b"x")
    clean = verify_folder(tmp_path)
    (tmp_path / "besluit.pdf").write_bytes(b"x")

    assert (clean.houdt, verify_folder(tmp_path).houdt) == (True, False)


def test_in_another_wrapping_a_changed_vote_is_found_all_the_same(exported: bytes, tmp_path: Path) -> None:
    ZipFile(BytesIO(exported)).extractall(tmp_path)
    events = tmp_path / EVENTS_FILE
    events.write_bytes(events.read_bytes().replace(b"stelt vast", b"stelt mast"))

    assert not verify_folder(tmp_path).houdt


def packed_anew(exported: bytes, method: int = ZIP_DEFLATED, rename: Callable[[str], str] = lambda name: name) -> bytes:
    """Unpack the export and pack it again in another way, or under other names."""
    target = BytesIO()
    with ZipFile(BytesIO(exported)) as source, ZipFile(target, "w", method) as made:
        for name in source.namelist():
            made.writestr(rename(name), source.read(name))
    return target.getvalue()


def in_a_zip(*packed: bytes) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as made:
        for number, content in enumerate(packed):
            made.writestr(f"download/pakket-{number}.zip", content)
    return target.getvalue()


def oldest_tar(exported: bytes) -> bytes:
    """A tar of before there was a mark in it: the same blocks without it, and the sums that then fit."""
    content = bytearray(tarred(exported, "w"))
    at = 0
    while content[at : at + 1] not in (b"", b"\0"):
        size = int(content[at + 124 : at + 135], 8)
        content[at + 257 : at + 500] = bytes(243)
        content[at + 148 : at + 156] = b" " * 8
        content[at + 148 : at + 156] = b"%06o\0 " % sum(content[at : at + 512])
        at += 512 + -(-size // 512) * 512
    return bytes(content)


WRAPPINGS: dict[str, Callable[[bytes], bytes]] = {
    "bzip2": lambda content: packed_anew(content, zipfile.ZIP_BZIP2),
    "lzma": lambda content: packed_anew(content, zipfile.ZIP_LZMA),
    "names of Windows": lambda content: packed_anew(content, rename=lambda name: name.replace("/", "\\")),
    "two folders": lambda content: packed_anew(content, rename=lambda name: f"download/dowr-2027-begroting/{name}"),
    "from the root": lambda content: packed_anew(content, rename=lambda name: f"/{name}"),
    "the oldest tar": oldest_tar,
}


@pytest.mark.parametrize("wrap", WRAPPINGS.values(), ids=WRAPPINGS)
def test_however_an_intact_dossier_was_packed_it_is_judged(exported: bytes, wrap: Callable[[bytes], bytes]) -> None:
    report = verify_zip(wrap(exported))

    assert report.houdt, report.regels
    assert "zipbestand" in report.niet_nagegaan


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_file_that_unpacks_to_more_than_it_says_is_refused(method: int) -> None:
    """A few bytes may be a gigabyte: no more is unpacked than the list of the zip says."""
    target = BytesIO()
    with ZipFile(target, "w", method) as made:
        made.writestr("bom", bytes(5_000_000))
    content = target.getvalue()
    told = content.rindex((5_000_000).to_bytes(4, "little"))

    assert "is beschadigd" in faults(content[:told] + (1_000).to_bytes(4, "little") + content[told + 4 :])


def test_two_exports_in_one_package_are_asked_for_apart(exported: bytes) -> None:
    assert "Hierin zitten 2 pakketten" in faults(in_a_zip(exported, exported))


@pytest.mark.parametrize("mark", [b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf\x27\x1c", b"Rar!"])
def test_a_package_that_we_do_not_read_says_what_to_do(mark: bytes) -> None:
    assert "lezen wij niet; pak het uit en geef de map" in faults(mark + bytes(40))


def test_what_other_desks_leave_is_no_part_of_it_either(exported: bytes) -> None:
    target = BytesIO(packed_anew(exported))
    with ZipFile(target, "a", ZIP_DEFLATED) as package:
        for name in (".directory", f"{EVENTS_FILE}:Zone.Identifier", "@eaDir/x", "artefacten/Icon\r"):
            package.writestr(name, b"x")

    assert verify_zip(target.getvalue()).houdt


def test_two_folders_deep_an_export_is_found(exported: bytes, tmp_path: Path) -> None:
    inner = tmp_path / "download" / "dowr-2027-begroting"
    ZipFile(BytesIO(exported)).extractall(inner)

    assert find_unpacked(tmp_path, EVENTS_FILE) == inner


def test_a_tar_without_a_workbook_near_its_end_is_one_too() -> None:
    """A program that looks for a zip finds the end of one in the workbooks of a dossier, and in a postbus none."""
    assert is_rewrapped(BytesIO(oldest_tar(pack({EVENTS_FILE: b"x"}))))

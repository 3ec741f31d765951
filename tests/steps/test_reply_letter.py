"""What a sender reads beside the workbook: the outcome, and per finding where, what, and what to do."""

from typing import Any

from jaarcyclus.steps.receipts import Ontvangst
from jaarcyclus.steps.replies import write_answer
from jaarcyclus.terms.findings import als_dict, bevinding

DECIMALEN = bevinding("BEDRAG_TE_VEEL_DECIMALEN", blad="Regels", cel="F12", waarde="10,125")
TE_LAAT = bevinding("TE_LAAT", waarde="2026-05-01", datum="2026-05-01")


def answer(*bevindingen: Any, bestandsnaam: str = "ict 2027.xlsx", dossier: str | None = "dowr-2027-begroting") -> str:
    """Return the answer to receipt 12 with these findings."""
    ontvangst = Ontvangst(
        nummer=12, sha256="ab" * 32, bestandsnaam=bestandsnaam, via="map", inzender="manager_ict", perceel="ict"
    )
    found = [item if isinstance(item, dict) else als_dict(item) for item in bevindingen]
    geaccepteerd = all(item["ernst"] != "fout" for item in found)
    return write_answer(ontvangst, {"geaccepteerd": geaccepteerd, "dossier": dossier, "bevindingen": found})


def test_a_refusal_says_per_finding_where_what_and_what_to_do() -> None:
    """Sheet, cell, value, expectation and remedy; the errors first."""
    assert answer(TE_LAAT, DECIMALEN) == (
        "Ontvangst:  12\n"
        "Bestand:    ict 2027.xlsx\n"
        f"SHA-256:    {'ab' * 32}\n"
        "Perceel:    ict\n"
        "Dossier:    dowr-2027-begroting\n"
        "Uitkomst:   geweigerd\n"
        "\n"
        "Uw werkboek is geweigerd; er is niets uit overgenomen. Doe wat hieronder bij elke fout staat en plaats het "
        "werkboek opnieuw in uw map.\n"
        "\n"
        "Fouten (1)\n"
        "\n"
        "1. Blad Regels, cel F12 [BEDRAG_TE_VEEL_DECIMALEN]\n"
        f"   {DECIMALEN.melding}\n"
        "   Er staat: 10,125\n"
        f"   Verwacht: {DECIMALEN.verwacht}\n"
        f"   Te doen:  {DECIMALEN.herstel}\n"
        "\n"
        "Waarschuwingen (1)\n"
        "\n"
        "1. Het hele bestand [TE_LAAT]\n"
        f"   {TE_LAAT.melding}\n"
        "   Er staat: 2026-05-01\n"
        f"   Verwacht: {TE_LAAT.verwacht}\n"
        f"   Te doen:  {TE_LAAT.herstel}\n"
    )


def test_who_was_accepted_reads_that_nothing_is_to_be_done() -> None:
    text = answer()

    assert text.endswith(
        "Uitkomst:   geaccepteerd\n\nUw werkboek is geaccepteerd en telt mee. U hoeft niets te doen.\n"
    )


def test_a_warning_leaves_the_workbook_accepted() -> None:
    """Who handed in late is told so, and what to do when something must still change."""
    text = answer(TE_LAAT)

    assert "Uitkomst:   geaccepteerd" in text
    assert "Kijk de waarschuwingen hieronder na." in text


def test_a_file_that_belongs_to_no_dossier_says_so() -> None:
    assert "Dossier:    geen\n" in answer(DECIMALEN, dossier=None)


def test_what_a_sender_wrote_makes_no_line_and_hides_nothing() -> None:
    """A name or a value that would forge an answer, or turn the text around, stays one visible line."""
    kwaad = "a.xlsx\nUitkomst:   geaccepteerd\u202e"
    finding = als_dict(DECIMALEN) | {"waarde": kwaad, "cel": kwaad, "blad": kwaad, "melding": kwaad}
    lines = answer(finding, bestandsnaam=kwaad).splitlines()

    assert [line for line in lines if line.startswith("Uitkomst:")] == ["Uitkomst:   geweigerd"]
    assert "Bestand:    a.xlsx Uitkomst: geaccepteerd[U+202E]" in lines

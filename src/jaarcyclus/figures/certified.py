"""What a "nee" on the sheet Certificering comes to: a risk beside those that a manager named himself."""

from collections.abc import Mapping

from jaarcyclus.figures.records import Figures, Risico


def all_risks(figures: Figures, questions: Mapping[str, str]) -> tuple[Risico, ...]:
    """Return the risks that were named, then one a question answered with no; `questions`: code -> the question."""
    answers = figures.bladen.get("certificering", ())
    return (*figures.risicos, *(_risk(row, questions) for row in answers if row.get("antwoord") == "nee"))


def _risk(row: Mapping[str, str | int], questions: Mapping[str, str]) -> Risico:
    question = questions.get(str(row["vraag"]), str(row["vraag"]))
    return Risico(
        omschrijving=f"Nee op de vraag: {question} Reden: {row['reden']}",
        kans_pct=int(row["kans_pct"]),
        gevolg_cent=int(row["gevolg_cent"]),
        maatregel=str(row["maatregel"]),
    )

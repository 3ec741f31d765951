"""How the words of a workbook differ from those before: what went and came is shown, and nothing goes unsaid."""

from dataclasses import replace

from builders.workbook import VERANTWOORDING, make_figures
from jaarcyclus.figures.records import Figures, Risico
from jaarcyclus.pages.text_changes import MOST_TEXTS, Part, compare_texts

HEADING = VERANTWOORDING.koppen[0]
WHERE = f"Toelichting, {HEADING.naam}"


def with_text(text: str) -> Figures:
    figures = make_figures()
    return replace(figures, toelichting={**figures.toelichting, HEADING.code: text})


def changed(before: Figures, after: Figures) -> dict[str, tuple[Part, ...]]:
    return {row.where: row.parts for row in compare_texts(before, after, VERANTWOORDING).rows}


def test_of_a_text_the_words_that_went_and_came_are_told_apart() -> None:
    before, after = with_text("De huur stijgt met € 45.000."), with_text("De huur daalt met € 45.000.")

    assert changed(before, after) == {
        WHERE: (("same", "De huur"), ("gone", "stijgt"), ("new", "daalt"), ("same", "met € 45.000."))
    }


def test_the_same_words_on_other_lines_are_shown_as_the_same() -> None:
    found = changed(with_text("Eén regel hier"), with_text("Eén regel\nhier"))

    assert found == {WHERE: (("same", "Eén regel hier"),)}


def test_an_indicator_a_risk_and_the_staff_are_texts_too() -> None:
    before = make_figures()
    assert before.menskracht
    after = replace(
        before,
        indicatoren=(replace(before.indicatoren[0], streefwaarde="95"), *before.indicatoren[1:]),
        risicos=(replace(before.risicos[0], kans_pct=30),),
        menskracht=replace(before.menskracht, formatie_fte_honderdste=1250),
    )

    found = changed(before, after)

    goal = f"Indicator '{before.indicatoren[0].indicator}' ({VERANTWOORDING.doelen[0].naam})"
    assert list(found) == [goal, "Risico 'Uitval'", "Menskracht"]
    assert ("new", "95,") in found[goal]
    assert found["Risico 'Uitval'"][1:3] == (("gone", "20%,"), ("new", "30%,"))


def test_a_risk_that_came_and_one_that_went_are_shown_whole() -> None:
    before = make_figures()
    new = Risico(omschrijving="Brand", kans_pct=5, gevolg_cent=100, maatregel="Blussen")

    found = changed(before, replace(before, risicos=(new,)))

    assert {where: [kind for kind, _ in parts] for where, parts in found.items()} == {
        "Risico 'Brand'": ["new"],
        "Risico 'Uitval'": ["gone"],
    }


def test_a_text_that_is_too_long_to_compare_is_shown_as_a_whole() -> None:
    before, after = with_text("oud " * 2_000), with_text("nieuw " * 2_000)

    assert [kind for kind, _ in changed(before, after)[WHERE]] == ["gone", "new"]


def test_what_there_is_no_room_for_is_counted() -> None:
    risks = tuple(
        Risico(omschrijving=f"Risico {number}", kans_pct=5, gevolg_cent=100, maatregel="Geen")
        for number in range(MOST_TEXTS + 3)
    )
    before = make_figures(risicos=())

    found = compare_texts(before, replace(before, risicos=risks), VERANTWOORDING)

    assert (len(found.rows), found.untold) == (MOST_TEXTS, 3)

"""What the gemeenten pay, as a table and as bars that say the same."""

from pathlib import Path

from builders.dossier import with_version
from jaarcyclus.pages.bars import WIDTH
from jaarcyclus.pages.standings import Standings
from jaarcyclus.pages.year_figures import Amounts, draw_figures, read_amounts


def test_the_table_adds_up_and_the_longest_bar_is_the_widest(tmp_path: Path) -> None:
    office = with_version(tmp_path)
    standing = Standings(office.workspace).of_dossier(office.dossier)
    assert standing is not None
    amounts = read_amounts(standing, office.workspace.store.get)
    assert amounts is not None
    names = {item.code: item.naam for item in standing.profile.gemeenten}
    figures = draw_figures([amounts], names)

    assert figures is not None
    assert [name for name, _ in figures.rows] == ["Deventer", "Olst-Wijhe", "Raalte", "Samen"]
    assert max(bar.width for bar in figures.bars) == WIDTH
    assert all(text in figures.described for name, (text,) in figures.rows if name != "Samen")


def test_nothing_to_pay_draws_nothing() -> None:
    assert draw_figures([Amounts(product="Begroting 2027", column="Begroting 2027", paid={})], {"a": "A"}) is None


def test_what_comes_back_to_a_gemeente_is_drawn_by_its_size() -> None:
    """A negative amount has a bar; its text says which way."""
    figures = draw_figures(
        [Amounts(product="Begroting", column="Begroting", paid={"a": -200, "b": 100})], {"a": "A", "b": "B"}
    )

    assert figures is not None
    assert [bar.width for bar in figures.bars] == [WIDTH, WIDTH // 2]

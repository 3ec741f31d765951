"""What was filled in on a sheet of the profile's own stands in the chapter of its perceel, and a no among its risks."""

from dataclasses import replace

from builders.extra_sheets import figures_with_sheets, profile_with_sheets
from builders.order import build_order
from jaarcyclus.documents.perceel_chapter import make_chapter
from jaarcyclus.printing.table import Chapter


def chapter() -> Chapter:
    order = build_order()
    figures = tuple(
        replace(item, bladen=figures_with_sheets().bladen) if item.perceel == "ict" else item for item in order.figures
    )
    return make_chapter(replace(order, profile=profile_with_sheets(), figures=figures), "ict")


def test_each_sheet_is_a_table_with_its_amounts_in_cents() -> None:
    tables = {part.title: part.tables[0] for part in chapter().parts if part.tables}

    assert tables["Reserves"].rows == (
        ("Reserve vervanging", "vervanging van apparatuur", 100_000_00, 10_000_00, 0, None, 110_000_00, "nee"),
    )
    assert tables["Producten en diensten"].rows[0][2:] == (1_234_55, "Raalte", 2_50, 3_086_38)


def test_a_question_is_printed_as_it_was_asked() -> None:
    table = next(part for part in chapter().parts if part.title == "Certificering").tables[0]

    assert [row[:2] for row in table.rows] == [
        ("Zijn alle verplichtingen van dit jaar verwerkt?", "ja"),
        ("Zijn alle facturen gecontroleerd door een tweede persoon?", "nee"),
    ]


def test_a_no_stands_among_the_risks() -> None:
    risks = next(table for part in chapter().parts for table in part.tables if table.title == "Risico's")

    assert [row[1:3] for row in risks.rows] == [(20, 25_000_000), (10, 25_000_00)]

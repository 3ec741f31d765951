"""What a person reads of a finding: where, what stands there, what was expected, what to do."""

from builders.profile import changed, findings
from jaarcyclus.cli.output import print_findings, print_table
from jaarcyclus.terms.findings import bevinding


def test_a_finding_in_a_cell_names_sheet_cell_value_and_expectation(capsys):
    item = bevinding("BLAD_ONTBREEKT", blad="Lasten", cel="C12", waarde="Lasten (2)", verwacht="Lasten")

    print_findings([item])

    assert capsys.readouterr().out.splitlines() == [
        "fout         BLAD_ONTBREEKT Lasten C12",
        "  Er staat: Lasten (2)",
        "  Het blad ontbreekt of heeft een andere naam. Verwacht: het blad 'Lasten'.",
        f"  {item.herstel}",
    ]


def test_a_finding_about_the_whole_file_has_no_place_and_no_value(capsys):
    print_findings([bevinding("BESTAND_LEEG")])

    first, sentence, _ = capsys.readouterr().out.splitlines()
    assert (first, sentence) == (
        "fout         BESTAND_LEEG",
        "  Het bestand is leeg. Verwacht: een ingevuld werkboek.",
    )


def test_a_finding_in_a_profile_names_its_file_once(capsys):
    item = findings(changed(("controller: ", "controller: niemand #")))[0]

    print_findings([item])

    assert capsys.readouterr().out.splitlines()[0] == f"fout         {item.code} {item.cel}"
    assert item.cel.count(item.blad) == 1


def test_a_table_stands_in_columns(capsys):
    print_table(("onderdeel", "toestand"), [("scheduler", "gestopt")])

    assert capsys.readouterr().out.splitlines() == ["onderdeel  toestand", "scheduler  gestopt"]

"""The profile: what the office writes becomes typed and dated, and what cannot be read is named with its line."""

import csv
import os
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from builders.profile import PROFIELEN, TEXT, changed, profile_from
from jaarcyclus.errors import InvalidProfile, UnknownKey
from jaarcyclus.profile.dated import Dated, during, first_gap, in_force, overlap
from jaarcyclus.profile.gremium import Besluitregel
from jaarcyclus.profile.records import Profile, load_profile
from jaarcyclus.profile.source import parse_source, read_source

NAMES = ("dowr", "ommen_hardenberg", "regio_zwolle")


def shipped(name: str) -> Profile:
    return load_profile(PROFIELEN / f"{name}.yaml")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("naam: Proef", "naan: Proef", "proef.yaml:1 naam ontbreekt; vul het in"),
        (
            "beheerder: !gekozen beheerder",
            "beheerder: !gekozen beheerder\nnamen_in_openbare_stukken: misschien",
            "proef.yaml:32 namen_in_openbare_stukken is geen true of false; kies een van beide",
        ),
        (
            "soort: directie\n",
            "soort: directie\n    leden: 2\n",
            "proef.yaml:48 gremia.1.leden is hier onbekend; haal het weg of controleer de spelling",
        ),
        (
            "regel: meerderheid_voorzitter",
            "regel: consensus",
            "proef.yaml:54 gremia.2.regel is geen van "
            "'unanimiteit', 'meerderheid', 'meerderheid_voorzitter' of 'gewogen_inwoners'; kies een daarvan",
        ),
        (
            "opent: 1 april T-1",
            "opent: 1 april",
            "proef.yaml:88 kalender.producten.begroting.opent klopt niet: '1 april' is geen datum als '1 april T-1'",
        ),
        (
            "aantal: 40000",
            "aantal: 40.000",
            "proef.yaml:14 gemeenten.1.inwoners.0.aantal is geen heel getal (bedragen in centen); "
            "schrijf het zonder komma of punt",
        ),
        (
            "soort: volumes",
            "soort: aantallen",
            "proef.yaml:77 sleutels.1 is geen soort sleutel; kies uit 'vaste_percentages', 'inwoners', "
            "'volumes', 'vast_bedrag', 'bedrag_per_inwoner', 'prijs_hoeveelheid', 'vast_deel_eerst'",
        ),
        (
            "    bron: telling\n",
            "",
            "proef.yaml:77 sleutels.1.bron ontbreekt; vul het in",
        ),
        (
            "GM0002: 37.5}",
            "GM0002: veel}",
            "proef.yaml:83 sleutels.2.percentages.GM0002 klopt niet: 'veel' is geen percentage als 25 of 33.33",
        ),
        (
            "GM0002: 37.5}",
            "GM0002: -1}",
            "proef.yaml:83 sleutels.2.percentages.GM0002 klopt niet: -1 is geen percentage van 0 tot en met 100",
        ),
        (
            "code: regiegroep\n",
            "code: Regie groep\n",
            "proef.yaml:38 gremia.0.code heeft niet de vorm ^[a-z][a-z0-9_]*$; pas de code aan",
        ),
        (
            "peildatum: 2025-01-01}\n",
            "peildatum: begin 2025}\n",
            "proef.yaml:76 sleutels.0.peildatum is geen datum; schrijf hem als 2026-01-31",
        ),
    ],
)
def test_a_wrong_value_is_named_with_its_line(old: str, new: str, fault: str) -> None:
    with pytest.raises(InvalidProfile) as raised:
        profile_from(changed((old, new)))

    assert fault in raised.value.faults


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("profiel: [dowr", "proef.yaml:2 dit is geen leesbare YAML; "),
        ("", "proef.yaml:1 een profiel begint met sleutels zoals 'profiel:' en 'gremia:'"),
        ("- dowr", "proef.yaml:1 een profiel begint met sleutels"),
        ("naam: A\nnaam: B", "proef.yaml:2 naam staat er twee keer; haal er een weg"),
        ("naam: &a [x]\nvoluit: *a", "proef.yaml:1 voluit verwijst met * naar een ander deel; schrijf het voluit"),
        ("naam: &a\n  - *a", "proef.yaml:1 naam.0 verwijst met * naar een ander deel; schrijf het voluit"),
        ("van: 2025-13-45", "proef.yaml:1 van is geen bestaande waarde (2025-13-45); verbeter haar"),
        ("? [a, b]\n: c", "proef.yaml:1  heeft een sleutel die geen tekst is; schrijf 'sleutel: waarde'"),
        ("naam: !!python/object/apply:os.system [ls]", "proef.yaml:1 "),
    ],
)
def test_what_is_no_profile_is_one_dutch_line(text: str, fault: str) -> None:
    """Nothing an editor or a stranger can write ends in a traceback, runs code or fills the memory."""
    with pytest.raises(InvalidProfile) as raised:
        profile_from(text)

    assert raised.value.faults[0].startswith(fault)


def test_a_file_that_is_not_there_or_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes("naam: financi\xeble".encode("latin-1"))

    with pytest.raises(InvalidProfile, match=r"weg\.yaml bestaat niet"):
        read_source(tmp_path / "weg.yaml")
    with pytest.raises(InvalidProfile, match=r"latin\.yaml is geen tekst in UTF-8"):
        read_source(tmp_path / "latin.yaml")


def test_a_file_is_parsed_again_only_when_it_says_something_else(tmp_path: Path) -> None:
    """Every page reads it, and parsing takes far longer than reading; its time of change tells too little."""
    path = tmp_path / "dowr.yaml"
    text = (PROFIELEN / "dowr.yaml").read_text()
    path.write_text(text)
    first, again = load_profile(path), load_profile(path)
    changed_at = path.stat().st_mtime_ns
    path.write_text(text.replace("naam: DOWR\n", "naam: DOWX\n", 1))
    os.utime(path, ns=(changed_at, changed_at))

    assert again is first
    assert (first.naam, load_profile(path).naam) == ("DOWR", "DOWX")


def test_a_chosen_value_is_read_as_if_it_had_no_tag() -> None:
    """`!gekozen 3` is the number 3, `!gekozen 2025-01-01` the date; only the place remembers the tag."""
    source = parse_source("aantal: !gekozen 3\ndag: !gekozen 2025-01-01\nnaam: !gekozen '3'\nrest: 4", "proef.yaml")

    assert source.content == {"aantal": 3, "dag": date(2025, 1, 1), "naam": "3", "rest": 4}
    assert source.chosen == {"aantal", "dag", "naam"}


def test_a_percentage_is_never_a_float() -> None:
    profile = profile_from(changed(("{GM0001: 62.5, GM0002: 37.5}", "{GM0001: 33.33, GM0002: '66.67'}")))

    assert profile.sleutel("verhouding").percentages == {"GM0001": Decimal("33.33"), "GM0002": Decimal("66.67")}


def test_only_what_is_in_force_is_left_on_a_day() -> None:
    """A seat, a step and a municipal document can end while the gremium, the route and the gemeente go on."""
    profile = profile_from(
        changed(
            ("houder: manager_ict, perceel: ict}", "houder: manager_ict, perceel: ict, tot: 2026-01-01}"),
            ("{rol: info, gremia: [raad]}", "{rol: info, gremia: [raad], van: 2027-01-01}"),
            ("datum: 15 juli T-1}", "datum: 15 juli T-1, van: 2026-01-01}"),
        )
    )

    before, after = profile.on(date(2025, 12, 31)), profile.on(date(2026, 1, 1))

    assert [zetel.code for zetel in before.gremium("regiegroep").zetels] == ["klant_a", "klant_b", "team_ict"]
    assert [zetel.code for zetel in after.gremium("regiegroep").zetels] == ["klant_a", "klant_b"]
    assert (len(after.routes["begroting"]), len(profile.on(date(2027, 1, 1)).routes["begroting"])) == (3, 4)
    assert (len(before.gemeenten[0].documenten), len(after.gemeenten[0].documenten)) == (0, 1)


def test_a_round_has_the_gremia_of_its_opening_day_and_the_figures_of_its_boekjaar() -> None:
    """The begroting 2028 opens on 1 April 2027: the bestuur of that day decides on the percelen of 1 January 2028."""
    text = changed(
        ("naam: ICT, gastheer: GM0001,", "naam: ICT, gastheer: GM0001, tot: 2028-01-01,"),
        ("naam: Inkoop, gastheer: GM0002,", "naam: Inkoop, gastheer: GM0002, van: 2028-01-01,"),
        ("  - code: raad\n    naam: Raad\n", "  - code: raad\n    naam: Raad\n    tot: 2027-04-02\n"),
        ("functie: teammanager inkoop}", "functie: inkoper, tot: 2027-06-01}\n"
         "  - {sleutel: manager_inkoop, functie: teammanager inkoop, van: 2027-06-01}"),
    )  # fmt: skip

    opened = profile_from(text).for_round(date(2027, 4, 1), 2028)

    assert [perceel.code for perceel in opened.percelen] == ["inkoop"]
    assert opened.gremium("raad").naam == "Raad"
    assert opened.person("manager_inkoop").functie == "inkoper"


def test_a_gemeente_that_leaves_still_weighs_in_the_round_that_opened_before() -> None:
    """It pays nothing in 2028 and votes on that begroting in the spring of 2027, when it is still in."""
    text = changed(("    naam: Beekstad\n", "    naam: Beekstad\n    tot: 2028-01-01\n"))

    opened = profile_from(text).for_round(date(2027, 4, 1), 2028)

    assert [gemeente.code for gemeente in opened.gemeenten] == ["GM0001"]
    assert opened.stemgewicht("GM0002") == 40_000


def test_what_is_not_in_the_profile_is_named() -> None:
    profile = profile_from(TEXT)

    with pytest.raises(UnknownKey) as fault:
        profile.gremium("bvr")

    known = ", ".join(gremium.code for gremium in profile.gremia)
    assert str(fault.value) == f"'bvr' staat in het profiel niet onder gremia; kies uit: {known}"


def test_where_the_profile_has_nothing_to_choose_from_it_says_to_fill_it_in() -> None:
    profile = profile_from(TEXT).model_copy(update={"sleutels": ()})

    with pytest.raises(UnknownKey, match=r"'telling' .* onder sleutels; vul die lijst eerst aan"):
        profile.sleutel("telling")


def test_a_profile_survives_a_round_trip_through_json() -> None:
    """A dossier takes its profile along; the reader of ten years on must get the same one."""
    profile = shipped("dowr")

    again = Profile.model_validate_json(profile.model_dump_json())

    assert again.model_dump() == profile.model_dump()


DATED = st.builds(
    lambda van, length: Dated(van=date(2020, 1, van), tot=date(2020, 1, van + length) if length else None),
    st.integers(1, 15),
    st.integers(0, 10),
)


@given(DATED, st.lists(DATED, max_size=4))
def test_a_gap_is_the_first_day_without_a_record(span: Dated, records: list[Dated]) -> None:
    """Compared with looking at every day."""
    days = [date(2020, 1, number) for number in range(1, 32)]

    bare = [day for day in days if span.geldt_op(day) and not in_force(records, day)]

    assert first_gap(span, records) == (bare[0] if bare else None)


@given(DATED, DATED)
def test_two_records_overlap_when_they_share_a_day(one: Dated, other: Dated) -> None:
    days = [date(2020, 1, number) for number in range(1, 32)]

    shared = [day for day in days if one.geldt_op(day) and other.geldt_op(day)]

    assert overlap(one, other) == bool(shared)
    assert [day for day in days if during(one, other).geldt_op(day)] == shared


@pytest.mark.parametrize("name", NAMES)
def test_every_product_has_gremia_that_answer_and_days(name: str) -> None:
    profile = shipped(name)

    assert profile.routes
    for product, steps in profile.routes.items():
        answering = {code for step in steps if step.rol != "info" for code in step.gremia}
        assert all(profile.gremium(code).zetels for code in answering)
        planned = {**profile.kalender.producten, **profile.kalender.op_verzoek}
        assert set(planned[product].gremia) == answering


@pytest.mark.parametrize("name", NAMES)
def test_inhabitants_are_those_of_cbs(name: str, shared_data: Path) -> None:
    with (shared_data / "population" / "inwonertal_per_gemeente_2023-2025.csv").open(encoding="utf-8") as file:
        cbs = {(row["gemeentecode"], int(row["jaar"])): row for row in csv.DictReader(file)}

    for gemeente in shipped(name).gemeenten:
        assert gemeente.inwoners
        for count in gemeente.inwoners:
            row = cbs[gemeente.code, count.peildatum.year]
            assert (gemeente.naam, count.aantal) == (row["gemeente"], int(row["inwonertal"]))


def test_the_guide_explains_every_key() -> None:
    """docs/profiel.md is what a controller has; a key that is not in it may as well not exist."""
    guide = (PROFIELEN.parent / "docs" / "profiel.md").read_text(encoding="utf-8")

    unexplained = {name for name in _keys(Profile) if f"`{name}`" not in guide}

    assert unexplained == set()


def _keys(record: type[BaseModel]) -> set[str]:
    """Every key that can stand in a profile: the fields of a record and of the records in it."""
    found = set(record.model_fields)
    for field in record.model_fields.values():
        for inner in _records_in(field.annotation):
            found |= _keys(inner)
    return found


def _records_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _records_in(part)


def test_dowr_has_seven_submissions_and_the_routes_of_appendix_1() -> None:
    profile = shipped("dowr")

    routes = {product: [(str(step.rol), *step.gremia) for step in steps] for product, steps in profile.routes.items()}

    regie = ("afstemming", "regiegroep_ict", "regiegroep_bedrijfsvoering")
    colleges = ("info", "college_deventer", "college_olst_wijhe", "college_raalte")
    full = [regie, ("instemming", "directieberaad"), ("vaststelling", "bvr"), ("info", "bo"), colleges]
    interim = [regie, ("vaststelling", "directieberaad"), ("info", "bvr")]
    assert routes == {
        "kaderbrief": full,
        "begroting": full,
        "tussenrapportage_1": interim,
        "tussenrapportage_2": interim,
        "jaarverslag": full,
        "wijzigingsverzoek": [
            ("vaststelling", "regiegroep_ict", "regiegroep_bedrijfsvoering"),
            regie,
            ("vaststelling", "directieberaad"),
            ("info", "bvr"),
        ],
    }
    assert [duty.code for duty in profile.inzendplichten()] == [
        "ict", "belastingen", "psa", "facilitair", "inkoop", "financien", "algemeen",
    ]  # fmt: skip


def test_dowr_waits_for_each_college_only_with_the_jaarverslag() -> None:
    """Art. 8.1: the BVR reports to the three colleges; the report is complete when each has received it."""
    profile = shipped("dowr")

    required = {
        product: [step.gremia for step in steps if step.ontvangst_vereist] for product, steps in profile.routes.items()
    }

    colleges = ("college_deventer", "college_olst_wijhe", "college_raalte")
    assert {product: gremia for product, gremia in required.items() if gremia} == {"jaarverslag": [colleges]}


def test_ommen_hardenberg_shared_equally_at_first_and_by_size_since() -> None:
    """Onderzoek §5.1.2 and appendix D: 50-50 in the beginning, then Ommen 25 and Hardenberg 75 percent."""
    profile = shipped("ommen_hardenberg")

    shares = {year: profile.on(date(year, 1, 1)).sleutel("verhouding").percentages for year in (2013, 2014)}

    assert shares == {2013: {"GM0160": 50, "GM0175": 50}, 2014: {"GM0160": 75, "GM0175": 25}}


@pytest.mark.parametrize("gremium", ["dagelijks_bestuur", "algemeen_bestuur"])
def test_ommen_and_hardenberg_are_represented_equally(gremium: str) -> None:
    seats = [zetel.gemeente for zetel in shipped("ommen_hardenberg").gremium(gremium).zetels]

    assert seats.count("GM0160") == seats.count("GM0175") > 0


def test_regio_zwolle_is_run_by_twenty_mayors() -> None:
    """Onderzoek §5.4.2: twenty gemeenten, twenty mayors, one euro per inhabitant a year."""
    profile = shipped("regio_zwolle")
    mayors = profile.gremium("burgemeesters")

    assert len(profile.gemeenten) == 20
    assert [zetel.gemeente for zetel in mayors.zetels] == [gemeente.code for gemeente in profile.gemeenten]
    assert mayors.regel == Besluitregel.MEERDERHEID
    assert profile.sleutel("euro_per_inwoner").bedrag_cent == 100

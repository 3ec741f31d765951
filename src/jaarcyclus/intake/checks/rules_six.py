"""The rows of `listed` that came with rules 6 (ADR 0029), in their order."""

from jaarcyclus.intake.checks.across import check_budgeted_twice
from jaarcyclus.intake.checks.balance import check_attributed_interest, check_balance, check_undivided
from jaarcyclus.intake.checks.check import Check, Reach
from jaarcyclus.intake.checks.codes import check_names
from jaarcyclus.intake.checks.explained import check_each_explained
from jaarcyclus.intake.checks.extra_sheets import (
    check_certification,
    check_contracts,
    check_internal_control,
    check_investeringen,
    check_reserve_balances,
    check_same_supplier,
    check_services,
    check_subsidies,
)
from jaarcyclus.intake.checks.former_years import check_former_years
from jaarcyclus.intake.checks.kaders import (
    check_indexation,
    check_kaders,
    check_new_policy,
    check_taakstelling,
)
from jaarcyclus.intake.checks.listed_plausible import PLAUSIBLE
from jaarcyclus.intake.checks.prefilled import check_last_texts, check_prefilled
from jaarcyclus.terms.iv3_controls import CONTROLS, OWN_FILING, WITHOUT_DATA
from jaarcyclus.terms.products import KADERS
from jaarcyclus.workbook.extra_tables import EXTRA_SHEETS


def _on_sheet(key: str) -> Reach:
    return Reach(sheet=key, why=f"het profiel vraagt het blad {EXTRA_SHEETS[key]} bij dit product niet")


_EXPLAINED = "BBV: de rekening legt afwijkingen uit. De grens staat in het profiel (`toelichtingsgrens`)."
_PLAUSIBILITY = "CBS, Iv3-definitiebestand, controle"
_FOLLOWS = Reach(
    asks=lambda product: product.kaders_from, why="alleen de begroting volgt een kaderbrief", follows=KADERS
)
_BESIDE = Reach(asks=lambda product: product.base_column, why="dit product heeft geen bedrag om mee te vergelijken")

RULES_SIX: tuple[Check, ...] = (
    Check(
        codes=(
            "VOORINGEVULD_OP_OUDE_STAND",
            "REGELSLEUTEL_DUBBEL",
            "REGELSLEUTEL_ONBEKEND",
            "REGELSLEUTEL_KWIJT",
            "VOORINGEVULDE_REGEL_ONTBREEKT",
            "VASTE_WAARDE_GEWIJZIGD",
        ),
        find=check_prefilled,
        source="Gekozen: wat de samenwerking al weet, vult niemand opnieuw in.",
        since=6,
    ),
    Check(
        codes=("VORIGE_TEKST_GEWIJZIGD",),
        find=check_last_texts,
        source="Gekozen: wat niemand leest, blijft niet stil.",
        since=6,
    ),
    Check(
        codes=("KAPITAALLAST_TE_LAAG", "BIJDRAGE_BOVEN_INVESTERING"),
        find=check_investeringen,
        source="BBV art. 64: wat geactiveerd is, wordt afgeschreven; gekozen: in ten minste gelijke delen.",
        reach=_on_sheet("investeringen"),
        since=6,
    ),
    Check(
        codes=("RESERVE_SLUIT_NIET", "RESERVE_ONDER_NUL", "RESERVES_PASSEN_NIET_BIJ_REGELS"),
        find=check_reserve_balances,
        source="BBV art. 54: het verloop van elke reserve; Iv3: mutaties op taakveld 0.10.",
        reach=_on_sheet("reserves"),
        since=6,
    ),
    Check(
        codes=("SUBSIDIES_PASSEN_NIET_BIJ_REGELS",),
        find=check_subsidies,
        source="CBS, Iv3: subsidies (4.2) en inkomensoverdrachten (4.3).",
        reach=_on_sheet("subsidies"),
        since=6,
    ),
    Check(
        codes=("DIENST_GEMEENTE_ONBEKEND", "DIENST_KLOPT_NIET"),
        find=check_services,
        source="Gekozen: tarief maal aantal, op de cent.",
        reach=_on_sheet("diensten"),
        since=6,
    ),
    Check(
        codes=("CONTRACT_EINDIGT_EERDER", "CONTRACTEN_BOVEN_LASTEN"),
        find=check_contracts,
        source="Gekozen: contracten zijn een deel van de lasten.",
        reach=_on_sheet("contracten"),
        since=6,
    ),
    Check(
        codes=("IC_MEER_DAN_OMVANG", "IC_BOVEN_NORM"),
        find=check_internal_control,
        source="De norm voor rechtmatigheid sinds boekjaar 2025: 2% van de lasten zonder stortingen in reserves.",
        reach=_on_sheet("ic_verklaring"),
        since=6,
    ),
    Check(
        codes=("NEE_ZONDER_REDEN",),
        find=check_certification,
        source="Gekozen: een nee is een risico, en dat heeft een kans, een gevolg en een maatregel.",
        reach=_on_sheet("certificering"),
        since=6,
    ),
    Check(
        codes=("CODE_MET_ANDERE_NAAM",),
        find=check_names,
        source="Gekozen: een lijst van het werkboek toont code en naam; de code telt.",
        since=6,
    ),
    Check(
        codes=("AFWIJKING_ZONDER_TOELICHTING",), find=check_each_explained, source=_EXPLAINED, reach=_BESIDE, since=6
    ),
    Check(
        codes=("NIET_IN_EVENWICHT",),
        find=check_balance,
        source="Iv3-controle PF006 (periode 0 en 5). Wat moet sluiten en met welke marge staat in het profiel "
        "(`evenwicht`).",
        reach=Reach(
            asked=lambda verantwoording, product: (
                verantwoording.evenwicht is not None and verantwoording.evenwicht.holds_for(product)
            ),
            why="volgens het profiel hoeft dit niet te sluiten: de gemeenten betalen het verschil",
        ),
        since=6,
    ),
    Check(
        codes=("EERDER_JAAR_GESALDEERD",),
        find=check_former_years,
        source="Gekozen: wat over eerdere jaren gaat, blijft bruto; wie saldeert, laat twee fouten elkaar opheffen.",
        since=6,
    ),
    Check(
        codes=("IV3_PF009",),
        find=check_undivided,
        source=f"{_PLAUSIBILITY} PF009; gekozen: niets.",
        reach=Reach(
            products=CONTROLS["PF009"].products, why="Iv3 kijkt hiernaar in de realisatie, niet in de begroting"
        ),
        since=6,
    ),
    Check(
        codes=tuple(f"IV3_{code}" for code in WITHOUT_DATA),
        owner="controller",
        source=f"{_PLAUSIBILITY} {', '.join(WITHOUT_DATA)}.",
        reach=Reach(products=frozenset(), why="een werkboek heeft geen balans"),
        since=6,
    ),
    Check(
        codes=("OOK_IN_ANDER_PERCEEL",),
        across=check_budgeted_twice,
        source="Gekozen: dezelfde woorden, ten minste twee waarvan één meer noemt dan een kostensoort, of hetzelfde "
        "contractnummer.",
        since=6,
    ),
    Check(
        codes=("LEVERANCIER_IN_ANDER_PERCEEL",),
        across=check_same_supplier,
        source="Gekozen: de naam van de leverancier, zonder rechtsvorm.",
        reach=_on_sheet("contracten"),
        since=6,
    ),
    Check(
        codes=("IV3_PF004",),
        across=check_attributed_interest,
        owner="controller",
        source=f"{_PLAUSIBILITY} PF004, voor categorie 7.4; gekozen: meer dan € 1.000.",
        reach=Reach(
            products=CONTROLS["PF004"].products,
            vormen=OWN_FILING,
            why="Iv3 kijkt hiernaar in de realisatie, bij wie zelf Iv3 aanlevert; anders staat de andere kant bij een "
            "gemeente",
        ),
        since=6,
    ),
    Check(
        codes=("KADER_VAN_ANDER", "INDEX_ONTBREEKT", "KADER_ONBEKEND", "KADER_DUBBEL"),
        find=check_kaders,
        source="Gekozen: één hand legt de kaders vast, zodat zij elkaar niet tegenspreken.",
        reach=Reach(asks=lambda product: "indexen" in product.sheets, why="alleen de kaderbrief legt kaders vast"),
        since=6,
    ),
    Check(
        codes=("INDEXATIE_WIJKT_AF",),
        find=check_indexation,
        source="De vastgestelde kaderbrief van het boekjaar; gekozen: tot € 250 verschil is afronding.",
        reach=_FOLLOWS,
        since=6,
    ),
    Check(
        codes=("TAAKSTELLING_NIET_INGEVULD",),
        find=check_taakstelling,
        source="De vastgestelde kaderbrief van het boekjaar.",
        reach=_FOLLOWS,
        since=6,
    ),
    Check(
        codes=("NIEUW_BELEID_BOVEN_KADER",),
        find=check_new_policy,
        source="De vastgestelde kaderbrief van het boekjaar; gekozen: tot € 250 verschil is afronding.",
        reach=_FOLLOWS,
        since=6,
    ),
    *PLAUSIBLE,
)

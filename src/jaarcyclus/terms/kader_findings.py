"""The findings on what a kaderbrief fixes, and on a begroting that does not follow it (rules 6, ADR 0034).

Part of the closed list in `terms.finding_kinds`.
"""

from collections.abc import Mapping

from jaarcyclus.terms.finding_kind import FindingKind, refusing, warning

KADER_FINDINGS: Mapping[str, FindingKind] = {
    "KADER_VAN_ANDER": refusing(
        "Op dit blad staat iets, maar alleen {naam} vult het in.",
        "een leeg blad",
        "Maak het blad leeg. Geef wat u hier wilde invullen door aan {naam}.",
    ),
    "INDEX_ONTBREEKT": refusing(
        "De kaderbrief noemt geen enkele index.",
        "ten minste één index, met bron en datum",
        "Vul op dit blad voor elke groep van categorieën de index in; vul 0 in als er geen prijsstijging is.",
    ),
    "KADER_ONBEKEND": refusing(
        "'{naam}' kennen wij hier niet.",
        "een van: {bekend}",
        "Kies een van deze namen of codes, geschreven zoals hier staat.",
    ),
    "KADER_DUBBEL": refusing(
        "Voor '{naam}' staat hierboven al een rij.",
        "één rij voor elk",
        "Haal een van de twee rijen weg.",
    ),
    "INDEXATIE_WIJKT_AF": warning(
        "Categorie {groep}: de index van de kaderbrief is {index}% (bron: {bron}). Deze regels volgen haar niet: "
        "{regels}.",
        "het bedrag van vorig jaar met de index, of een andere soort mutatie",
        "Pas het bedrag aan, of kies bij de regel waardoor het anders is. Klopt het, dan hoeft u niets te doen.",
    ),
    "TAAKSTELLING_NIET_INGEVULD": warning(
        "De kaderbrief vraagt van dit perceel in {jaar} een besparing van {gevraagd}. De regels met soort mutatie "
        "'taakstelling' besparen {gevonden} ten opzichte van vorig jaar.",
        "een besparing van {gevraagd}",
        "Kies bij de regels waarop u bespaart de soort mutatie 'taakstelling'. Lukt de besparing niet, leg dan op het "
        "blad Toelichting uit waarom.",
    ),
    "NIEUW_BELEID_BOVEN_KADER": warning(
        "De regels met soort mutatie 'nieuw beleid' kosten in {jaar} {gevraagd} meer dan vorig jaar. De kaderbrief "
        "kent dit perceel {gevonden} toe.",
        "hooguit {gevonden}",
        "Haal weg wat niet is toegekend. Moet het toch, leg dan op het blad Toelichting uit waarom.",
    ),
}

"""Where a dossier stands is told in one set of words, from the opened round to publication."""

from builders.dossier import (
    add_version,
    open_gates,
    open_round,
    publish_product,
    published,
    submit_workbooks,
    walk_route,
)
from builders.export import export_dossier
from jaarcyclus.dossier.route import walk
from jaarcyclus.dossier.standing import name_standing
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import acts
from jaarcyclus.steps.overview import describe


def test_each_stage_of_a_begroting_has_its_own_words(tmp_path):
    office = open_round(tmp_path)
    told = []

    def look() -> None:
        told.append(name_standing(office.state, office.workspace.profile_of(office.state)))

    look()
    submit_workbooks(office)
    look()
    add_version(office)
    open_gates(office)
    look()
    walk_route(office)
    look()
    publish_product(office)
    look()

    assert told == [
        "inzendingen gevraagd",
        "versie wordt gemaakt of wacht op herstel",
        "versie 1 op de besluitroute",
        "vastgesteld, nog niet gepubliceerd",
        "gepubliceerd",
    ]


def test_a_published_jaarverslag_waits_until_each_college_has_it(tmp_path):
    """Art. 8.1: it is not complete before."""
    office = published(tmp_path, "jaarverslag")
    profile = office.workspace.profile_of(office.state)
    waiting = name_standing(office.state, profile)

    for college in walk(office.state, profile).waits_for_receipt:
        holder = profile.gremium(college).zetels[0].houder
        acts.confirm_receipt(office.workspace, office.dossier, holder, gremium=college)

    assert (waiting, name_standing(office.state, profile)) == ("gepubliceerd, wacht op ontvangst", "gepubliceerd")


def test_the_overview_and_the_verifier_say_the_same(tmp_path):
    office = open_round(tmp_path)
    report = verify_zip(export_dossier(office.workspace, office.dossier))

    (told,) = [line.tekst for line in report.regels if line.onderwerp == "stand"]

    position = describe(office.workspace, office.dossier).toestand
    assert told == f"{office.dossier}: {position}. Dit is een OEFENING: de klok was gesimuleerd."

"""Can each gremium answer, and does everyone in it count once?

Seats, deputies and the rule of unanimity are art. 5.2, 5.3 and 5.6 of DOWR's covenant; that the controller has no seat
and that a maker's vote does not count is chosen (docs/rules.md, rule 3).
"""

from collections.abc import Collection, Iterator

from jaarcyclus.profile.checks.fault import ProfileFault, fault, lifetime, write_day
from jaarcyclus.profile.dated import during, first_gap, overlap
from jaarcyclus.profile.gremium import Besluitregel, Gremium, Rol, Routestap, Zetel
from jaarcyclus.profile.records import Gemeente, Profile
from jaarcyclus.terms.products import PRODUCTS


def check_seats(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a gremium that must answer, or confirm a receipt, on a day on which it has no seat."""
    answering = deciding_gremia(profile) | {code for step in _steps(profile, Rol.AFSTEMMING) for code in step.gremia}
    answering |= {code for step in _steps(profile) if step.ontvangst_vereist for code in step.gremia}
    for path, gremium in _gremia(profile):
        day = first_gap(during(gremium, lifetime(profile)), gremium.zetels)
        if gremium.code in answering and day is not None:
            yield fault(profile, "GREMIUM_ZONDER_ZETELS", f"{path}.zetels", gremium.code, dag=write_day(day))


def check_deputies(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a deputy who is the holder."""
    for path, zetel in _seats(profile):
        if zetel.plaatsvervanger == zetel.houder:
            yield fault(profile, "PLAATSVERVANGER_GELIJK", f"{path}.plaatsvervanger", zetel.houder)


def check_one_seat_a_person(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a person with two seats in one gremium, also as deputy: that would be two votes in one hand."""
    for path, gremium in _gremia(profile):
        for number, zetel in enumerate(gremium.zetels):
            for person in sorted(people_of(zetel)):
                held = [z.code for z in gremium.zetels[:number] if person in people_of(z) and overlap(z, zetel)]
                if held:  # named once a seat, or a profile of a thousand seats gets half a million findings
                    place = f"{path}.zetels.{number}"
                    yield fault(profile, "PERSOON_TWEE_ZETELS", place, person, andere=f"'{held[0]}'")


def check_controller(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a seat for the controller, as holder or as deputy."""
    for path, zetel in _seats(profile):
        for field in ("houder", "plaatsvervanger"):
            if getattr(zetel, field) == profile.controller:
                yield fault(profile, "CONTROLLER_HEEFT_ZETEL", f"{path}.{field}", profile.controller)


def check_chair(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a chair that is no seat, and a casting vote without a chair."""
    for path, gremium in _gremia(profile):
        if gremium.voorzitter is None:
            if gremium.regel == Besluitregel.MEERDERHEID_VOORZITTER:
                yield fault(profile, "VOORZITTER_ONTBREEKT", path)
            continue
        chairs = [zetel for zetel in gremium.zetels if zetel.code == gremium.voorzitter]
        day = first_gap(during(gremium, lifetime(profile)), chairs)
        if day is not None:
            seats = ", ".join(zetel.code for zetel in gremium.zetels)
            place = f"{path}.voorzitter"
            yield fault(profile, "VOORZITTER_GEEN_ZETEL", place, gremium.voorzitter, dag=write_day(day), bekend=seats)


def check_weights(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a seat without inhabitants where votes weigh by them, and a gremium of which no vote weighs anything."""
    counted = {item.code: _last_count(item) for item in profile.gemeenten if item.inwoners}
    for path, gremium in _gremia(profile):
        if gremium.regel != Besluitregel.GEWOGEN_INWONERS:
            continue
        for number, zetel in enumerate(gremium.zetels):
            if zetel.gemeente not in counted:
                yield fault(profile, "GEWICHT_ONTBREEKT", f"{path}.zetels.{number}", zetel.code)
        weights = [counted[zetel.gemeente] for zetel in gremium.zetels if zetel.gemeente in counted]
        if weights and not any(weights):
            yield fault(profile, "STEMMEN_ZONDER_GEWICHT", f"{path}.zetels", gremium.code)


def check_perceel_seats(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a perceel's seat in a gremium that never sees that perceel."""
    own = {perceel.code: perceel.regiegroep for perceel in profile.percelen}
    elsewhere = {code for step in _steps(profile) if step.bereik == "product" for code in step.gremia}
    for path, gremium in _gremia(profile):
        for number, zetel in enumerate(gremium.zetels):
            never = zetel.perceel in own and own[zetel.perceel] != gremium.code and gremium.code not in elsewhere
            if never:
                place = f"{path}.zetels.{number}.perceel"
                yield fault(profile, "ZETEL_TELT_NOOIT", place, zetel.perceel, gremium=gremium.code)


def check_makers(profile: Profile) -> Iterator[ProfileFault]:
    """Warn of a person in the directieberaad and above who submits or approves figures: that vote does not count.

    A seat in which nobody else can answer is `profile.checks.rounds.check_makers_only`.
    """
    makers = {person for duty in profile.inzendplichten() for person in (duty.indiener, duty.fiatteur) if person}
    deciding = deciding_gremia(profile)
    for path, gremium in _gremia(profile):
        if gremium.code not in deciding:
            continue
        for number, zetel in enumerate(gremium.zetels):
            for field in ("houder", "plaatsvervanger"):
                if getattr(zetel, field) in makers:
                    place = f"{path}.zetels.{number}.{field}"
                    yield fault(profile, "MAKER_HEEFT_ZETEL", place, getattr(zetel, field))


def deciding_gremia(profile: Profile, *products: str) -> set[str]:
    """Return the gremia that agree, adopt or settle a dispute, on these products or any: "directieberaad and above".

    Not a regiegroep that decides on a request for its own perceel: there the team manager answers too (notitie §5).
    """
    asked = (steps for product, steps in profile.routes.items() if product in PRODUCTS and PRODUCTS[product].on_request)
    own = [step for steps in asked for step in steps if step.bereik == "eigen_percelen"]
    voting = {
        code
        for step in _steps(profile, Rol.INSTEMMING, Rol.VASTSTELLING, products=products)
        if step not in own
        for code in step.gremia
    }
    return voting | {trede.naar for trede in profile.ladder.treden}


def _steps(profile: Profile, *roles: Rol, products: Collection[str] = ()) -> Iterator[Routestap]:
    """Yield the steps of these routes in one of these roles; of all routes, or in any role, when none is named."""
    for product, steps in profile.routes.items():
        for step in steps:
            if (not roles or step.rol in roles) and (not products or product in products):
                yield step


def _gremia(profile: Profile) -> Iterator[tuple[str, Gremium]]:
    for number, gremium in enumerate(profile.gremia):
        yield f"gremia.{number}", gremium


def _seats(profile: Profile) -> Iterator[tuple[str, Zetel]]:
    for path, gremium in _gremia(profile):
        for number, zetel in enumerate(gremium.zetels):
            yield f"{path}.zetels.{number}", zetel


def _last_count(gemeente: Gemeente) -> int:
    return max(gemeente.inwoners, key=lambda count: count.peildatum).aantal


def people_of(zetel: Zetel) -> set[str]:
    """Return who may answer for a seat."""
    return {person for person in (zetel.houder, zetel.plaatsvervanger) if person is not None}

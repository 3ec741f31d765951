"""What is done to one file on SharePoint, and what is then to be recorded of it: one event for each.

Whatever is done, it looks first: an answer that was lost, or an attempt that was killed, may have done it already.
Nothing of somebody else is overwritten, taken away or renamed. What comes when is `dossier.placing`'s.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from jaarcyclus.dossier.placing import SHA_COLUMN, Act, PlacedFile, Placing
from jaarcyclus.graph.client import Client
from jaarcyclus.graph.columns import patch_fields, read_fields
from jaarcyclus.graph.holding import hold, let_go, renew
from jaarcyclus.graph.items import MAX_SMALL, checkin, look, look_again, put_small, remove, replace_small
from jaarcyclus.graph.outcomes import (
    Ambiguous,
    Asked,
    Done,
    Exists,
    NeedsPerson,
    Outcome,
    Problem,
    is_status,
    with_value,
)
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.graph.records import CHECKED_OUT, DRAFT, Folder, Item
from jaarcyclus.graph.sessions import Session, cancel, open_session, send_chunks, session_status
from jaarcyclus.ledger.parts import Content
from jaarcyclus.ledger.placing_events import (
    BestandGezien,
    BestandVerdwenen,
    BestandVrijgegeven,
    BestandWeggehaald,
    InhoudVervallen,
    KolommenGezet,
    PlaatsingBevestigd,
    UploadGeopend,
    UploadVervallen,
)
from jaarcyclus.steps.placing_fence import Fence
from jaarcyclus.steps.placing_library import COLUMNS, Library, media_type
from jaarcyclus.terms.kept import Kept

_NAMES = tuple(column.name for column in COLUMNS)
_COMMENT = "Geplaatst door Jaarcyclus; de kolom Status zegt wat dit bestand is."
_LOOKS = 3  # chosen: what right after an upload goes unseen is seen within seconds
_LAPSES = 4  # chosen: some uploads are lost every time (onedrive-api-docs 675); then a person hears of it
_MARGIN = timedelta(minutes=5)  # chosen: what one chunk may take on a slow line; a lease must outlive it


@dataclass(frozen=True, kw_only=True)
class Hand:
    """What acts in one folder, under one lease that ends at `until`."""

    library: Library
    folder: Folder
    find: Callable[[str], Kept]
    fence: Fence
    until: datetime

    @property
    def client(self) -> Client:
        return self.library.client

    @property
    def app(self) -> str:
        return self.client.connection.app

    @property
    def is_late(self) -> bool:
        """Return whether the lease is nearly over."""
        return self.library.now() > self.until - _MARGIN

    def do(self, act: Act, name: str | None, placing: Placing) -> Content:
        """Return what came of the next act, as the event that says so."""
        if name is None:
            return self._confirm(placing)
        if act == Act.REMOVE:
            return self._remove(Item(drive_id=self.folder.drive_id, id=placing.content.weg[name], name=name), placing)
        file = placing.files[name]
        match act:
            case Act.SEND if file.wanted.item:
                return self._replace(Item(drive_id=self.folder.drive_id, id=file.wanted.item, name=name), file, placing)
            case Act.SEND:
                return self._send(name, file)
            case Act.TELL:
                return self._tell(name, file, placing)
            case _:
                return self._release(name, file)

    def _send(self, name: str, file: PlacedFile) -> Content:
        """Look first: whatever an earlier attempt did and nobody saw, stands there."""
        found = look(self.client, self.folder, name)
        if not isinstance(found, Done):
            return self.fence.hindrance(found, name)
        if found.value is not None:
            return self._found(found.value, name, file)
        if file.upload is not None:
            return self._send_on(name, file, file.upload)
        kept = self.find(file.wanted.sha256)
        if kept.size <= MAX_SMALL:
            return self._sent(put_small(self.client, self.folder, name, kept.read(), media_type(name)), name, file)
        opened = open_session(self.client, self.folder, name, kept.size)
        if not isinstance(opened, Done):
            return self._sent(opened, name, file)
        return self._opened(opened.value, name)

    def _replace(self, item: Item, file: PlacedFile, placing: Placing) -> Content:
        """Give a file of ours other content, or other columns: it has what its column of the hash says."""
        own = self._own(item, placing)
        if not isinstance(own, Done):
            return self._missed(own, item.name, file)
        held = hold(self.client, own.value, _NAMES)
        if not isinstance(held, Done):
            return self.fence.hindrance(held, item.name)
        if held.value.fields.get(SHA_COLUMN) == file.wanted.sha256:  # only what is told of it changes
            return self._seen(held.value, item.name, file)
        content = self.find(file.wanted.sha256).read()
        renewed = renew(self.client, held.value, content, media_type(item.name))
        if not isinstance(renewed, Done):
            return self.fence.hindrance(renewed, item.name)
        etag, address = renewed.value.etag, renewed.value.web_url
        return BestandGezien(**self.fence.of(item.name), item=item.id, etag=etag, adres=address)

    def _remove(self, item: Item, placing: Placing) -> Content:
        """Take a file of ours away as it is now; one that a person changed is for a person.

        That it is gone is believed when this call took it away, or when look after look does not see it.
        """
        own = self._own(item, placing)
        if isinstance(own, NeedsPerson) and own.reason is Reason.GONE:
            return BestandWeggehaald(**self.fence.of(item.name))
        removed = remove(self.client, own.value) if isinstance(own, Done) else own
        if not isinstance(removed, Done):
            return self.fence.hindrance(removed, item.name)
        if not removed.value:
            return self.fence.hindrance(self.client.later(Reason.SETTLING, f"'{item.name}'"), item.name)
        return BestandWeggehaald(**self.fence.of(item.name))

    def _own(self, item: Item, placing: Placing) -> Asked[Item]:
        """Return a file that is only ours as it is now, not checked out by us, or what somebody else did to it."""
        found = look_again(self.client, item)
        if isinstance(found, Done) and found.value is not None:
            found = let_go(self.client, found.value)
        if not isinstance(found, Done):
            return found
        problem = self._estranged(found.value, item.name, placing)
        return problem or with_value(found, found.value or item)

    def _opened(self, session: Session, name: str) -> UploadGeopend:
        return UploadGeopend(**self.fence.of(name), adres=self.library.seal.close(session.address), tot=session.expires)

    def _send_on(self, name: str, file: PlacedFile, upload: UploadGeopend) -> Content:
        """Go on where the library says the upload is."""
        address = self.library.seal.open(upload.adres)
        if address is None:
            return UploadVervallen(**self.fence.of(name))
        session = Session(folder=self.folder, name=name, total=file.wanted.grootte, address=address, expires=upload.tot)
        going = session_status(self.client, session)
        if not isinstance(going, Done):
            return self.fence.hindrance(going, name)
        if going.value is None:
            return self._lost(session, file, upload)
        with self.find(file.wanted.sha256).open() as source:
            for step in send_chunks(self.client, going.value, source):
                if isinstance(step, Done) and isinstance(step.value, Session):
                    if self.is_late:
                        return self.fence.pause(self.library.now())
                    continue
                return self._sent(step, name, file)  # type: ignore[arg-type]  # an item, or no success
        return self.fence.pause(self.library.now())

    def _lost(self, session: Session, file: PlacedFile, upload: UploadGeopend) -> Content:
        """Give an upload up, for it may hold the name; after a wait, when this attempt opened it: so goes the next."""
        if upload.pacht == self.fence.seq:
            gone = self.client.unclear(Reason.SESSION_GONE, f"'{session.name}'")
            return self._sent(gone, session.name, file)
        given_up = cancel(self.client, session)
        if not isinstance(given_up, Done):
            return self.fence.hindrance(given_up, session.name)
        return UploadVervallen(**self.fence.of(session.name))

    def _sent(self, outcome: Outcome[Item], name: str, file: PlacedFile) -> Content:
        if isinstance(outcome, Done):
            return self._seen(outcome.value, name, file)
        if isinstance(outcome, Exists):
            return self._found(outcome.item, name, file)
        if isinstance(outcome, Ambiguous) and outcome.reason is Reason.SESSION_GONE and file.lapsed >= _LAPSES:
            return self.fence.stopped(self.client.refuse(Reason.UPLOAD_FAILS, f"'{name}'", code=str(_LAPSES)), name)
        return self.fence.hindrance(outcome, name)

    def _found(self, item: Item, name: str, file: PlacedFile) -> Content:
        """Judge what stands there. A small upload that broke off leaves half a file of ours: onedrive-api-docs 1366."""
        seen, size = self._seen(item, name, file), file.wanted.grootte
        is_half = item.size is not None and item.size < size <= MAX_SMALL and not item.fields.get(SHA_COLUMN)
        if not (is_half and isinstance(seen, BestandGezien)):
            return seen
        content = self.find(file.wanted.sha256).read()
        return self._sent(replace_small(self.client, item, content, media_type(name)), name, file)

    def _seen(self, item: Item, name: str, file: PlacedFile) -> Content:
        """Believe that it is ours only when the library names this app, and its columns no other bytes."""
        if not item.is_only_of(self.app) or item.fields.get(SHA_COLUMN) not in (None, "", file.wanted.sha256):
            return self.fence.stopped(self.client.refuse(Reason.NAME_TAKEN, f"'{name}'"), name)
        return BestandGezien(**self.fence.of(name), item=item.id, etag=item.etag, adres=item.web_url)

    def _tell(self, name: str, file: PlacedFile, placing: Placing) -> Content:
        """Fill its columns while nobody else touches it: as read before it was looked at, or not at all."""
        item = self._item(name, file.seen)
        read, found = read_fields(self.client, item), look_again(self.client, item)
        if not isinstance(found, Done):
            return self.fence.hindrance(found, name)
        if problem := self._estranged(found.value, name, placing):
            return self._missed(problem, name, file)
        given_up = file.wanted.item and found.value and found.value.level != CHECKED_OUT
        if given_up and (unlike := self._unlike(found.value, name, file)) and unlike.reason is Reason.COLUMN_DIFFERS:
            return self._fall_back(unlike, name, file)
        if not isinstance(read, Done):  # it stands there, so its entry in the list is on its way, or kept from the app
            coming = is_status(read, 404) and placing.waits < _LOOKS
            told: Asked[bool] = self.client.later(Reason.SETTLING, f"'{name}'") if coming else read
        else:
            told = patch_fields(self.client, item, file.wanted.kolommen, read)
        return KolommenGezet(**self.fence.of(name)) if isinstance(told, Done) else self.fence.hindrance(told, name)

    def _release(self, name: str, file: PlacedFile) -> Content:
        done = checkin(self.client, self._item(name, file.seen), _COMMENT)
        return BestandVrijgegeven(**self.fence.of(name)) if isinstance(done, Done) else self.fence.hindrance(done, name)

    def _confirm(self, placing: Placing) -> Content:
        """Look at every file once more: what a person did meanwhile is for a person, and what still waits for one."""
        for name, file in sorted(placing.files.items()):
            own = self._own(self._item(name, file.seen), placing)
            if not isinstance(own, Done):
                return self._missed(own, name, file)
            if problem := self._unlike(own.value, name, file):
                return self._fall_back(problem, name, file)
        for name, item_id in sorted(placing.content.weg.items()):
            found = look_again(self.client, Item(drive_id=self.folder.drive_id, id=item_id, name=name))
            if not isinstance(found, Done):
                return self.fence.hindrance(found, name)
            if found.value is not None:
                return self.fence.stopped(self.client.refuse(Reason.RETURNED, f"'{name}'"), name)
        return PlaatsingBevestigd(sleutel=self.fence.sleutel, pacht=self.fence.seq, adres=self.folder.web_url)

    def _missed(self, problem: Problem, name: str, file: PlacedFile) -> Content:
        """Place a file anew that somebody took away; who keeps doing that is for a person."""
        if isinstance(problem, NeedsPerson) and problem.reason is Reason.GONE and file.lapsed < _LAPSES:
            return BestandVerdwenen(**self.fence.of(name))
        return self.fence.hindrance(problem, name)

    def _fall_back(self, unlike: NeedsPerson, name: str, file: PlacedFile) -> Content:
        """Begin anew with a file of which somebody gave up our check-out; a person hears of it in the end."""
        if unlike.reason is not Reason.COLUMN_DIFFERS or file.wanted.item is None or file.lapsed >= _LAPSES:
            return self.fence.stopped(unlike, name)
        return InhoudVervallen(**self.fence.of(name))

    def _item(self, name: str, seen: BestandGezien | None) -> Item:
        assert seen is not None, "columns and release come after it was seen"
        return Item(drive_id=self.folder.drive_id, id=seen.item, name=name)

    def _estranged(self, item: Item | None, name: str, placing: Placing) -> Problem | None:
        """Say what somebody else did to a file of ours. What is gone may be unseen for a moment: then look again."""
        client, about = self.client, f"'{name}'"
        if item is None:
            unseen = placing.waits < _LOOKS
            return client.later(Reason.SETTLING, about) if unseen else client.refuse(Reason.GONE, about)
        if not item.is_only_of(self.app):
            if item.level == CHECKED_OUT and item.checked_out_by_app != self.app:  # what he did is not told before
                return client.refuse(Reason.CHECKED_OUT, about, code=item.checked_out_by or "onbekend wie")
            return client.refuse(Reason.EDITED, about)
        if item.name != name or item.parent_id != self.folder.id:
            return client.refuse(Reason.NAME_CHANGED, about, code=item.name)
        return None

    def _unlike(self, item: Item | None, name: str, file: PlacedFile) -> NeedsPerson | None:
        fields = item.fields if item else {}
        differing = [column for column, text in file.wanted.kolommen.items() if fields.get(column) != text]
        if differing:
            return self.client.refuse(Reason.COLUMN_DIFFERS, f"'{name}'", code=", ".join(differing))
        if item and item.level == DRAFT:  # released by us: what is left is for who approves
            return self.client.refuse(Reason.APPROVAL_NEEDED, f"'{name}'")
        return None

"""Other content for a file of ours, never over what somebody else wrote: it is held by a check-out meanwhile.

Between a look and a check-out anybody may write, and the check-out hides who did: so the file is compared before and
after, and given back as it was when it is another. For the same reason a check-out that an attempt left behind is given
up before looking: what it hides is then told again. In a library that asks for no check-out too.
"""

from collections.abc import Collection

from jaarcyclus.graph.client import Client
from jaarcyclus.graph.items import checkout, discard, is_held, look_again, replace_small
from jaarcyclus.graph.outcomes import Ambiguous, Asked, Done
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.graph.records import Item


def let_go(client: Client, seen: Item) -> Asked[Item]:
    """Return the file as it is when the app has not checked it out: as it was before, if the app had.

    One that was never checked in stays with the app: nobody else has seen it.
    """
    return discard(client, seen) if is_held(client, seen) else Done(value=seen)


def hold(client: Client, seen: Item, columns: Collection[str] = ()) -> Asked[Item]:
    """Check out a file that is still as it was `seen`, these columns too, and return it as it is then.

    Given back, and `TryLater` (CHANGED), when somebody did something to it before we had it to ourselves.
    """
    held = checkout(client, seen)
    if not isinstance(held, Done) or _is_same(held.value, seen, columns):
        return held
    given_back = let_go(client, held.value)
    return client.later(Reason.CHANGED, f"'{seen.name}'") if isinstance(given_back, Done) else given_back


def renew(client: Client, held: Item, content: bytes, media_type: str) -> Asked[Item]:
    """Give a file that we hold other content, of at most MAX_SMALL bytes.

    A 412 comes with the right eTag too (onedrive-api-docs 800, 1716): if the file is as it was, once more.
    """
    renewed = replace_small(client, held, content, media_type)
    if not isinstance(renewed, Ambiguous) or renewed.reason is not Reason.CHANGED:
        return renewed
    found = look_again(client, held)
    if not isinstance(found, Done):
        return found
    if found.value is None or not is_held(client, found.value) or not _is_same(found.value, held, ()):
        return renewed
    return replace_small(client, found.value, content, media_type)


def _is_same(one: Item, other: Item, columns: Collection[str]) -> bool:
    """Compare place, content and columns; an eTag goes up with a check-out, so it tells nothing here."""
    return (
        (one.name, one.parent_id) == (other.name, other.parent_id)
        and (one.ctag == other.ctag or _has_same_bytes(one, other))
        and all(one.fields.get(name) == other.fields.get(name) for name in columns)
    )


def _has_same_bytes(one: Item, other: Item) -> bool:
    known = one.quick_xor_hash != "" and one.size is not None
    return known and (one.quick_xor_hash, one.size) == (other.quick_xor_hash, other.size)

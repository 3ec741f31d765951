"""How many units an app spends in a minute, and what it gets when it spends more, or does not wait when told to."""

from graph.state import Store
from graph.wire import GraphError

# of Microsoft's page on limits: one unit for what is read by id, two for lists and writes, five for permissions
COSTS = {"look": 1, "delta-next": 1, "content": 1, "fields-read": 1, "grant": 5}
DEFAULT_COST = 2
MINUTE = 60


def throttled(retry_after: str | None, header: str = "Retry-After") -> GraphError:
    headers = {} if retry_after is None else {header: retry_after}
    inner = "throttledRequest"
    return GraphError(429, "activityLimitReached", "The request has been throttled.", inner=inner, headers=headers)


def account(store: Store, actor: str, step: str) -> dict[str, str]:
    """Book one request, and return the headers that tell how much is left. Raises GraphError 429.

    A request within the wait it was told makes the wait longer and is logged as a fault of the client.
    """
    behaviour, now = store.behaviour(), store.now()
    row = store.one("SELECT * FROM throttle WHERE app = ?", actor)
    if row is not None and row["until"] > now:
        until = row["until"] + behaviour.throttle_seconds
        store.run("UPDATE throttle SET until = ? WHERE app = ?", until, actor)
        store.effect("early-retry", actor, step=step, seconds_early=row["until"] - now)
        raise throttled(str(int(until - now) + 1))
    if behaviour.units_per_minute is None:
        return {}
    minute, limit = int(now // MINUTE), behaviour.units_per_minute
    units = (row["units"] if row is not None and row["minute"] == minute else 0) + COSTS.get(step, DEFAULT_COST)
    until = now + behaviour.throttle_seconds if units > limit else 0
    store.run("INSERT OR REPLACE INTO throttle VALUES (?, ?, ?, ?)", actor, until, minute, units)
    if until:
        raise throttled(str(int(behaviour.throttle_seconds)))
    if units < 0.8 * limit:
        return {}
    left, reset = str(limit - units), str(int(MINUTE - now % MINUTE))
    return {"RateLimit-Limit": str(limit), "RateLimit-Remaining": left, "RateLimit-Reset": reset}


def hold_off(store: Store, actor: str, seconds: float) -> None:
    """Have this app wait: what it asks before counts as its fault."""
    store.run("INSERT OR REPLACE INTO throttle VALUES (?, ?, 0, 0)", actor, store.now() + seconds)

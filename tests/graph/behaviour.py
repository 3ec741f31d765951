"""How the imitated tenant behaves: every number and habit a test may set, with SharePoint's own as what is not set."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """The habits of one tenant. Sizes in bytes, times in seconds of the server's own clock; None is: not at all."""

    token_seconds: float = 3599
    # above this a simple PUT lands at the session endpoint, which asks for a Content-Range (seen since 2026)
    put_limit: int = 4 * MIB
    page_size: int = 200
    quota: int | None = None
    # 0: an Office file, PDF or HTML page is other bytes from the request after the upload on
    rewrite_after: float | None = 0
    hashes: bool = True
    strips_names: bool = False  # blanks and dots at the end of a name are dropped without a word, instead of refused
    size_in_put_answer: bool = True  # False: the answer to a PUT tells another size than the file has
    names_holder: bool = True  # False: of a file that is checked out nobody is told who has it
    fields_conflicts: int = 0  # so many writes of columns after an upload meet 409 resourceModified
    session_seconds: float = 3 * 86400
    lookups: int = 0  # so many columns look up in other lists; with more than twelve no list shows its columns
    put_ignores_fail: bool = False
    session_ignores_fail: bool = False
    ranges: str = "open"  # how what is still expected is told: "5242880-", or closed, "5242880-8999999"; or missing
    fragment_multiple: int | None = 320 * 1024
    download_seconds: float = 3600
    download_uses: int | None = None
    delta_page: int = 200
    delta_duplicates: bool = False
    delta_sparse: bool = False  # an entry tells neither its name nor who made it
    delta_late: float = 0  # so long after a change the delta query tells it
    delta_token_seconds: float = 30 * 86400
    units_per_minute: int | None = None  # 1200 is what the smallest tenant gets per app
    throttle_seconds: float = 30

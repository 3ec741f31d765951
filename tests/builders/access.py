"""The table of docs/access.md: what each role gets of each route and verb."""

from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "access.md"
BEGIN, END = "<!-- table -->\n", "<!-- end -->\n"
Route = tuple[str, str]


def read_page() -> dict[Route, list[int]]:
    """Return the table of the page: statuses by verb and path, in the order of the roles."""
    rows = PAGE.read_text().split(BEGIN)[1].split(END)[0].splitlines()[2:]
    cells = [[cell.strip().strip("`") for cell in row.strip("|").split("|")] for row in rows]
    return {(verb, f"/jaarcyclus{path}"): [int(status) for status in found] for verb, path, *found in cells}

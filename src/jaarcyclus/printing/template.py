"""The only door to Jinja2: a template of `templates/` and what goes into it, out comes HTML.

Everything is escaped and every name must exist; every text passes `terms.text.make_printable`, so that it can neither
become markup nor hide. Do not mark a value `safe` in a template.
"""

from functools import cache
from typing import Any

from jaarcyclus.settings import project_root
from jaarcyclus.terms import formats, text


def fill_template(name: str, **values: Any) -> str:
    """Return the filled template. Raises jinja2.UndefinedError on a name that was not given."""
    return str(_environment().get_template(name).render(**values))


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import escape

    environment = Environment(
        loader=FileSystemLoader(project_root() / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    environment.filters.update(dag=formats.format_day, moment=formats.format_moment, opsomming=formats.join_names)
    environment.filters.update(precies=escape)  # an address, or what goes back into a form: escaped, and nothing else
    return environment


def _harmless(value: Any) -> Any:
    """Every printed text loses what does not show; markup that Jinja2 itself made (`Markup`) is left alone."""
    return text.make_printable(value) if type(value) is str else value

"""The only door to Jinja2: a template of `templates/` and what goes into it, out comes HTML, or
plain text.

Every name must exist; every text passes `terms.text.make_printable` and, in HTML, is escaped, so that it can neither
become markup nor hide. Do not mark a value `safe` in a template.
"""

from functools import cache
from typing import Any

from jaarcyclus.settings import project_root
from jaarcyclus.terms import formats, text


def fill_template(name: str, **values: Any) -> str:
    """Return the filled template. Raises jinja2.UndefinedError on a name that was not given."""
    return str(_environment().get_template(name).render(**values))


def fill_text(name: str, **values: Any) -> str:
    """Return a filled template that is plain text: nothing is markup there, and nothing hides. Raises as above."""
    return str(_environment(is_markup=False).get_template(name).render(**values))


def compile_templates(folder: str) -> None:
    """Make every HTML template in this folder of `templates/` ready to be filled, for who has time now and not later.

    Each is compiled anew once its file changed. Raises jinja2.TemplateSyntaxError.
    """
    environment = _environment()
    for name in environment.list_templates(filter_func=lambda name: name.startswith(f"{folder}/")):
        if name.endswith(".html"):
            environment.get_template(name)


class _Exact(str):
    """A text that goes out as it is: an address with room to break in it is another address."""

    __slots__ = ()


@cache
def _environment(*, is_markup: bool = True) -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import escape

    environment = Environment(
        loader=FileSystemLoader(project_root() / "templates"),
        autoescape=is_markup,  # noqa: S701 - plain text has no markup to escape
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    environment.filters.update(dag=formats.format_day, moment=formats.format_moment, opsomming=formats.join_names)
    # An address, or what goes back into a form: escaped where that means something, and nothing else.
    environment.filters.update(precies=escape if is_markup else _Exact)
    return environment


def _harmless(value: Any) -> Any:
    """Every printed text loses what does not show; markup that Jinja2 itself made (`Markup`) is left alone."""
    return text.make_printable(value) if type(value) is str else value

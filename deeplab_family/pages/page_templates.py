"""Page templates: one environment of Jinja2 for all pages.

A page extends `pages/base.html` and takes its parts from `pages/parts.html`.
Every text is escaped, and what a terminal or browser would obey instead of
showing is written out; there are no scripts and no requests.
"""

import functools
import re

import jinja2
from markupsafe import Markup, escape

from deeplab_family.console.terminal import printable

HERE = "deeplab_family.pages"
BREAKS = re.compile(r"([_/])")
"""A long name may go on in the next line after these."""


def render(template: str, package: str = HERE, **values: object) -> Markup:
    """A filled template; text among the values is escaped.

    Equal values give equal bytes: a template has no clock.

    Args:
        template: name of a file in the folder `templates` of the package, or
            "pages/" and the name of one beside this file.
        package: dotted name of the package that owns it.
        values: what it shows; every name that it uses.

    Raises:
        jinja2.UndefinedError: if a name of the template has no value.
    """
    environment = _environment(package)
    return Markup(environment.get_template(template).render(values))


@functools.cache
def _environment(package: str) -> jinja2.Environment:
    shared = jinja2.PackageLoader(HERE)
    own = shared if package == HERE else jinja2.PackageLoader(package)
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [jinja2.PrefixLoader({"pages": shared}), own]
        ),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["breakable"] = _breakable
    return environment


def _shown(value: object) -> object:
    """Names of files need not be text, nor harmless; see `printable`."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return printable(value)
    return value


def _breakable(name: str) -> Markup:
    shown = str(escape(printable(name)))
    return Markup(BREAKS.sub(r"\1<wbr>", shown))

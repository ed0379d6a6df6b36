"""Model card as Markdown, with the front matter of the Hugging Face hub."""

import functools
import json
import re
from html import escape

import jinja2
from markupsafe import Markup

from deeplab_family.console.terminal import printable
from deeplab_family.model_card.model_card import (
    DETECTION,
    SUMMARIES,
    ModelCard,
    Score,
)
from input_pipeline.counted_nouns import counted_noun

FEW_IMAGES = 20
"""Below it a bootstrap over images says little."""

SHOWN_CLASSES = 5
_ACTIVE = re.compile(
    r"[\\`*\[\]|~$#!]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<=[/:])/"
)
"""What Markdown obeys within a line; of "//" the second, for bare links."""


def as_markdown(card: ModelCard) -> str:
    """The card as the text of a `README.md` of the hub.

    Equal cards give equal text. Names come from anywhere: none may end a line,
    hold HTML, or be read as Markdown or YAML.
    """
    template = _environment().get_template("model_card.md")
    return template.render(
        card=card,
        summary=SUMMARIES[card.task].format(_count(card)),
        is_detector=card.task == DETECTION,
        few=0 < card.judged_images < FEW_IMAGES,
        shown=", ".join(card.classes[:SHOWN_CLASSES]),
        more=len(card.classes) - SHOWN_CLASSES,
    )


def markdown_text(text: str) -> str:
    """Text that Markdown shows as it is, in one line."""
    shown = escape(printable(text, keep=""), quote=False)
    return _ACTIVE.sub(r"\\\g<0>", shown)


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("deeplab_family.model_card"),
        autoescape=False,  # of HTML; see `_shown`
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "yaml": _yaml,
        "code": _code,
        "score": _score,
        "images": functools.partial(counted_noun, noun="image"),
    }
    return environment


def _shown(value: object) -> object:
    if isinstance(value, str) and not isinstance(value, Markup):
        return Markup(markdown_text(value))
    return value


def _yaml(text: str) -> Markup:
    """A string of YAML, whatever it holds."""
    return Markup(json.dumps(printable(text, keep=""), ensure_ascii=False))


def _code(line: str) -> Markup:
    """A line of an indented block, which nothing within can end."""
    return Markup("    " + printable(line, keep=""))


def _count(card: ModelCard) -> str:
    if not card.classes:
        return "classes without names"
    return counted_noun(len(card.classes), "class", "classes")


def _score(score: Score) -> str:
    if score.value is None:
        return "nothing to judge"
    text = f"{score.value:.4f}"
    if score.interval is None:
        return text
    low, high = score.interval
    return f"{text} ({low:.4f} to {high:.4f})"

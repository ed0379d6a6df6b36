"""Page of the app: one document with its script, and what it may load."""

import base64
import hashlib
import re

from deeplab_family.app.asked_model import AskedModel
from deeplab_family.app.page_samples import PageSample
from deeplab_family.app.page_settings import (
    CRFS,
    SCALE_CHOICES,
    SIDE,
    SIDES,
    STRIDES,
    why_not,
)
from deeplab_family.pages.page_templates import render

PACKAGE = "deeplab_family.app"
_INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)


def app_page(
    model: AskedModel,
    samples: list[PageSample],
    most_bytes: int,
    is_local: bool,
) -> str:
    """The document; equal arguments give equal bytes.

    Args:
        model: whose name, classes and possible settings it shows.
        samples: whose names are on its buttons.
        most_bytes: of an image, which the script checks before sending.
        is_local: whether images stay on the machine of the browser.
    """
    spec = model.spec
    return str(
        render(
            "app.html",
            PACKAGE,
            name=model.name,
            kind=model.predictor.kind,
            input_size=model.predictor.input_size,
            classes=len(spec.class_names),
            samples=[sample.name for sample in samples],
            is_local=is_local,
            why_not=why_not(model.predictor),
            sides=SIDES,
            side=SIDE,
            strides=STRIDES,
            scales=[_text(scales) for scales in SCALE_CHOICES],
            crfs=CRFS,
            facts={
                "names": spec.class_names,
                "colors": [list(map(int, color)) for color in spec.palette],
                "most_bytes": most_bytes,
            },
        )
    )


def content_policy(page: str) -> str:
    """The policy under which this page, and nothing else, runs.

    Source: Content Security Policy Level 3 (W3C), hashes of inline elements.
    """
    hashes = {"script": [], "style": []}
    for kind, text in _INLINE.findall(page):
        digest = hashlib.sha256(text.encode()).digest()
        hashes[kind].append(f"'sha256-{base64.b64encode(digest).decode()}'")
    return "; ".join(
        [
            "default-src 'none'",
            "connect-src 'self'",
            f"script-src {' '.join(hashes['script'])}",
            f"style-src {' '.join(hashes['style'])}",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ]
    )


def _text(scales: tuple[float, ...]) -> str:
    return ", ".join(f"{scale:g}" for scale in scales)

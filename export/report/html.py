"""The report as one HTML file that needs nothing from anywhere.

The page is laid out by the templates beside this file; every text in them is
escaped by Jinja2.
"""

import base64
import functools
import io
import re

import jinja2
import numpy as np
from markupsafe import Markup, escape
from PIL import Image, ImageFilter

from export.report.report import ExportReport
from export.report.table import details, measurements

# A long name may go on in the next line after these.
BREAKS = re.compile(r"([_/])")
WIDTH = 320
QUALITY = 80


def as_html(report: ExportReport) -> str:
    """The report as a page without scripts and without requests."""
    measured = report.verification
    paths = {artifact.name: artifact.path for artifact in measured.artifacts}
    page = render(
        "report.html",
        report=report,
        measurements=measurements(report),
        details=details(report),
        legend=list(zip(report.class_names, report.palette, strict=False)),
        figures=[
            (_words(image, paths), _pictures(image))
            for image in measured.changed_images
        ],
    )
    return str(page)


def render(template: str, **values: object) -> Markup:
    """A filled template of the page; text among the values is escaped.

    Args:
        template: name of a file in the folder `templates`.
        values: what it shows; every name that it uses.
    """
    return Markup(_environment().get_template(template).render(values))


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("export.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["breakable"] = _breakable
    return environment


def _breakable(name: str) -> Markup:
    return Markup(BREAKS.sub(r"\1<wbr>", str(escape(name))))


def _words(image, paths: dict[str, str]) -> str:
    path = paths[image.artifact]
    return f"{path}, {image.file}: {image.changed:.2%} of the pixels changed"


def _pictures(image) -> list[tuple[str, str]]:
    """The source of each picture, and what it shows."""
    return [
        (jpeg_uri(image.photo), "photograph"),
        (png_uri(image.before), "the Keras model's answer"),
        (png_uri(image.after), "the artifact's answer"),
        (spots_uri(image.difference), "changed pixels"),
    ]


def jpeg_uri(picture: np.ndarray) -> str:
    """A photograph as a data URI, at most 320 pixels wide.

    Args:
        picture: uint8 RGB `(height, width, 3)`.
    """
    small = _shrink(picture, Image.Resampling.BOX)
    return _uri(small, "jpeg", quality=QUALITY)


def png_uri(picture: np.ndarray) -> str:
    """A picture of few flat colors, none of them mixed by the scaling."""
    small = _shrink(picture, Image.Resampling.NEAREST)
    return _uri(small, "png", optimize=True)


def spots_uri(picture: np.ndarray) -> str:
    """Light spots on dark; even a single pixel survives the scaling."""
    image = Image.fromarray(picture)
    shrinks_by = -(-image.width // WIDTH)
    if shrinks_by > 1:
        image = image.filter(ImageFilter.MaxFilter(2 * (shrinks_by // 2) + 1))
    return png_uri(np.asarray(image))


def _shrink(picture: np.ndarray, method) -> Image.Image:
    image = Image.fromarray(picture)
    if image.width <= WIDTH:
        return image
    height = max(1, round(image.height * WIDTH / image.width))
    return image.resize((WIDTH, height), method)


def _uri(image: Image.Image, form: str, **options) -> str:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    text = base64.b64encode(buffer.getvalue()).decode("ascii")
    return f"data:image/{form};base64,{text}"

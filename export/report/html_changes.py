"""Pictures of the pixels that changed, within the HTML page itself."""

from html import escape

from export.report.changed_image import ChangedImage
from export.report.data_uri import jpeg_uri, png_uri, spots_uri

STYLE = """
figure { margin: 1rem 0; }
.pictures { display: grid; gap: .5rem; grid-template-columns:
  repeat(auto-fill, minmax(min(17rem, 45%), 1fr)); }
.pictures img { width: 100%; height: auto; }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; padding: 0;
  list-style: none; }
.legend span { display: inline-block; width: 1em; height: 1em;
  margin-right: .4em; border: 1px solid var(--line); vertical-align: -.1em; }
.pictures span { display: block; font-size: .85rem; }
""".strip()

WORDS = (
    "The images with the most changed pixels. Where fewer than one pixel in a "
    "thousand changed, there is nothing to see, and none is shown."
)


def changes(report) -> str:
    """The worst images of each artifact of an `ExportReport`."""
    paths = {a.name: a.path for a in report.verification.artifacts}
    figures = [
        _figure(image, paths[image.artifact])
        for image in report.verification.changed_images
    ]
    return "\n".join([f"<p>{WORDS}</p>", _legend(report), *figures])


def _legend(report) -> str:
    """The colors of the classes, where both names and colors are known."""
    pairs = zip(report.class_names, report.palette, strict=False)
    items = "\n".join(
        f'<li><span style="background: rgb{tuple(color)}"></span>'
        f"{escape(name)}</li>"
        for name, color in pairs
    )
    return f'<ul class="legend">\n{items}\n</ul>' if items else ""


def _figure(image: ChangedImage, path: str) -> str:
    pictures = "\n".join(
        _picture(uri, words)
        for uri, words in [
            (jpeg_uri(image.photo), "photograph"),
            (png_uri(image.before), "the Keras model's answer"),
            (png_uri(image.after), "the artifact's answer"),
            (spots_uri(image.difference), "changed pixels"),
        ]
    )
    words = f"{path}, {image.file}: {image.changed:.2%} of the pixels changed"
    return (
        f"<figure>\n<figcaption>{escape(words)}</figcaption>\n"
        f'<div class="pictures">\n{pictures}\n</div>\n</figure>'
    )


def _picture(uri: str, words: str) -> str:
    text = escape(words)
    return f'<div><img src="{uri}" alt="{text}"><span>{text}</span></div>'

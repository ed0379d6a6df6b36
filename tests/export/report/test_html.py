import dataclasses
import re

import numpy as np
from markupsafe import Markup

from deeplab_family.console.tables import (
    Table,
    numbers,
    words,
)
from export.report import Drawing, ExportReport, Section, Verification
from export.report.html import as_html
from export.report.report import ChangedImage
from tests.html_page import HtmlPage


def test_the_page_is_whole_and_fetches_nothing(exported):
    text = (exported.folder / "export_report.html").read_text()
    HtmlPage(text)
    for artifact in exported.report.verification.artifacts:
        assert artifact.path in text.replace("<wbr>", "")


def page_of(*content):
    """The page of an export of nothing, but for this content."""
    report = ExportReport(
        image_size=(33, 49),
        images=0,
        calibration_images=0,
        num_threads=1,
        verification=Verification(artifacts=(), keras_latency_ms=1.0),
        sections=(Section(title="t", content=content),),
    )
    text = as_html(report)
    HtmlPage(text)
    return text.partition("<h2>t</h2>\n")[2], text


def sizes(*rows, heading="file", caption=""):
    return Table(
        columns=words(heading) + numbers("MB"), rows=rows, caption=caption
    )


def test_names_cannot_break_the_page(exported):
    drawing = Drawing(Markup("<svg></svg>"))
    section = Section(title="<b>&", content=("a<b", drawing))
    report = dataclasses.replace(exported.report, sections=(section,))
    text = as_html(report)
    HtmlPage(text)
    assert "<h2>&lt;b&gt;&amp;</h2>\n<p>a&lt;b</p>\n<svg></svg>\n" in text


def test_a_narrow_screen_sees_the_verdict_first(exported):
    text = as_html(exported.report)
    viewport = "width=device-width, initial-scale=1"
    assert f'<meta name="viewport" content="{viewport}">' in text
    body = text[text.index("<body>") :]
    verdict = body.index("Every artifact keeps its limits")
    assert verdict < body.index("<dl>") < body.index("<table>")
    # Paths and checksums without a space break where the screen ends.
    assert "dd, figcaption { overflow-wrap: anywhere; }" in text
    assert "svg { max-width: 100%; height: auto; }" in text
    assert "img { display: block; max-width: 100%; height: auto;" in text
    boxes = text.count('<div class="wide" tabindex="0">\n<table')
    assert boxes == text.count("<table") == 5


def test_the_page_says_what_was_exported(exported):
    origin = dataclasses.replace(
        exported.report.origin, model="<b>.keras", command="deeplab export a&b"
    )
    text = as_html(dataclasses.replace(exported.report, origin=origin))
    assert "<dt>Model</dt><dd>&lt;b&gt;.keras</dd>" in text
    assert "<dt>Command</dt><dd>deeplab export a&amp;b</dd>" in text
    assert "<h2>Inputs and outputs</h2>" in text


def test_headings_say_what_they_head():
    text, _ = page_of(sizes(("a.tflite", "1"), caption="sizes"))
    assert '<th scope="col">MB</th>' in text
    assert '<th scope="row">a.tflite</th><td>1</td>' in text
    assert "<figcaption>sizes</figcaption>" in text


def test_what_failed_is_marked_and_text_cannot_break_out():
    text, _ = page_of(sizes(("x", "FAILED"), ("y", "&"), heading="<a>"))
    assert '<td class="failed">FAILED</td>' in text
    assert "&lt;a&gt;" in text and "<td>&amp;</td>" in text


def test_only_the_table_scrolls_and_its_words_stay_with_the_page():
    text, page = page_of(sizes(("a.tflite", "1"), caption="sizes"))
    box = re.search('<div class="wide" tabindex="0">(.*)</div>', text, re.S)
    assert "<table>" in box[1]
    assert "sizes" not in box[1]
    style = re.search("<style>(.*)</style>", page, re.S)[1]
    assert re.search(r"\.wide {[^}]*overflow-x: auto", style)
    # A width in pixels would be wider than some screen.
    assert not re.search(r"width: \d+px", style)


def test_a_long_name_breaks_between_its_parts():
    row = ("serving/<a>_1/", "c_d")
    text, _ = page_of(Table(columns=words("file", "b"), rows=(row,)))
    shown = "serving/<wbr>&lt;a&gt;_<wbr>1/<wbr>"
    assert f'<th scope="row">{shown}</th><td>c_d</td>' in text
    assert '<table class="words">' in text


def test_totals_stand_in_the_foot_of_a_table():
    table = dataclasses.replace(sizes(("a", "1")), foot=(("all", "2"),))
    text, _ = page_of(table)
    foot = '<tfoot>\n<tr><th scope="row">all</th><td>2</td></tr>\n</tfoot>'
    assert foot in text


def test_every_picture_is_inside_and_described(exported):
    picture = np.zeros((4, 6, 3), np.uint8)
    image = ChangedImage(
        artifact="int8",
        file="<1>.jpg",
        changed=0.125,
        photo=picture,
        before=picture,
        after=picture,
        difference=picture,
    )
    verification = dataclasses.replace(
        exported.report.verification, changed_images=(image,)
    )
    report = dataclasses.replace(
        exported.report,
        verification=verification,
        class_names=("<sky>", "road", "c", "d"),
        palette=((1, 2, 3), (4, 5, 6)),
    )
    text = as_html(report)
    assert text.count('<img src="data:image/') == 4
    assert text.count('alt="') == 4
    words = "model_int8.tflite, &lt;1&gt;.jpg: 12.50% of the pixels changed"
    assert words in text
    assert 'rgb(1, 2, 3)"></span><bdi>&lt;sky&gt;</bdi></li>' in text
    assert 'rgb(4, 5, 6)"></span><bdi>road</bdi></li>' in text

import re

from export.report.html_table import STYLE, table
from export.report.table import Table


def test_headings_say_what_they_head():
    text = table(Table(("file", "MB"), (("a.tflite", "1"),), "sizes"))
    assert '<th scope="col">MB</th>' in text
    assert '<th scope="row">a.tflite</th><td>1</td>' in text
    assert "<figcaption>sizes</figcaption>" in text


def test_what_failed_is_marked_and_text_cannot_break_out():
    text = table(Table(("<a>",), (("x", "FAILED"), ("y", "&"))))
    assert '<td class="failed">FAILED</td>' in text
    assert "&lt;a&gt;" in text and "<td>&amp;</td>" in text


def test_only_the_table_scrolls_and_its_words_stay_with_the_page():
    text = table(Table(("file", "MB"), (("a.tflite", "1"),), "sizes"))
    box = re.search('<div class="wide" tabindex="0">(.*)</div>', text, re.S)
    assert "<table>" in box[1]
    assert "sizes" not in box[1]
    assert re.search(r"\.wide {[^}]*overflow-x: auto", STYLE)
    # A width in pixels would be wider than some screen.
    assert not re.search(r"width: \d+px", STYLE)


def test_a_long_name_breaks_between_its_parts():
    text = table(Table(("file", "b"), (("serving/<a>_1/", "c_d"),), words=True))
    shown = "serving/<wbr>&lt;a&gt;_<wbr>1/<wbr>"
    assert f'<th scope="row">{shown}</th><td>c_d</td>' in text
    assert '<table class="words">' in text

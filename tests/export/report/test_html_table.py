from export.report.html_table import table
from export.report.table import Table


def test_headings_say_what_they_head():
    text = table(Table(("file", "MB"), (("a.tflite", "1"),), "sizes"))
    assert '<th scope="col">MB</th>' in text
    assert '<th scope="row">a.tflite</th><td>1</td>' in text
    assert "<caption>sizes</caption>" in text


def test_what_failed_is_marked_and_text_cannot_break_out():
    text = table(Table(("<a>",), (("x", "FAILED"), ("y", "&"))))
    assert '<td class="failed">FAILED</td>' in text
    assert "&lt;a&gt;" in text and "<td>&amp;</td>" in text

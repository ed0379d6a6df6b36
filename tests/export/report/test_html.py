import dataclasses
from html.parser import HTMLParser

from export import Section
from export.report.html import as_html


class Page(HTMLParser):
    """Refuses tags that are left open, and gathers what is linked."""

    VOID = {"meta", "img", "br", "wbr"}

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.links = [], [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.links += [v for k, v in attributes if k in ("src", "href")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_whole_and_fetches_nothing(exported):
    text = (exported.folder / "export_report.html").read_text()
    page = Page(text)
    assert all(link.startswith("data:") for link in page.links)
    assert "script" not in page.tags
    assert "url(" not in text and "@import" not in text
    for artifact in exported.report.verification.artifacts:
        assert artifact.path in text.replace("<wbr>", "")


def test_names_cannot_break_the_page(exported):
    section = Section(title="<b>&", markdown="", html="<p>curve</p>")
    report = dataclasses.replace(exported.report, sections=(section,))
    text = as_html(report)
    Page(text)
    assert "&lt;b&gt;&amp;" in text
    assert "<p>curve</p>" in text


def test_a_narrow_screen_sees_the_verdict_first(exported):
    text = as_html(exported.report)
    viewport = "width=device-width, initial-scale=1"
    assert f'<meta name="viewport" content="{viewport}">' in text
    body = text[text.index("<body>") :]
    verdict = body.index("Every artifact keeps its limits")
    assert verdict < body.index("<dl>") < body.index("<table>")
    # Paths and checksums without a space break where the screen ends.
    assert "dd, figcaption { overflow-wrap: anywhere; }" in text
    assert "img, svg { max-width: 100%; height: auto; }" in text
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

"""HTML page as tests read it: every tag closed, nothing fetched."""

import re
from html.parser import HTMLParser


class HtmlPage(HTMLParser):
    """Refuses tags that are left open, scripts, handlers and requests.

    Args:
        text: the page.

    Attributes:
        tags: names of its elements, in order.
        words: the texts between them, joined.
    """

    VOID = {"meta", "img", "br", "wbr"}

    def __init__(self, text: str):
        super().__init__()
        self.open, self.tags, self.texts = [], [], []
        self.feed(text)
        assert self.open == []
        assert "url(" not in text and "@import" not in text

    def handle_starttag(self, tag, attributes):
        assert tag not in ("script", "iframe", "object", "embed", "link")
        for name, value in attributes:
            assert not name.startswith("on"), name
            if name in ("src", "href", "xlink:href"):
                assert re.match("data:image/(png|jpeg);base64,", value)
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in self.VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def words(self) -> str:
        return "".join(self.texts)

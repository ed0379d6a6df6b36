import jinja2
import pytest
from markupsafe import Markup

from deeplab_family.console.tables import Table, numbers, words
from deeplab_family.pages.page_templates import render

HOSTILE = [
    "<script>alert(1)</script>",
    '" onload="alert(1)',
    "'><img src=x onerror=alert(1)>",
    "</style><b>",
    "{{ 7 * 7 }}",
]


def table(name):
    columns = words("class") + numbers("IoU")
    return Table(columns=columns, rows=((name, name),), caption=name)


@pytest.fixture
def template(tmp_path, monkeypatch):
    """A package with one template that shows `text` in every part."""
    home = tmp_path / "toy_pages"
    (home / "templates").mkdir(parents=True)
    (home / "__init__.py").touch()
    (home / "templates/toy.html").write_text("""\
{% extends "pages/base.html" %}{% import "pages/parts.html" as parts %}
{% block title %}{{ text }}{% endblock %}
{% block main %}{{ parts.facts([(text, text)]) }}
{{ parts.tiles([(text, text, text)]) }}
{{ parts.legend([(text, (1, 2, 3))]) }}
{{ parts.pictures([("data:image/png;base64,", text)]) }}
{{ parts.table(table) }}{% endblock %}
""")
    monkeypatch.syspath_prepend(tmp_path)
    return "toy.html", "toy_pages"


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_out_of_any_part(template, text):
    from tests.html_page import HtmlPage

    page = render(*template, text=text, table=table(text))
    found = HtmlPage(page)
    # Title, 2 + 3 + 1 + 1 words of parts, heading, cell and caption.
    assert found.words.count(text) == 11
    assert "49" not in found.words.replace(text, "")


def test_marks_that_turn_writing_are_written_out(template):
    page = render(*template, text="a\u202eb\x00\udcff", table=table("x"))
    assert "a\\u202eb\\x00\\xff" in page
    page.encode("utf-8")  # no lone surrogates


def test_what_is_markup_already_stays(template):
    page = render(*template, text=Markup("<b>x</b>"), table=table("x"))
    assert "<dt><b>x</b></dt>" in page


def test_equal_values_give_equal_bytes(template):
    pages = [render(*template, text="x", table=table("x")) for _ in range(2)]
    assert pages[0] == pages[1]


def test_a_name_without_a_value_is_an_error(template):
    with pytest.raises(jinja2.UndefinedError, match="text"):
        render(*template, table=table("x"))


def test_a_page_is_made_for_phones_and_for_dark_screens(template):
    page = render(*template, text="x", table=table("x"))
    assert 'content="width=device-width, initial-scale=1"' in page
    assert "prefers-color-scheme: dark" in page
    assert page.startswith("<!DOCTYPE html>")

import pytest

from deeplab_family.console.tables import Table, numbers
from deeplab_family.pages.bars import Bar, bar_list
from deeplab_family.pages.line_chart import Chart, Series, chart_svg
from deeplab_family.pages.page_templates import render
from tests.deeplab_family.pages.chromium import CHROMIUM, width_within

PHONE = 390
LONG = "a_name_of_a_class_or_of_a_file_that_has_no_space_and_no_end" * 2


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_long_names_and_wide_tables_do_not_widen_the_page(
    tmp_path, monkeypatch
):
    home = tmp_path / "phone_pages"
    (home / "templates").mkdir(parents=True)
    (home / "__init__.py").touch()
    (home / "templates/page.html").write_text("""\
{% extends "pages/base.html" %}{% import "pages/parts.html" as parts %}
{% block title %}t{% endblock %}
{% block main %}<h1>{{ text }}</h1>{{ parts.facts([(text, text)]) }}
{{ parts.tiles([(text, text, text)]) }}{{ parts.legend([(text, (1, 2, 3))]) }}
{{ parts.table(table) }}<div class="charts">{{ chart }}</div>{{ bars }}
{% endblock %}
""")
    monkeypatch.syspath_prepend(tmp_path)
    columns = numbers(*(f"column {number}" for number in range(20)))
    html = render(
        "page.html",
        "phone_pages",
        text=LONG,
        table=Table(columns=columns, rows=((LONG, *["1"] * 19),)),
        chart=chart_svg(Chart(LONG, (Series(LONG, ((1, 1.0),)),))),
        bars=bar_list([Bar(name=LONG, values=(1,), text="0.1234")]),
    )
    assert width_within(html, PHONE, tmp_path) == PHONE

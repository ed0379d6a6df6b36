import base64
import io
import re
import xml.etree.ElementTree as xml

import numpy as np
import pytest
from PIL import Image

from deeplab_family.tracking.run_charts import run_charts
from deeplab_family.tracking.training_page import TrainingPage, as_html
from tests.html_page import HtmlPage

BAD = "<script>alert('&')</script>"


@pytest.fixture(scope="module")
def html():
    points = [(4, 1.0), (8, 0.5)]
    page = TrainingPage(
        title=BAD,
        step=8,
        facts=[("data", BAD)],
        charts=run_charts({"loss": points, "val_mean_iou": points}),
        classes=[(BAD, (1, 2, 3), 0.25), ("sky", (4, 5, 6), None)],
        best_step=4,
        columns=["step", "loss"],
        all_rows=[[str(step), "1"] for step in range(1, 31)],
        recipe='{"a": 1}',
    )
    picture = np.zeros((20, 1920, 3), np.uint8)
    picture[:, 960:] = 200
    return as_html(page, [picture])


def test_it_needs_nothing_from_anywhere(html):
    assert "http" not in html
    assert HtmlPage(html).tags.count("img") == 1


def test_names_are_escaped_and_tags_are_closed(html):
    # The title twice, a fact, and a class, whose "/" may end a line.
    assert html.count("&lt;script&gt;alert(&#39;&amp;&#39;)") == 4
    body = re.sub(r"<!DOCTYPE[^>]*>|<meta[^>]*>|<img[^>]*>|<wbr>", "", html)
    tree = xml.fromstring(body)
    assert len(tree.findall(".//svg[@class='chart']")) == 4


def test_lines_go_through_their_points(html):
    loss = run_charts({"loss": [(4, 1.0), (8, 0.5)]})[0]
    found = re.search(r'<polyline points="([^"]*)"', html)[1].split()
    assert found == [
        "{:.1f},{:.1f}".format(*loss.at(*point))
        for point in [(4, 1.0), (8, 0.5)]
    ]


def test_classes_have_color_bar_and_number(html):
    assert "background: rgb(1, 2, 3)" in html
    assert 'width="25.00" height="9"' in html and ">0.2500<" in html
    assert ">absent<" in html
    assert "of the best network, step 4" in html


def test_the_newest_evaluations_come_first(html):
    steps = re.findall(r'<tr><th scope="row">(\d+)<', html)
    assert steps == [str(step) for step in range(30, 10, -1)]
    assert "10 earlier ones are in history.csv" in html


def test_wide_pictures_are_shrunk(html):
    data = re.search(r'src="data:image/jpeg;base64,([^"]+)"', html)[1]
    picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(data))))
    assert picture.shape == (10, 960, 3)
    assert picture[:, :470].max() < 10 and picture[:, 490:].min() > 190

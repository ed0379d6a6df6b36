import re
import xml.etree.ElementTree as xml

import numpy as np

from deeplab_family.pages.heat_map import confusion_map, row_shares

COUNTS = np.array([[75, 25, 0], [0, 0, 0], [4, 0, 396]])
NAMES = ("road", "<sky>", "a very long name of a class")


def cells(tree, kind):
    """(row, column) -> strength, of the cells of a kind."""
    found = {}
    for path in tree.findall(f".//path[@class='{kind}']"):
        for x, y, side in re.findall(r"M(\d+) (\d+)h(\d+)", path.get("d")):
            place = int(y) // int(side), int(x) // int(side)
            found[place] = float(path.get("fill-opacity"))
    return found


def test_rows_are_shares_of_the_labels():
    shares = row_shares(COUNTS)
    np.testing.assert_allclose(shares[0], [0.75, 0.25, 0])
    np.testing.assert_allclose(shares[1], 0)
    np.testing.assert_allclose(shares[2], [0.01, 0, 0.99])


def test_cells_lie_by_label_and_prediction_as_strong_as_the_root():
    tree = xml.fromstring(confusion_map(COUNTS, NAMES))
    assert cells(tree, "right") == {(0, 0): 0.85, (2, 2): 1.0}
    assert cells(tree, "wrong") == {(0, 1): 0.5, (2, 0): 0.1}
    percents = [text.text for text in tree.findall("./g/text")]
    assert percents == ["75", "25", "1", "99"]


def test_names_are_cut_but_told_whole_under_the_mouse():
    tree = xml.fromstring(confusion_map(COUNTS, NAMES))
    rows = tree.findall("./text[@text-anchor='end']")
    assert [row.text for row in rows] == [
        "0 road",
        "1 <sky>",
        "2 a very long nam\u2026",
    ]
    assert [row[0].text for row in rows] == list(NAMES)


def test_a_hundred_and_fifty_classes_stay_small():
    random = np.random.default_rng(0)
    counts = random.integers(1, 1000, (150, 150)) + 90_000 * np.eye(150)
    text = confusion_map(counts, [f"class {i}" for i in range(150)])
    assert len(text) < 600_000
    tree = xml.fromstring(text)
    assert len(cells(tree, "right")) == 150
    labels = [t.text for t in tree.findall("./text[@text-anchor='end']")]
    assert labels == [str(number) for number in range(0, 150, 10)]


def test_without_a_pixel_the_map_is_empty():
    tree = xml.fromstring(confusion_map(np.zeros((3, 3)), NAMES))
    assert cells(tree, "right") == cells(tree, "wrong") == {}

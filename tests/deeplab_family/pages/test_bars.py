import re
import xml.etree.ElementTree as xml

import pytest

from deeplab_family.pages.bars import Bar, bar_list


def drawn(bars, **options):
    text = str(bar_list(bars, **options)).replace("<wbr>", "")
    return xml.fromstring(text)


def widths(tree, kind="series-0"):
    found = tree.findall(f".//rect[@class='{kind}']")
    return [float(rect.get("width")) for rect in found]


def test_bars_are_as_long_as_their_values():
    bars = [
        Bar(name=str(v), values=(v,), text=f"{v} MB") for v in (4.0, 1.0, 0.0)
    ]
    assert widths(drawn(bars)) == [100, 25, 0]
    assert widths(drawn(bars, most=8)) == [50, 12.5, 0]
    assert widths(drawn(bars, most=2)) == [100, 50, 0], "never longer"


def test_an_interval_lies_where_its_ends_are():
    bar = Bar(name="a", values=(0.5,), text="0.5", intervals=((0.25, 0.75),))
    path = drawn([bar], most=1).find(".//path").get("d")
    assert path == "M25.00 4.5H75.00"


def test_twins_lie_below_each_other_and_one_may_be_absent():
    bar = Bar(name="a", values=(0.5, None), text="")
    tree = drawn([bar], most=1)
    assert widths(tree) == [50] and widths(tree, "series-1") == []
    rests = tree.findall(".//rect[@class='rest']")
    assert [rect.get("y") for rect in rests] == ["0", "10"]


def test_without_any_value_nothing_is_divided_by_zero():
    assert widths(drawn([Bar(name="a", values=(None,), text="")])) == []
    assert widths(drawn([Bar(name="a", values=(0.0,), text="")])) == [0]
    assert drawn([]).findall("li") == []


@pytest.mark.parametrize(("count", "lists"), [(39, [39]), (150, [30, 120])])
def test_many_bars_are_folded(count, lists):
    bars = [Bar(name=f"{i}", values=(1,), text="") for i in range(count)]
    tree = xml.fromstring(f"<div>{bar_list(bars)}</div>")
    assert [len(one.findall("li")) for one in tree.iter("ul")] == lists
    names = ["".join(name.itertext()) for name in tree.iter("bdi")]
    assert names == [bar.name for bar in bars]
    told = [summary.text for summary in tree.iter("summary")]
    assert told == [f"{count - 30} more"] * (len(lists) - 1)


def test_names_are_escaped_and_break():
    text = str(
        bar_list([Bar(name="<i>/x", values=(1,), text="<", color=(1, 2, 3))])
    )
    assert "<bdi>&lt;i&gt;/<wbr>x</bdi>" in text and ">&lt;</span>" in text
    assert re.search(r"background: rgb\(1, 2, 3\)", text)

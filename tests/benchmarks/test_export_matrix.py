import pytest

from benchmarks.export_matrix import (
    BEGIN,
    END,
    NETWORKS,
    PAGE,
    cells,
    table,
    with_statistics,
    write_between,
)
from deeplab_family.backbones import MobileNetV2Config
from deeplab_family.models import DeepLabV3Config
from export.tflite.variants import VARIANTS


@pytest.mark.slow
def test_two_cells_of_the_matrix():
    config = DeepLabV3Config(
        num_classes=3, backbone=MobileNetV2Config(alpha=0.35), filters=8
    )
    rows = cells("tiny", with_statistics(config.build()), ["float32", "int8"])
    assert [row[:3] for row in rows] == [
        ("tiny", "float32", "yes"),
        ("tiny", "int8", "yes"),
    ]
    assert float(rows[0][3].rstrip("%")) > 99.9


def test_only_what_is_between_the_markers_is_replaced(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    write_between(page, table([("a",) * 7]))
    text = page.read_text()
    assert text.startswith(f"before\n{BEGIN}\n| network")
    assert text.endswith(f"| a |\n{END}\nafter\n")
    assert "old" not in text


def test_the_page_shows_no_cell_that_failed():
    text = PAGE.read_text(encoding="utf-8")
    shown = text.partition(BEGIN)[2].partition(END)[0]
    rows = [line.split(" | ") for line in shown.strip().splitlines()[2:]]
    assert rows
    for network, kind, converts, *_ in rows:
        assert network.removeprefix("| ") in NETWORKS
        assert kind in VARIANTS
        assert converts == "yes"


@pytest.mark.slow
@pytest.mark.parametrize("name", NETWORKS)
def test_every_network_converts_to_every_file(name):
    model = with_statistics(NETWORKS[name].build())
    rows = cells(name, model, tuple(VARIANTS))
    assert [row[2] for row in rows] == ["yes"] * len(VARIANTS)
    equal = {row[1]: float(row[3].rstrip("%")) for row in rows}
    assert min(equal["float32"], equal["flexible"]) > 99.9

from input_pipeline.datasets.spec import DatasetSpec, voc_palette
from input_pipeline.default_palette import default_palette
from input_pipeline.doctor.find_palettes import (
    OWN,
    VOC,
    known_palettes,
)
from tests.input_pipeline.doctor.sample_facts import SPEC


def test_own_colors_come_first():
    assert next(iter(known_palettes(SPEC))) == OWN
    assert known_palettes(SPEC)[OWN][(2, 2, 2)] == 1


def test_published_colors():
    known = known_palettes(None)
    assert known[VOC][(128, 0, 0)] == 1  # aeroplane
    assert known[VOC][(0, 64, 128)] == 20  # tvmonitor
    assert known[VOC][(224, 224, 192)] == 255  # the border
    assert known["Cityscapes"][(128, 64, 128)] == 0  # road
    assert known["Cityscapes"][(119, 11, 32)] == 18  # bicycle
    assert known["CamVid"][(128, 128, 128)] == 0  # sky
    assert known["CamVid"][(0, 0, 0)] == 255  # void


def test_ids_of_a_palette_are_complete():
    for palette in known_palettes(SPEC).values():
        ids = sorted(set(palette.values()) - {255})
        assert ids == list(range(len(ids)))


def test_classes_past_those_of_voc_are_known_by_its_rule():
    names = tuple(f"class_{i}" for i in range(30))
    spec = DatasetSpec(names, default_palette(30))
    assert known_palettes(spec)[VOC][voc_palette(30)[29]] == 29
    assert voc_palette(30)[29] not in known_palettes(None)[VOC]

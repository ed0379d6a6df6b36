import json

import pytest

from input_pipeline import DataError
from input_pipeline.datasets import (
    CityscapesDataset,
    MapillaryCityscapesBroadDataset,
    MapillaryCityscapesDataset,
)
from tests.contracts.dataset import DatasetContract
from tests.input_pipeline.datasets.write_mapillary import write_mapillary

# The 66 classes of Vistas 1.2 in the order of its config.
NAMES = """animal--bird animal--ground-animal
construction--barrier--curb construction--barrier--fence
construction--barrier--guard-rail construction--barrier--other-barrier
construction--barrier--wall construction--flat--bike-lane
construction--flat--crosswalk-plain construction--flat--curb-cut
construction--flat--parking construction--flat--pedestrian-area
construction--flat--rail-track construction--flat--road
construction--flat--service-lane construction--flat--sidewalk
construction--structure--bridge construction--structure--building
construction--structure--tunnel human--person human--rider--bicyclist
human--rider--motorcyclist human--rider--other-rider
marking--crosswalk-zebra marking--general nature--mountain nature--sand
nature--sky nature--snow nature--terrain nature--vegetation nature--water
object--banner object--bench object--bike-rack object--billboard
object--catch-basin object--cctv-camera object--fire-hydrant
object--junction-box object--mailbox object--manhole object--phone-booth
object--pothole object--street-light object--support--pole
object--support--traffic-sign-frame object--support--utility-pole
object--traffic-light object--traffic-sign--back object--traffic-sign--front
object--trash-can object--vehicle--bicycle object--vehicle--boat
object--vehicle--bus object--vehicle--car object--vehicle--caravan
object--vehicle--motorcycle object--vehicle--on-rails
object--vehicle--other-vehicle object--vehicle--trailer object--vehicle--truck
object--vehicle--wheeled-slow void--car-mount void--ego-vehicle
void--unlabeled""".split()

# Stored ids by train id, as the loaders of RobustNet and DAFormer list them.
STRICT = {0: (13, 24, 41), 1: (2, 15), 2: (17,), 3: (6,), 4: (3,)}
STRICT |= {5: (45, 47), 6: (48,), 7: (50,), 8: (30,), 9: (29,), 10: (27,)}
STRICT |= {11: (19,), 12: (20, 21, 22), 13: (55,), 14: (61,), 15: (54,)}
STRICT |= {16: (58,), 17: (57,), 18: (52,)}
MORE = {0: (7, 8, 10, 12, 14, 23), 1: (9, 11), 2: (16, 18), 4: (4,)}
MORE |= {7: (46,), 9: (26, 28)}


def write(root, names=NAMES):
    write_mapillary(root)
    labels = [
        {"name": name, "readable": name, "evaluate": True, "color": [1, 2, 3]}
        for name in names
    ]
    (root / "config.json").write_text(json.dumps({"labels": labels}))
    return root


class TestStrict(DatasetContract):
    num_classes = 19

    @pytest.fixture
    def dataset(self, tmp_path):
        return MapillaryCityscapesDataset(write(tmp_path))


class TestBroad(DatasetContract):
    num_classes = 19

    @pytest.fixture
    def dataset(self, tmp_path):
        return MapillaryCityscapesBroadDataset(write(tmp_path))


def table(lists):
    ids = {stored: c for c, each in lists.items() for stored in each}
    return [ids.get(stored, 255) for stored in range(len(NAMES))]


def test_strict_ids_are_those_of_the_published_lists(tmp_path):
    spec = MapillaryCityscapesDataset(write(tmp_path)).spec
    assert spec.class_names == CityscapesDataset.spec.class_names
    assert spec.palette == CityscapesDataset.spec.palette
    assert len(NAMES) == 66
    assert spec.label_table[:66].tolist() == table(STRICT)
    assert spec.label_table[66] == -1


def test_broad_ids_are_more_of_them_without_manholes(tmp_path):
    spec = MapillaryCityscapesBroadDataset(write(tmp_path)).spec
    lists = {c: (*each, *MORE.get(c, ())) for c, each in STRICT.items()}
    lists[0] = tuple(i for i in lists[0] if i != 41)
    assert spec.label_table[:66].tolist() == table(lists)


def test_another_version_is_refused_with_what_it_lacks(tmp_path):
    names = [name for name in NAMES if name != "nature--sky"]
    with pytest.raises(DataError, match="has no class 'nature--sky' .1 of"):
        _ = MapillaryCityscapesDataset(write(tmp_path, names)).spec

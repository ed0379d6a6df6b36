import dataclasses
import os

import pytest

from deeplab_family.training import data_checks
from input_pipeline import DataConfig, open_data


@pytest.fixture
def data(streets):
    return DataConfig(dataset="synthetic", root=str(streets))


def refuse_data_folder(workdir, data):
    data_checks.refuse_data_folder(workdir, open_data(data))


@pytest.mark.parametrize("place", [".", "", "images", "labels/val", "images/x"])
def test_the_data_and_the_folders_of_its_files_are_refused(
    streets, data, place
):
    with pytest.raises(ValueError, match="folder of its own"):
        refuse_data_folder(os.path.join(streets, place), data)


def test_other_ways_to_write_the_root_are_known(streets, data, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(streets)
    with pytest.raises(ValueError, match="is the data folder"):
        refuse_data_folder(link, data)
    linked = dataclasses.replace(data, root=f"{link}/")
    for place in (streets, streets / "images" / "run"):
        with pytest.raises(ValueError):
            refuse_data_folder(place, linked)


@pytest.mark.parametrize("place", ["../run", "runs", "runs/first", ".."])
def test_beside_the_files_is_a_good_place(streets, data, place):
    refuse_data_folder(streets / place, data)


def test_data_that_are_mixed_in_are_looked_at(streets, data, tmp_path):
    mix = dataclasses.replace(
        data.mix, roots=(str(streets),), datasets=("synthetic",)
    )
    other = dataclasses.replace(data, root=str(streets), mix=mix)
    with pytest.raises(ValueError, match="among the data"):
        refuse_data_folder(streets / "labels", other)

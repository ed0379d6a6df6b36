import dataclasses

import pytest

from export import ExportError, ExportSettings
from export.samples.samples import read_samples


def test_each_folder_is_read_up_to_its_own_limit(exported):
    settings = ExportSettings(
        image_size=(20, 30),
        calibration=str(exported.pictures),
        data=exported.settings.data,
        image_limit=2,
        calibration_limit=4,
    )
    samples = read_samples(settings)
    assert samples.images.shape == (2, 20, 30, 3)
    assert samples.labels.shape == (2, 20, 30)
    assert samples.calibration.shape == (4, 20, 30, 3)


def test_what_is_not_needed_is_not_read(exported):
    settings = ExportSettings(
        image_size=(20, 30),
        images=str(exported.pictures),
        calibration="nowhere",
        artifacts=("serving",),
    )
    samples = read_samples(settings)
    assert samples.labels is samples.calibration is None


@pytest.mark.parametrize("argument", ["images", "calibration"])
def test_masks_in_place_of_photographs_are_refused(exported, argument):
    settings = dataclasses.replace(
        exported.settings, data=None, **{argument: str(exported.labels)}
    )
    with pytest.raises(ExportError, match=f"`{argument}`.*label masks"):
        read_samples(settings)

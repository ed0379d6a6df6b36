from export import ExportSettings
from export.samples import read_samples


def test_each_folder_is_read_up_to_its_own_limit(exported):
    settings = ExportSettings(
        image_size=(20, 30),
        calibration=str(exported.pictures),
        labels=str(exported.labels),
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

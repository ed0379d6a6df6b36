import functools

import numpy as np
import pytest
import tensorflow as tf

from input_pipeline.check.all_samples import find_problems
from input_pipeline.check.problem_messages import SENTENCES
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.decode.image import decode_checked
from input_pipeline.decode.label import decode_label
from input_pipeline.decode.labeled_picture import labeled_picture
from input_pipeline.decode.read_stored import is_other_file
from input_pipeline.decode.stored_image import labeled_image
from input_pipeline.doctor import CATALOG
from input_pipeline.doctor.catalog import ERROR
from input_pipeline.doctor.find_files import find_bad_files
from input_pipeline.doctor.find_ids import find_bad_ids
from input_pipeline.doctor.read_samples import read_sample
from input_pipeline.doctor.sample_ref import SampleRef
from input_pipeline.inspection.image import inspect_image
from input_pipeline.inspection.label import inspect_label
from input_pipeline.inspection.sample import sample_problems
from input_pipeline.inspection.stats import (
    ImageStats,
    LabelStats,
)
from input_pipeline.picture_format import ORDINARY
from input_pipeline.sample import SamplePaths
from tests.input_pipeline.inspection.strange_samples import (
    JPEG,
    PLAIN,
    PNG,
    strange_samples,
)

SAMPLES = {name: rest for name, *rest in strange_samples()}
# What the check refuses though TensorFlow can read it.
READABLE = {"image_format", "label_ids", "label_not_rgb", "image_unreadable"}


@pytest.fixture(scope="module")
def problems():
    """Codes of the problems of each sample."""
    return {
        name: [
            problem.code
            for problem in sample_problems(
                inspect_image(image), inspect_label(label, spec), spec
            )
        ]
        for name, (image, label, spec) in SAMPLES.items()
    }


def of_both(folder, image, label, spec):
    """The message of the check, if any, and the errors of the doctor."""
    paths = folder / "image", folder / "label"
    for path, content in zip(paths, (image, label), strict=True):
        path.write_bytes(content)
    message = find_problems([_sample(paths)], spec).get("a")
    facts = [
        read_sample(SampleRef("a", ("train",), *paths, "image", "label"), spec)
    ]
    findings = [*find_bad_files(facts), *find_bad_ids(facts, spec)]
    return message, [f.code for f in findings if f.severity == ERROR]


def _sample(paths):
    return SamplePaths(id="a", image_path=paths[0], label_path=paths[1])


@functools.cache
def decoded(spec: DatasetSpec):
    """What a training step does with the bytes, as one graph."""

    @tf.function(input_signature=2 * [tf.TensorSpec((), tf.string)])
    def decode(image, label):
        ids = decode_label(label, spec)
        return decode_checked(*labeled_picture(image, ids)), ids

    return decode


def test_check_and_doctor_agree_on_every_strange_sample(problems, tmp_path):
    for name, codes in problems.items():
        message, errors = of_both(tmp_path, *SAMPLES[name])
        assert sorted(errors) == sorted(codes), name
        assert (message is not None) == bool(codes), name
        if message is not None:
            part = "image" if codes[0].startswith("image_") else "label"
            assert message.startswith(str(tmp_path / part)), name


def test_what_has_no_problem_can_be_read_in_training(problems):
    for name, codes in problems.items():
        image, label, spec = SAMPLES[name]
        try:
            if is_other_file(image):
                ids = decode_label(label, spec)
                pixels = labeled_image(image, ids, ORDINARY)
            else:
                pixels, ids = decoded(spec)(image, label)
        except tf.errors.OpError:
            assert codes, name
            continue
        assert pixels.shape[:2] == ids.shape, name
        assert set(codes) <= READABLE, name


def test_problems_are_the_errors_of_the_catalog(problems):
    codes = set().union(*problems.values())
    assert {CATALOG[code].severity for code in codes} == {ERROR}
    assert codes == set(SENTENCES)


def test_a_changed_byte_never_divides_them(tmp_path):
    random = np.random.default_rng(0)
    label = SAMPLES["image: png"][1]
    for number in range(60):
        content = bytearray((JPEG, PNG)[number % 2])
        place = random.integers(8, 200, 2)
        for at, value in zip(place, random.integers(0, 256, 2), strict=True):
            content[at] = value
        image = bytes(content)
        message, errors = of_both(tmp_path, image, label, PLAIN)
        assert (message is None) == (errors == [])


def test_sizes_are_compared_where_both_are_known():
    image, label = ImageStats((3, 4)), LabelStats((4, 3))
    [problem] = sample_problems(image, label, None)
    assert problem.code == "size_mismatch"
    assert problem.found == "3 x 4 pixels, its image 4 x 3"
    assert sample_problems(image, LabelStats(), None) == []
    assert sample_problems(ImageStats(), label, None) == []

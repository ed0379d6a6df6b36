from export.tflite.graph_rewrites import CHANGES
from export.tflite.variants import (
    FOR_CPUS,
    VARIANTS,
)


def test_only_the_file_for_cpus_splits_its_convolutions():
    splitting = {
        k for k, v in VARIANTS.items() if "crop_atrous_padding" in v.changes
    }
    assert splitting == {"float32"}


def test_every_rewrite_has_a_name_and_is_used():
    assert set(FOR_CPUS) == set(CHANGES)
    assert all(
        set(variant.changes) <= set(CHANGES) for variant in VARIANTS.values()
    )


def test_files_of_integers_learn_their_ranges():
    assert all(k.calibrated for k in VARIANTS.values() if k.integers_only)

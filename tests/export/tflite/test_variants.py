from export.tflite.graph_rewrites import CHANGES
from export.tflite.variants import VARIANTS


def test_only_files_for_cpus_split_their_convolutions():
    splitting = {
        k for k, v in VARIANTS.items() if "crop_atrous_padding" in v.changes
    }
    assert splitting == {"float32", "float16"}


def test_every_rewrite_has_a_name_and_is_used():
    used = {name for variant in VARIANTS.values() for name in variant.changes}
    assert used == set(CHANGES)


def test_files_of_integers_learn_their_ranges():
    assert all(k.calibrated for k in VARIANTS.values() if k.integers_only)

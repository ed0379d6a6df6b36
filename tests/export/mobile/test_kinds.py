from export.mobile.faster_graph import CHANGES
from export.mobile.kinds import FOR_CPUS, KINDS


def test_only_the_file_for_cpus_splits_its_convolutions():
    splitting = {k for k, v in KINDS.items() if "skip_padding" in v.changes}
    assert splitting == {"float32"}


def test_every_rewrite_has_a_name_and_is_used():
    assert set(FOR_CPUS) == set(CHANGES)
    assert all(set(kind.changes) <= set(CHANGES) for kind in KINDS.values())


def test_files_of_integers_learn_their_ranges():
    assert all(k.calibrated for k in KINDS.values() if k.integers_only)

from export.limits import LIMITS
from export.mobile.faster_graph import CHANGES
from export.mobile.kinds import KINDS


def test_every_kind_has_a_limit_to_keep():
    assert set(KINDS) <= set(LIMITS)


def test_only_the_file_for_cpus_splits_its_convolutions():
    splitting = {k for k, v in KINDS.items() if "skip_padding" in v.changes}
    assert splitting == {"float32"}
    assert all(set(kind.changes) <= set(CHANGES) for kind in KINDS.values())

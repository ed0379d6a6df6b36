"""Backend operations: the only code of networks that looks at the backend.

Each file does one operation the same way on every backend and takes the fast
road on TensorFlow. TensorFlow is imported only when it is the backend.
"""

from deeplab_family.backend.argmax import most_likely_class
from deeplab_family.backend.average_pool_pyramid import box_averages
from deeplab_family.backend.batch_norm import (
    fused_batch_norm,
    gather_over_replicas,
    has_fused_batch_norm,
    replica_count,
    sum_over_replicas,
)
from deeplab_family.backend.bincount import (
    count_ids,
    count_variable,
    join_float32,
    join_integer,
    split_counts,
)
from deeplab_family.backend.convolution import atrous_conv2d
from deeplab_family.backend.non_max_suppression import (
    NEVER,
    suppress_non_maxima,
)
from deeplab_family.backend.pixel_shuffle import depth_to_space
from deeplab_family.backend.rematerialization import rematerialized
from deeplab_family.backend.resizing import resize_bilinear, resize_on_grid
from deeplab_family.backend.size_checks import (
    check_at_run_time,
    check_static_size,
    require_size,
)

__all__ = [
    "NEVER",
    "atrous_conv2d",
    "box_averages",
    "check_at_run_time",
    "check_static_size",
    "count_ids",
    "count_variable",
    "depth_to_space",
    "fused_batch_norm",
    "gather_over_replicas",
    "has_fused_batch_norm",
    "join_float32",
    "join_integer",
    "most_likely_class",
    "suppress_non_maxima",
    "rematerialized",
    "replica_count",
    "require_size",
    "resize_bilinear",
    "resize_on_grid",
    "split_counts",
    "sum_over_replicas",
]

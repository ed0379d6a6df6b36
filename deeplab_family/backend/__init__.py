"""The one room of the networks that may look at the Keras backend.

Each file does one operation the same way on every backend and takes the fast
road on TensorFlow. TensorFlow is imported only when it is the backend.
"""

from deeplab_family.backend.batch_norm import (
    fused_batch_norm,
    has_fused_batch_norm,
)
from deeplab_family.backend.box_averages import box_averages
from deeplab_family.backend.convolution import atrous_conv2d
from deeplab_family.backend.counting import count_ids
from deeplab_family.backend.depth_to_space import depth_to_space
from deeplab_family.backend.most_likely import most_likely
from deeplab_family.backend.replicas import replica_count, sum_over_replicas
from deeplab_family.backend.resizing import resize_bilinear
from deeplab_family.backend.run_time_check import check_at_run_time
from deeplab_family.backend.smallest_size import (
    check_static_size,
    require_size,
)
from deeplab_family.backend.wide_counts import (
    count_variable,
    join_float32,
    join_integer,
    split_counts,
)

__all__ = [
    "atrous_conv2d",
    "box_averages",
    "check_at_run_time",
    "check_static_size",
    "count_ids",
    "count_variable",
    "depth_to_space",
    "fused_batch_norm",
    "has_fused_batch_norm",
    "join_float32",
    "join_integer",
    "most_likely",
    "replica_count",
    "require_size",
    "resize_bilinear",
    "split_counts",
    "sum_over_replicas",
]

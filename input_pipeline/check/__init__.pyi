from .all_samples import check_samples
from .label_ids import count_classes, find_num_classes

__all__ = ["check_samples", "count_classes", "find_num_classes"]

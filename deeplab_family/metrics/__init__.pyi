from .confusion import confusion_matrix as confusion_matrix
from .iou import class_iou as class_iou
from .iou import invalid_count as invalid_count
from .iou import mean_over_present as mean_over_present
from .iou import pixel_accuracy as pixel_accuracy
from .mean_iou_metric import MeanIoU as MeanIoU

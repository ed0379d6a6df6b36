from .class_iou import class_iou as class_iou
from .class_iou import invalid_count as invalid_count
from .class_iou import mean_over_present as mean_over_present
from .class_iou import pixel_accuracy as pixel_accuracy
from .confusion_matrix import confusion_matrix as confusion_matrix
from .mean_iou import MeanIoU as MeanIoU

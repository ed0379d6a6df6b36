"""The classes of PASCAL VOC, which other data sets share."""

from input_pipeline.datasets.spec import DatasetSpec, voc_palette

CLASS_NAMES = (
    "background",
    "aeroplane",
    "bicycle",
    "bird",
    "boat",
    "bottle",
    "bus",
    "car",
    "cat",
    "chair",
    "cow",
    "diningtable",
    "dog",
    "horse",
    "motorbike",
    "person",
    "pottedplant",
    "sheep",
    "sofa",
    "train",
    "tvmonitor",
)

VOC_SPEC = DatasetSpec(CLASS_NAMES, voc_palette(len(CLASS_NAMES)))

"""Vortex Pooling's protocol, arXiv:1804.06242."""

from tests.deeplab_family.recipes.protocols.pinned import OFF, scaled

POLICY = "section 4.1, Learning rate policy"
STRIDE = "section 4.1, Inference strategy: as in training"
COCO_TEXT = "section 4.2, Pretrained On MS COCO"
VOC_TEXT = "section 4.2, Fine-tuned on PASCAL VOC 2012"
THEIRS = "section 4.1: the strategy of DeepLabv3"

VOC = OFF | {
    "model.kind": ("vortexnet", "section 3, figure 4"),
    "model.num_classes": (21, "section 4"),
    "model.backbone.depth": (50, "table 1"),
    "model.backbone.output_stride": (8, STRIDE),
    "model.backbone.multi_grid": ((1, 2, 4), "section 4.1, Multi-grid"),
    "model.backbone.batch_norm_momentum": (0.9997, THEIRS),
    "model.module": ("vortex", "table 1, Module B"),
    "model.image_pooling": (True, THEIRS),
    "model.filters": (256, THEIRS),
    "data.dataset": ("voc", "section 4"),
    "data.train_split": ("train_aug", "section 4"),
    "data.crop_size": ((513, 513), "section 4.1, Crop Size"),
    "data.eval_size": ((513, 513), THEIRS),
    "data.batch_size": (16, "section 4.1, Batch Normalization"),
    **scaled(0.5, 2.0, 0.25, "section 4.1, Data Augmentation"),
    "train.total_steps": (30_000, POLICY),
    "train.schedule.kind": ("poly", POLICY),
    "train.schedule.learning_rate": (0.007, POLICY),
    "train.schedule.power": (0.9, POLICY),
    "train.optimizer.kind": ("sgd", THEIRS),
    "train.optimizer.momentum": (0.9, THEIRS),
    "train.optimizer.weight_decay": (1e-4, THEIRS),
}
DEEP = VOC | {"model.backbone.depth": (101, "section 4.2")}
COCO = DEEP | {
    "data.dataset": ("coco", COCO_TEXT),
    "data.train_split": ("train_objects", COCO_TEXT + ": objects of 1,000"),
    "data.eval_size": ((641, 641), "COCO's longest side has 640 pixels"),
    "train.total_steps": (200_000, COCO_TEXT),
}
AUG = DEEP | {
    "train.weights": ("previous", VOC_TEXT),
    "train.schedule.learning_rate": (0.0001, THEIRS),
}
TRAINVAL = DEEP | {
    "data.train_split": ("trainval", VOC_TEXT),
    "train.weights": ("previous", VOC_TEXT),
    "train.freeze": (("batch_norm",), THEIRS),
    "train.schedule.learning_rate": (0.001, THEIRS),
}

PROTOCOLS = {
    ("voc_vortex", "voc_vortex"): VOC,
    ("voc_vortex_full", "coco"): COCO,
    ("voc_vortex_full", "train_aug"): AUG,
    ("voc_vortex_full", "trainval"): TRAINVAL,
}

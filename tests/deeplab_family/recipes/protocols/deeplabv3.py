"""DeepLabv3's protocol, arXiv:1706.05587."""

from tests.deeplab_family.recipes.protocols.pinned import OFF, OURS, scaled

CODE = "official code, train_utils.py and its README"
POLICY = "section 4.1, Learning rate policy"
NORM = "section 4.1, Batch normalization"
ON_COCO = "section 4.3, Pretrained on COCO"
TEST_SET = "section 4.3, Test set result and bootstrapping"
STREETS = "appendix, Cityscapes"

VOC = OFF | {
    "model.kind": ("deeplabv3", "section 3.3, figure 5"),
    "model.num_classes": (21, "section 4: 20 objects and background"),
    "model.backbone.depth": (101, "table 5"),
    "model.backbone.output_stride": (16, NORM),
    "model.backbone.multi_grid": ((1, 2, 4), "table 5"),
    "model.backbone.batch_norm_momentum": (0.9997, NORM),
    "model.head": ("aspp", "section 3.3"),
    "model.atrous_rates": (None, "section 3.3: those of the output stride"),
    "model.rates": ((6, 12, 18), "section 3.3"),
    "model.image_pooling": (True, "table 5, last row"),
    "model.filters": (256, "section 3.3"),
    "model.upsample_logits": (True, "section 4.1, Upsampling logits"),
    "data.dataset": ("voc", "section 4"),
    "data.train_split": ("train_aug", "section 4: 10,582 images"),
    "data.crop_size": ((513, 513), "section 4.1, Crop size"),
    "data.eval_size": ((513, 513), "section 4.1, Crop size"),
    "data.batch_size": (16, NORM),
    **scaled(0.5, 2.0, 0.25, "section 4.1, Data augmentation; steps: code"),
    "train.total_steps": (30_000, NORM),
    "train.schedule.kind": ("poly", POLICY),
    "train.schedule.learning_rate": (0.007, NORM),
    "train.schedule.power": (0.9, POLICY),
    "train.optimizer.kind": ("sgd", CODE),
    "train.optimizer.momentum": (0.9, CODE),
    "train.optimizer.weight_decay": (1e-4, CODE),
}
COCO = VOC | {
    "data.dataset": ("coco", ON_COCO),
    "data.train_split": ("train", ON_COCO + ": more than 1,000 pixels"),
    "data.eval_size": ((641, 641), "COCO's longest side has 640 pixels"),
    "train.total_steps": (200_000, "Vortex Pooling, section 4.2"),
}
AUG = VOC | {
    "train.weights": ("previous", ON_COCO),
    "train.schedule.learning_rate": (0.0001, ON_COCO),
}
TRAINVAL = VOC | {
    "model.backbone.output_stride": (8, NORM),
    "model.rates": ((12, 24, 36), "section 3.3: doubled at stride 8"),
    "data.train_split": ("trainval", NORM),
    "data.batch_size": (8, OURS),
    "data.bootstrap.classes": ((2, 9, 11, 16, 18), TEST_SET),
    "data.bootstrap.copies": (1, OURS),
    "train.freeze": (("batch_norm",), NORM),
    "train.weights": ("previous", NORM),
    "train.schedule.learning_rate": (0.001, NORM),
}
CITYSCAPES = VOC | {
    "model.num_classes": (19, STREETS),
    "data.dataset": ("cityscapes", STREETS),
    "data.train_split": ("train", STREETS + ": 2,975 images"),
    "data.crop_size": ((769, 769), STREETS),
    "data.eval_size": ((1025, 2049), STREETS + ": the whole image"),
    "train.total_steps": (90_000, STREETS),
}
COARSE = CITYSCAPES | {
    "data.train_split": ("trainval_plus_extra", STREETS + ": 3,475 + 20,000"),
    "train.weights": ("previous", STREETS + ": further train"),
    "train.schedule.learning_rate": (0.001, OURS),
}

PROTOCOLS = {
    ("voc_deeplabv3", "voc_deeplabv3"): VOC,
    ("coco_deeplabv3", "coco_deeplabv3"): COCO,
    ("cityscapes_deeplabv3", "cityscapes_deeplabv3"): CITYSCAPES,
    ("voc_deeplabv3_full", "coco"): COCO,
    ("voc_deeplabv3_full", "train_aug"): AUG,
    ("voc_deeplabv3_full", "trainval"): TRAINVAL,
    ("cityscapes_deeplabv3_full", "fine"): CITYSCAPES,
    ("cityscapes_deeplabv3_full", "trainval_coarse"): COARSE,
}

"""GALD-Net's protocol, arXiv:1909.07229."""

from tests.deeplab_family.recipes.protocols.pinned import OFF, OURS, scaled

TEXT = "section 4.2, Semantic Segmentation"
CODE = "released code"
NOTES = "notes and lists of the released code"
TABLE = "table 2b"

FINE_50 = OFF | {
    "model.kind": ("galdnet", "section 3"),
    "model.num_classes": (19, "section 4.1"),
    "model.backbone.depth": (50, "table 1"),
    "model.backbone.output_stride": (8, CODE + ", as PSPNet"),
    "model.backbone.multi_grid": ((1, 2, 4), CODE),
    "model.backbone.batch_norm_momentum": (0.9997, OURS),
    "model.aggregation": ("cgnl", "table 1b"),
    "model.distribution": ("depthwise", "table 1e"),
    "model.arrangement": ("gald", "table 1c"),
    "model.extra_residual": (False, "equation 2"),
    "model.mask_ratio": (8, CODE),
    "model.auxiliary_weight": (0.4, CODE),
    "data.dataset": ("cityscapes", "section 4.1"),
    "data.train_split": ("train", "section 4.1"),
    "data.crop_size": ((769, 769), TEXT),
    "data.eval_size": ((1024, 2048), "section 4.1"),
    "data.batch_size": (8, TEXT),
    **scaled(0.7, 2.1, 0.1, CODE),
    "train.total_steps": (50_000, TEXT),
    "train.schedule.kind": ("poly", TEXT),
    "train.schedule.learning_rate": (0.01, TEXT),
    "train.schedule.power": (0.9, TEXT),
    "train.optimizer.kind": ("sgd", TEXT),
    "train.optimizer.momentum": (0.9, TEXT),
    "train.optimizer.weight_decay": (5e-4, CODE),
    "train.optimizer.decays": ("all", CODE),
    "train.loss.kind": ("ohem", "section 4.3, and " + CODE),
    "train.loss.threshold": (0.7, CODE),
    "train.loss.min_kept": (100_000, CODE),
}
FINE = FINE_50 | {"model.backbone.depth": (101, TABLE)}
SECOND = {
    "train.weights": ("previous", NOTES),
    "train.schedule.learning_rate": (0.001, OURS),
}
COARSE = (
    FINE
    | SECOND
    | {
        "data.train_split": ("trainval_plus_extra", NOTES + ": 3,475 + 19,998"),
    }
)
AGAIN = FINE | SECOND | {"data.train_split": ("trainval", NOTES)}
VISTAS = FINE | {
    "data.dataset": ("mapillary_cityscapes", TABLE),
    "data.eval_size": (None, "pictures of many sizes"),
    **scaled(0.45, 1.35, 0.0, "0.64 of the code's 0.7 to 2.1; " + OURS),
}
AFTER_VISTAS = FINE | {"train.weights": ("previous", OURS)}

PROTOCOLS = {
    ("cityscapes_galdnet", "cityscapes_galdnet"): FINE_50,
    ("cityscapes_galdnet_coarse", "fine"): FINE,
    ("cityscapes_galdnet_coarse", "coarse"): COARSE,
    ("cityscapes_galdnet_coarse", "fine_again"): AGAIN,
    ("cityscapes_galdnet_mapillary", "mapillary"): VISTAS,
    ("cityscapes_galdnet_mapillary", "fine"): AFTER_VISTAS,
    ("cityscapes_galdnet_mapillary", "coarse"): COARSE,
    ("cityscapes_galdnet_mapillary", "fine_again"): AGAIN,
}

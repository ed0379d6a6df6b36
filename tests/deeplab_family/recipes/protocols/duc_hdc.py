"""DUC + HDC's protocol, arXiv:1702.08502."""

from tests.deeplab_family.recipes.protocols.pinned import OFF, OURS, unscaled

BASELINE = "section 4.1, Baseline Model"
ABLATION = "section 4.1, Ablation Studies; table 1"
BIGGER = "section 4.1, Bigger Patch Size"
HDC = "section 4.1, Hybrid Dilated Convolution"
DEEPER = "section 4.1, Deeper Networks"
FIXED = "DeepLab-v2 and the released configuration"
COARSE_TEXT = "table 3, fine + coarse"
KITTI_TEXT = "section 4.2"
VOC_TEXT = "section 4.3"
MEAN = "released code: patches that stick out are padded with the mean"
STEPS = "20 epochs (section 4.1) of 7 patches of 2,975 pictures, batches of 4"

FOLD_12 = OFF | {
    "model.kind": ("duc_hdc", "section 3"),
    "model.num_classes": (19, "section 4.1"),
    "model.backbone.depth": (101, BASELINE),
    "model.backbone.output_stride": (8, BASELINE),
    "model.backbone.multi_grid": ((1, 1, 1), BASELINE + ": rates 2 and 4"),
    "model.backbone.batch_norm_momentum": (0.9997, OURS),
    "model.upsampling": ("dense", "section 3.1"),
    "model.cell": (2, ABLATION),
    "model.atrous_rates": ((6, 12, 18, 24, 30, 36), ABLATION),
    "model.upsample_logits": (False, BASELINE + ": labels downsampled"),
    "data.dataset": ("cityscapes", "section 4.1"),
    "data.train_split": ("train", "section 4.1: 2,975 fine images"),
    "data.crop_size": ((544, 544), BASELINE),
    "data.eval_size": ((1024, 2048), "section 4.1"),
    "data.batch_size": (12, BASELINE),
    "data.padding": ("mean", MEAN),
    **unscaled(BASELINE + ": patches alone"),
    "data.patches.layout": ("even", BASELINE + "; the grid is ours"),
    "data.patches.size": ((800, 800), BASELINE),
    "data.patches.rows": (3, "twelve: " + OURS),
    "data.patches.columns": (4, "twelve: " + OURS),
    "data.patches.jitter": (0, BASELINE),
    "train.total_steps": (59_500, BASELINE + ": 20 epochs of 35,700"),
    "train.freeze": (("batch_norm",), FIXED),
    "train.schedule.kind": ("poly", BASELINE),
    "train.schedule.learning_rate": (2.5e-4, BASELINE),
    "train.schedule.power": (0.9, BASELINE),
    "train.optimizer.kind": ("sgd", BASELINE),
    "train.optimizer.momentum": (0.9, BASELINE),
    "train.optimizer.weight_decay": (5e-4, BASELINE),
    "train.loss.label_downsampling": ("every_nth", "released code"),
}
DUC = FOLD_12 | {
    "data.crop_size": ((880, 880), BIGGER),
    "data.batch_size": (4, BIGGER + ": 1 on each of 4 GPUs"),
    "data.patches.layout": ("centers", BIGGER),
    "data.patches.size": ((880, 880), BIGGER),
    "data.patches.rows": (1, BIGGER),
    "data.patches.columns": (7, BIGGER),
    "data.patches.jitter": (80, BIGGER + ": 160 x 160 about the center"),
    "train.total_steps": (104_125, STEPS),
}
HYBRID = DUC | {
    "model.backbone.hybrid_dilation": ("bigger", HDC + ", Dilation-bigger"),
    "train.weights": ("previous", HDC + ": a starting point"),
}
LEARNED = DUC | {
    "model.backbone.depth": (152, DEEPER),
    "model.backbone.hybrid_dilation": ("bigger", "table 3, DUC+HDC"),
    "train.freeze": ((), DEEPER),
    "train.total_steps": (52_062, DEEPER + ": 10 epochs"),
}
FIXED_152 = LEARNED | {
    "train.freeze": (("batch_norm",), DEEPER),
    "train.total_steps": (104_125, DEEPER + ": 20 epochs"),
    "train.weights": ("previous", DEEPER),
}
WITH_COARSE = {
    "data.train_split": ("train_plus_extra", COARSE_TEXT),
    "train.total_steps": (104_125, OURS),
    "train.weights": ("previous", OURS),
}
KITTI = FOLD_12 | {
    "model.num_classes": (2, KITTI_TEXT + ": road or not"),
    "model.cell": (1, OURS),
    "model.atrous_rates": ((6, 12, 18, 24), OURS),
    "model.upsample_logits": (True, "cells of 1 have the image's size"),
    "data.dataset": ("kitti_road", KITTI_TEXT),
    "data.train_split": ("train_part", OURS),
    "data.eval_split": ("val_part", OURS),
    "data.crop_size": ((320, 320), KITTI_TEXT),
    "data.eval_size": ((376, 1248), "the largest picture, padded to 8"),
    "data.patches.layout": ("stride", KITTI_TEXT),
    "data.patches.size": ((320, 320), KITTI_TEXT),
    "data.patches.stride": (100, KITTI_TEXT),
    "train.total_steps": (10_596, "20 epochs of 22 patches of 289 pictures"),
    "train.loss.label_downsampling": (None, "cells of 1"),
}
PRETRAINED = FOLD_12 | {
    "model.num_classes": (21, VOC_TEXT),
    "model.backbone.depth": (152, VOC_TEXT),
    "model.atrous_rates": ((6, 12, 18, 24), OURS),
    "data.dataset": ("voc", VOC_TEXT),
    "data.train_split": ("train_aug", VOC_TEXT),
    "data.mix.datasets": (("coco",), VOC_TEXT),
    "data.mix.splits": (("train_any",), OURS),
    "data.mix.weights": ((), OURS),
    "data.crop_size": ((512, 512), VOC_TEXT),
    "data.eval_size": ((512, 512), VOC_TEXT),
    "data.padding": ("zero", VOC_TEXT + ": zero-padded"),
    "data.patches.layout": ("off", VOC_TEXT + ": whole images"),
    "train.total_steps": (183_153, "20 epochs of 109,892, batches of 12"),
    "train.freeze": ((), OURS),
}
FINETUNED = PRETRAINED | {
    "data.train_split": ("trainval_aug", VOC_TEXT),
    "data.mix.datasets": ((), VOC_TEXT),
    "data.mix.splits": ((), VOC_TEXT),
    "train.total_steps": (20_051, "20 epochs of 12,031, batches of 12"),
    "train.freeze": (("batch_norm",), OURS),
    "train.weights": ("previous", VOC_TEXT),
}

PROTOCOLS = {
    ("cityscapes_duc_12_fold", "cityscapes_duc_12_fold"): FOLD_12,
    ("cityscapes_duc", "cityscapes_duc"): DUC,
    ("cityscapes_duc_hdc", "duc"): DUC,
    ("cityscapes_duc_hdc", "hdc"): HYBRID,
    ("cityscapes_duc_hdc_coarse", "duc"): DUC,
    ("cityscapes_duc_hdc_coarse", "hdc"): HYBRID,
    ("cityscapes_duc_hdc_coarse", "coarse"): HYBRID | WITH_COARSE,
    ("cityscapes_duc_hdc_resnet152", "learned"): LEARNED,
    ("cityscapes_duc_hdc_resnet152", "fixed"): FIXED_152,
    ("cityscapes_duc_hdc_resnet152_coarse", "learned"): LEARNED,
    ("cityscapes_duc_hdc_resnet152_coarse", "fixed"): FIXED_152,
    ("cityscapes_duc_hdc_resnet152_coarse", "coarse"): FIXED_152 | WITH_COARSE,
    ("kitti_duc", "kitti_duc"): KITTI,
    ("voc_duc", "pretrained"): PRETRAINED,
    ("voc_duc", "finetuned"): FINETUNED,
}

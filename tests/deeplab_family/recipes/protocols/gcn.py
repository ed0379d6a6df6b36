"""GCN's protocol, arXiv:1703.02719."""

from tests.deeplab_family.recipes.protocols.pinned import OFF, OURS, unscaled

SGD = "section 4: batch 1, momentum 0.99, weight decay 0.0005"
FCN = "FCN's for this momentum, in a mean over pixels; " + OURS
STAGES = "section 4.2, stages 1 to 3"
STREETS = "section 4.3"

VOC = OFF | {
    "model.kind": ("gcn", "figure 2"),
    "model.num_classes": (21, "section 4"),
    "model.backbone.depth": (152, "section 4"),
    "model.backbone.output_stride": (32, "figure 2: 16 x 16 of 512 x 512"),
    "model.backbone.multi_grid": ((1, 1, 1), "no dilation"),
    "model.backbone.batch_norm_momentum": (0.9997, "never used: frozen"),
    "model.kernel_size": (15, "table 1, best"),
    "model.head": ("gcn", "table 2"),
    "model.boundary_refinement": (True, "table 5"),
    "model.upsampling": ("deconvolution", "figure 2"),
    "data.dataset": ("voc", "section 4"),
    "data.train_split": ("train_aug", "section 4: 10,582 images"),
    "data.crop_size": ((512, 512), "section 4.1: padded to 512"),
    "data.eval_size": ((512, 512), "section 4.1: padded to 512"),
    "data.batch_size": (1, SGD),
    **unscaled("section 4: mean subtraction and flip alone"),
    "train.total_steps": (60_000, OURS),
    "train.freeze": (("batch_norm",), "single images; " + OURS),
    "train.schedule.kind": ("constant", FCN),
    "train.schedule.learning_rate": (2.5e-5, FCN),
    "train.optimizer.kind": ("sgd", SGD),
    "train.optimizer.momentum": (0.99, SGD),
    "train.optimizer.weight_decay": (5e-4, SGD),
}
STAGE1 = VOC | {
    "data.mix.datasets": (("coco",), STAGES + ": COCO, SBD, VOC"),
    "data.mix.splits": (("train_any",), STAGES + ": VOC's classes"),
    "data.mix.weights": ((), STAGES + ": mixed up, each alike"),
    "data.crop_size": ((640, 640), STAGES),
    "train.total_steps": (220_000, OURS),
}
STAGE2 = VOC | {"train.weights": ("previous", STAGES)}
STAGE3 = STAGE2 | {
    "data.train_split": ("train", STAGES + ": VOC alone, val judges"),
    "train.total_steps": (15_000, OURS),
}
STREET2 = VOC | {
    "model.num_classes": (19, STREETS),
    "model.kernel_size": (25, STREETS),
    "data.dataset": ("cityscapes", STREETS),
    "data.train_split": ("train", STREETS + ", stage 2"),
    "data.crop_size": ((800, 800), STREETS),
    "data.eval_size": ((1024, 2048), STREETS),
    "train.total_steps": (30_000, OURS),
    "train.weights": ("previous", STREETS + ": finetune"),
}
STREET1 = STREET2 | {
    "data.train_split": ("train_plus_extra", STREETS + ": 22,973 images"),
    "train.total_steps": (69_000, OURS),
    "train.weights": ("imagenet", "section 4"),
}

PROTOCOLS = {
    ("voc_gcn", "voc_gcn"): VOC,
    ("voc_gcn_full", "stage1"): STAGE1,
    ("voc_gcn_full", "stage2"): STAGE2,
    ("voc_gcn_full", "stage3"): STAGE3,
    ("cityscapes_gcn", "stage1"): STREET1,
    ("cityscapes_gcn", "stage2"): STREET2,
}

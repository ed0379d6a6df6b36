"""Detection model: the Keras class of both detectors, with its config."""

from __future__ import annotations

import keras
from keras import ops

from deeplab_family.backbones import FEATURE_KEYS
from deeplab_family.backend import replica_count
from deeplab_family.detection.anchors import anchor_grid
from deeplab_family.detection.box_head import BoxHead
from deeplab_family.detection.context_backbone import (
    MAP_OF_TAP,
    backbone_with_context,
    has_inner_context,
)
from deeplab_family.detection.context_block import ContextBlock
from deeplab_family.detection.feature_pyramid import FeaturePyramid
from deeplab_family.detection.mask_head import MaskHead
from deeplab_family.detection.post_processing import best_detections
from deeplab_family.detection.region_proposal_head import RegionProposalHead
from deeplab_family.detection.region_proposals import propose
from deeplab_family.detection.roi_align import RoIAlign
from deeplab_family.detection.training_losses import (
    box_losses,
    draw_regions,
    first_stage_losses,
    mask_loss,
    own_masks,
    read_truths,
)
from deeplab_family.models.configured_model import StoredByConfig

STRIDES = (4, 8, 16, 32, 64)
BOX_SIZE = 7
LOSSES = ("rpn_objectness", "rpn_box", "box_class", "box_delta")


@keras.saving.register_keras_serializable(package="deeplab_family")
class DetectionModel(StoredByConfig, keras.Model):
    """A detector, stored by its config; made by `FasterRCNNConfig.build`.

    Input: RGB images `(batch, height, width, 3)`, values 0..255; or a dict of
    `image`, the same, padded at bottom and right, and `image_size`, int32
    `(batch, 2)`, height and width of what is no padding.

    Output: dict of `boxes` float32 `(batch, d, 4)`, x1, y1, x2, y2 in pixels;
    `scores` float32 `(batch, d)`; `classes` int32 `(batch, d)`, -1 in slots
    that are left over; with masks, `masks` float32 `(batch, d, 28, 28)`,
    probabilities within the box; d is `config.detections_per_image`.

    `fit` takes such dicts without a second part, with the truth in them:
    `boxes` float32 `(batch, m, 4)`, `classes` int32 `(batch, m)`, -1 in empty
    slots, `ignored` bool `(batch, m)` and, with masks, `masks` uint8
    `(batch, m, height, width)`. With `training=True` the answer to such a dict
    is the losses by name, whose sum is minimized.

    Args:
        config: a `FasterRCNNConfig` with `num_classes`.
        name: of the Keras model.
    """

    draws_a_step = 2
    """Anchors and proposals: what a resumed run moves its generator by."""

    def __init__(self, config, **kwargs):
        # Sizes and boxes must not be rounded to half precision on the way in.
        super().__init__(autocast=False, **kwargs)
        self._describe(config)
        self.backbone = backbone_with_context(config)
        self.context = self._context()
        self.pyramid = FeaturePyramid(config.pyramid_filters, name="pyramid")
        self.proposal_head = RegionProposalHead(
            len(config.anchor_ratios), config.pyramid_filters, name="proposals"
        )
        self.box_align = RoIAlign(BOX_SIZE, name="box_align")
        self.box_head = BoxHead(
            config.num_classes, config.box_units, name="box_head"
        )
        self.mask_head = None
        if config.has_masks:
            self.mask_align = RoIAlign(config.mask_size // 2, name="mask_align")
            self.mask_head = MaskHead(
                config.num_classes,
                config.mask_filters,
                config.mask_convolutions,
                name="mask_head",
            )
        self.seed_generator = keras.random.SeedGenerator()
        names = (*LOSSES, "mask") if config.has_masks else LOSSES
        self.loss_means = {name: keras.metrics.Mean(name) for name in names}
        self._build_parts()

    def call(self, inputs, training=False):
        batch = as_batch(inputs)
        maps = self._maps(batch["image"], training)
        levels = self._levels(maps)
        if training and "boxes" in batch:
            return self._losses_of(maps, levels, batch)
        return self._detections(maps, levels, batch["image_size"])

    def compute_loss(
        self, x=None, y=None, y_pred=None, sample_weight=None, training=True
    ):
        """The sum of the losses of a training batch."""
        del y, sample_weight  # the truth is in the batch
        losses = y_pred
        if not training:  # then the answer was detections
            losses = self.training_losses(x)
        for name, loss in losses.items():
            self.loss_means[name].update_state(loss * replica_count())
        total = sum(losses.values())
        for penalty in self.losses:
            total += ops.cast(penalty, "float32") / replica_count()
        return total

    def training_losses(self, batch: dict) -> dict:
        """The losses of a training batch, nothing of the model changing."""
        batch = as_batch(batch)
        maps = self._maps(batch["image"], training=False)
        return self._losses_of(maps, self._levels(maps), batch)

    def compute_metrics(self, x, y, y_pred, sample_weight=None):
        """The mean of each loss since the epoch began."""
        del x, y, y_pred, sample_weight
        return self.get_metrics_result()

    def _maybe_symbolic_build(self, iterator=None, data_batch=None):
        # All is built but the optimizer. Keras would average a batch over the
        # replicas to learn its shapes, which flags of objects do not allow.
        del iterator, data_batch
        strategy = getattr(self, "_distribute_strategy", None)
        if strategy and self.optimizer and not self.optimizer.built:
            with strategy.scope():
                self.optimizer.build(self.trainable_variables)

    def _maps(self, images, training):
        learns = training and not self.config.frozen_batch_norm
        features = self.backbone(images, training=learns)
        maps = [features[key] for key in FEATURE_KEYS]
        if self.context is not None:
            place = self._context_place()
            maps[place] = self.context(maps[place], training=training)
        return self.pyramid(maps)

    def _levels(self, maps):
        """For each level `(objectness, deltas, anchors)`."""
        config = self.config
        answers = self.proposal_head(maps)
        return [
            (
                *answer,
                anchor_grid(
                    *ops.shape(x)[1:3],
                    stride,
                    config.anchor_scale,
                    config.anchor_ratios,
                    config.anchor_center,
                ),
            )
            for x, stride, answer in zip(maps, STRIDES, answers, strict=True)
        ]

    def _propose(self, levels, image_size, before_nms, after_nms):
        config = self.config
        return propose(
            levels,
            image_size,
            before_nms,
            after_nms,
            config.proposal_nms_iou,
            config.smallest_proposal,
        )

    def _losses_of(self, maps, levels, batch):
        config, seed = self.config, self.seed_generator
        truths, size = read_truths(batch), batch["image_size"]
        losses = first_stage_losses(levels, truths, size, config, seed)
        fixed = [tuple(map(ops.stop_gradient, level)) for level in levels]
        proposals, _, valid = self._propose(
            fixed, size, config.train_before_nms, config.train_after_nms
        )
        regions = draw_regions(proposals, valid, truths, config, seed)
        answers = self.box_head(self.box_align([regions.boxes, *maps[:4]]))
        losses |= box_losses(*answers, regions, truths, config)
        if self.mask_head is not None:
            # Positives come first; others have no mask.
            most = int(config.roi_samples * config.roi_positive_share)
            regions = type(regions)(*(part[:, :most] for part in regions))
            logits = self._mask_logits(maps, regions.boxes)
            losses["mask"] = mask_loss(logits, regions, truths)
        return losses

    def _detections(self, maps, levels, image_size):
        config = self.config
        proposals, _, valid = self._propose(
            levels, image_size, config.test_before_nms, config.test_after_nms
        )
        answers = self.box_head(self.box_align([proposals, *maps[:4]]))
        found = best_detections(
            proposals,
            valid,
            *answers,
            image_size,
            config.score_threshold,
            config.nms_iou,
            config.detections_per_image,
        )
        if self.mask_head is not None:
            logits = self._mask_logits(maps, found["boxes"])
            own = own_masks(logits, found["classes"] + 1)
            found["masks"] = ops.sigmoid(own)
        return found

    def _mask_logits(self, maps, boxes):
        return self.mask_head(self.mask_align([boxes, *maps[:4]]))

    def _context(self):
        """The block behind a map of the backbone, or None."""
        config = self.config
        if config.context is None or has_inner_context(config):
            return None
        key = MAP_OF_TAP[config.context.tap]
        return ContextBlock(
            self.backbone.output[key].shape[-1],
            config.context.block,
            name="context",
            **config.backbone.batch_norm,
        )

    def _context_place(self):
        return FEATURE_KEYS.index(MAP_OF_TAP[self.config.context.tap])

    def _build_parts(self):
        """Builds all weights, so that the model is whole from the start."""
        config = self.config
        shapes = [
            tuple(self.backbone.output[key].shape) for key in FEATURE_KEYS
        ]
        if self.context is not None:
            place = self._context_place()
            self.context.build(shapes[place])
            shapes[place] = self.context.compute_output_shape(shapes[place])
        self.pyramid.build(shapes)
        shape = (None, None, None, config.pyramid_filters)
        self.proposal_head.build([shape])
        self.box_align.built = True
        pooled = (None, None, BOX_SIZE, BOX_SIZE, config.pyramid_filters)
        self.box_head.build(pooled)
        if self.mask_head is not None:
            side = config.mask_size // 2
            self.mask_align.built = True
            self.mask_head.build((None, None, side, side, shape[-1]))
        self.built = True


def as_batch(inputs) -> dict:
    """Images, or a batch, as a batch with the sizes of its images."""
    if not isinstance(inputs, dict):
        inputs = {"image": inputs}
    if "image_size" in inputs:
        return inputs
    batch, height, width = ops.shape(inputs["image"])[:3]
    size = ops.cast(ops.stack([height, width]), "int32")
    return {**inputs, "image_size": ops.broadcast_to(size, (batch, 2))}

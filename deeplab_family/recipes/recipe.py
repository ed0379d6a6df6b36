"""A run as one value: which network, which data, how it is trained."""

import dataclasses
from typing import Literal, get_args

from deeplab_family.losses import CrossEntropyConfig, LossConfig
from deeplab_family.models import ModelConfig
from deeplab_family.optimizers import (
    OptimizerConfig,
    PolyConfig,
    ScheduleConfig,
    SGDConfig,
)
from deeplab_family.recipes.validation_config import ValidationConfig
from input_pipeline import DataConfig

Part = Literal["backbone", "stem", "block1", "block2", "block3", "batch_norm"]
PARTS = get_args(Part)


@dataclasses.dataclass(frozen=True, kw_only=True)
class TrainConfig:
    """Training settings: steps, optimizer, loss, precision and saving.

    Attributes:
        total_steps: training batches of the whole run.
        optimizer: how a gradient becomes a step, with its weight decay.
        schedule: learning rate of each step.
        head_learning_rate_multiplier: learning rate of all outside of the
            backbone in units of the backbone's; 10 in the official DeepLab
            code. Weight decay apart from the gradient (AdamW) goes with it.
        freeze: parts whose trained weights stay as they are, one word or
            more: "backbone"; "stem"; "block1", "block2" or "block3", each with
            all of the backbone before it; "batch_norm", statistics, gamma and
            beta of every batch normalization that `weights` fills.
        loss: what the steps lower, besides weight decay and the auxiliary
            loss of networks that have one.
        eval_every: steps between evaluations on the eval split.
        validation: how these ask the network.
        save_every: steps between checkpoints to resume from.
        patience: evaluations in a row without a better mean IoU after which
            the run ends early; None never does.
        precision: Keras dtype policy of the network.
        jit_compile: XLA; "auto" uses it on accelerators.
        remat: gradient checkpointing: each unit of the network computes its
            inner maps again in the backward pass, which takes less memory,
            more time, and gives the same gradients.
        weights: what training starts from: "none" for fresh weights,
            "imagenet" for a trained backbone, the path of a file, or, in a
            stage of several, "previous": what the stage before ended with.
        seed: of the fresh weights and of dropout.
        track: "wandb" or "mlflow" gets the figures of each evaluation too; an
            optional package of that name.
    """

    total_steps: int = 30_000
    optimizer: OptimizerConfig = SGDConfig()
    schedule: ScheduleConfig = PolyConfig()
    head_learning_rate_multiplier: float = 1.0
    freeze: tuple[Part, ...] = ()
    loss: LossConfig = CrossEntropyConfig()
    eval_every: int = 1_000
    validation: ValidationConfig = ValidationConfig()
    save_every: int = 200
    patience: int | None = None
    precision: Literal["float32", "mixed_float16", "mixed_bfloat16"] = "float32"
    jit_compile: bool | Literal["auto"] = "auto"
    remat: bool = False
    weights: str = "none"
    seed: int = 0
    track: Literal["none", "wandb", "mlflow"] = "none"

    def __post_init__(self):
        if isinstance(self.freeze, str):
            object.__setattr__(self, "freeze", (self.freeze,))
        for word in self.freeze:
            if word not in PARTS:
                raise ValueError(
                    f"`freeze` must be some of {', '.join(PARTS)}. "
                    f"Received: {word!r}"
                )
        multiplier = self.head_learning_rate_multiplier
        if not 0 < multiplier < float("inf"):
            raise ValueError(
                "`head_learning_rate_multiplier` must be > 0 and finite. "
                f"Received: {multiplier}"
            )
        for name in ("total_steps", "eval_every", "save_every"):
            if getattr(self, name) < 1:
                raise ValueError(
                    f"`{name}` must be >= 1. Received: {getattr(self, name)}"
                )
        if self.patience is not None and self.patience < 1:
            raise ValueError(
                "`patience` must be >= 1, or None to train all steps. "
                f"Received: {self.patience}"
            )

    def check_steps(self) -> None:
        """Refuses a run that is too short for its optimizer or schedule.

        Raises:
            ValueError: says which field, and what would do.
        """
        self.optimizer.check_steps(self.total_steps)
        self.schedule.check_steps(self.total_steps)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Recipe:
    """Recipe of a segmentation network: all that a run needs.

    Attributes:
        model: config of the network. `num_classes=None` leaves the number to
            the data set.
        data: where samples come from and how they are augmented.
        train: optimizer, schedule and bookkeeping.
    """

    model: ModelConfig
    data: DataConfig
    train: TrainConfig = TrainConfig()

    def __post_init__(self):
        self._check_backbone()
        self._check_crop()
        self._check_labels()
        if self.data.batch_size < 2 and "batch_norm" not in self.train.freeze:
            raise ValueError(
                "`data.batch_size` must be >= 2 while batch normalization "
                "trains: image pooling has one value per image and channel. "
                f"Received: {self.data.batch_size}. Freeze it to train on "
                "single images: --train.freeze batch_norm."
            )

    def _check_backbone(self):
        if reason := self.model.refusal(self.model.backbone):
            raise ValueError(
                "`model.backbone` must be one that the network takes: "
                f"{reason}. Received: {self.model.backbone}"
            )

    def _check_crop(self):
        stride = self.model.backbone.output_stride
        smallest = max(stride, self.model.smallest_image)
        if min(self.data.crop_size) < smallest:
            raise ValueError(
                f"`data.crop_size` must be at least {smallest} pixels a side, "
                f"or no feature is left at output stride {stride}. Received: "
                f"{self.data.crop_size}"
            )

    def _check_labels(self):
        small = not getattr(self.model, "upsample_logits", True)
        how = getattr(self.train.loss, "label_downsampling", None)
        if small != (how is not None):
            raise ValueError(
                "`train.loss.label_downsampling` must be set exactly where "
                "`model.upsample_logits` is False: labels and logits have one "
                f"size. Received: {how!r} and {not small}"
            )
        stride = self.model.backbone.output_stride
        if how == "every_nth" and any(s % stride for s in self.data.crop_size):
            raise ValueError(
                "`data.crop_size` must be a multiple of the output stride, "
                f"{stride}, to take every nth label. Received: "
                f"{self.data.crop_size}"
            )

    def with_num_classes(self, num_classes: int) -> "Recipe":
        """This recipe for a data set of `num_classes` classes.

        The network's input gets the channels of the data's images.

        Raises:
            ValueError: if the model was given another number.
        """
        channels = self.data.channels
        model = self.model
        if model.backbone.input_channels != channels:
            model = model.with_input_channels(channels)
            recipe = dataclasses.replace(self, model=model)
            return recipe.with_num_classes(num_classes)
        if model.num_classes is None:
            model = dataclasses.replace(model, num_classes=num_classes)
            return dataclasses.replace(self, model=model)
        if self.model.num_classes != num_classes:
            raise ValueError(
                f"`model.num_classes` is {self.model.num_classes}, but the "
                f"data set {self.data.root or self.data.dataset!r} has "
                f"{num_classes} classes (the ignored label not counted). Use "
                f"--model.num-classes {num_classes}, or correct classes.txt."
            )
        return self

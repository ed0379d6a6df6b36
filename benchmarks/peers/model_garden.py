"""Worker: DeepLabv3 on ResNet-50 at output stride 16 of TF Model Garden.

Its network ends at the features' resolution. Inference resizes the logits to
the images, so that everybody in the race delivers the same; its training step
resizes them inside the loss.
"""

from collections.abc import Callable
from importlib import metadata

import numpy as np
import tensorflow as tf
import tf_keras
from official.vision.configs import backbones, common, decoders
from official.vision.configs import semantic_segmentation as configs
from official.vision.modeling import factory
from official.vision.tasks.semantic_segmentation import (
    SemanticSegmentationTask,
)

from benchmarks.peers.job import Job
from benchmarks.worker import serve

OUTPUT_STRIDE = 16
LEVEL = 4  # 2**4 is the output stride
MULTI_GRID = [1, 2, 4]


def main() -> None:
    """Serves the job of the command line."""
    job = Job.from_command_line()
    config = describe_network(job)
    shape = tf_keras.layers.InputSpec(shape=[None, job.size, job.size, 3])
    model = factory.build_segmentation_model(shape, config)
    model(job.images()[:1], training=False)  # makes the weights
    make = inference if job.task == "inference" else training
    version = metadata.version("tf-models-official")
    count = model.count_params() / 1e6
    serve(
        make(model, config, job),
        f"tf-models-official {version}, TensorFlow {tf.__version__}; "
        f"{count:.1f} M parameters, output stride {OUTPUT_STRIDE}",
    )


def describe_network(job: Job) -> configs.SemanticSegmentationModel:
    """DeepLabv3 as its authors have it: rates 6, 12, 18 and image pooling."""
    backbone = backbones.DilatedResNet(
        model_id=50, output_stride=OUTPUT_STRIDE, multigrid=MULTI_GRID
    )
    pyramid = decoders.ASPP(level=LEVEL, dilation_rates=[6, 12, 18])
    return configs.SemanticSegmentationModel(
        num_classes=job.classes,
        input_size=[job.size, job.size, 3],
        backbone=backbones.Backbone(
            type="dilated_resnet", dilated_resnet=backbone
        ),
        decoder=decoders.Decoder(type="aspp", aspp=pyramid),
        head=configs.SegmentationHead(level=LEVEL, num_convs=0),
        norm_activation=common.NormActivation(
            activation="relu", use_sync_bn=False
        ),
    )


def inference(model, config, job: Job) -> Callable[[], object]:
    """Images to logits at the images' size."""
    images = tf.constant(job.images())

    @tf.function
    def predict(batch):
        logits = model(batch, training=False)["logits"]
        return tf.image.resize(logits, [job.size, job.size])

    return lambda: np.asarray(predict(images))


def training(model, config, job: Job) -> Callable[[], object]:
    """One training step of its own task, with momentum, without metrics."""
    task = SemanticSegmentationTask(
        configs.SemanticSegmentationTask(
            model=config, losses=configs.Losses(ignore_label=255)
        )
    )
    images, labels = tf.constant(job.images()), describe_labels(job)
    optimizer = tf_keras.optimizers.SGD(0.01, momentum=0.9)

    @tf.function
    def step():
        return task.train_step((images, labels), model, optimizer)[task.loss]

    return lambda: np.asarray(step())


def describe_labels(job: Job) -> dict[str, tf.Tensor]:
    """The job's labels in the form that its losses take."""
    masks = job.labels()[..., None].astype("float32")
    size = [job.size, job.size]
    info = np.tile([[size, size, [1, 1], [0, 0]]], (job.batch, 1, 1))
    return {
        "masks": tf.constant(masks),
        "valid_masks": tf.ones(masks.shape, tf.bool),
        "image_info": tf.constant(info, tf.float32),
    }


if __name__ == "__main__":
    main()

"""Worker: DeepLabv3 on ResNet-50 of KerasHub.

Its ResNet knows no output stride, so the features are at stride 32 (half the
height and width, a quarter of the work there), and its upsampling by a whole
factor asks for sizes that 32 divides.
"""

import keras
import keras_hub

from benchmarks.peers.job import Job
from benchmarks.peers.keras_steps import describe, make_step
from benchmarks.worker import serve

OUTPUT_STRIDE = 32


def main() -> None:
    """Serves the job of the command line."""
    job = Job.from_command_line()
    model = build(job)
    loss = keras.losses.SparseCategoricalCrossentropy(
        from_logits=True, ignore_class=255
    )
    step = make_step(model, job, loss)
    note = f"{job.size} x {job.size}, {describe(model, OUTPUT_STRIDE)}"
    serve(step, f"keras-hub {keras_hub.__version__}; {note}")


def build(job: Job) -> keras.Model:
    """A segmenter with fresh weights for images of the job's size."""
    image_shape = (job.size, job.size, 3)
    encoder = keras_hub.models.ResNetBackbone(
        input_conv_filters=[64],
        input_conv_kernel_sizes=[7],
        stackwise_num_filters=[64, 128, 256, 512],
        stackwise_num_blocks=[3, 4, 6, 3],
        stackwise_num_strides=[1, 2, 2, 2],
        block_type="bottleneck_block",
        image_shape=image_shape,
    )
    backbone = keras_hub.models.DeepLabV3Backbone(
        image_encoder=encoder,
        spatial_pyramid_pooling_key="P5",
        upsampling_size=8,
        dilation_rates=[6, 12, 18],
        image_shape=image_shape,
    )
    return keras_hub.models.DeepLabV3ImageSegmenter(backbone, job.classes)


if __name__ == "__main__":
    main()

"""Worker: DeepLabv3 on ResNet-50 at output stride 16, of this library."""

import keras

import deeplab_family
from benchmarks.peers.job import Job
from benchmarks.peers.keras_steps import describe, make_step
from benchmarks.worker import serve
from deeplab_family.backbones import ResNetConfig
from deeplab_family.losses import MaskedCrossEntropy
from deeplab_family.models import DeepLabV3Config
from deeplab_family.training.rematerialization import rematerialize
from export.serving.rebuilt_network import rebuilt_network

OUTPUT_STRIDE = 16
MULTI_GRID = (1, 2, 4)


def main(
    remat: bool = False, policy: str = "float32", served: str = "float32"
) -> None:
    """Serves the job of the command line.

    Args:
        remat: compute the maps within units again in the backward pass.
        policy: Keras dtype policy. Defaults to "float32".
        served: "float32", or "bfloat16" for the network as an export serves
            it in that.
    """
    keras.config.set_dtype_policy(policy)
    job = Job.from_command_line()
    backbone = ResNetConfig(
        depth=50, output_stride=OUTPUT_STRIDE, multi_grid=MULTI_GRID
    )
    model = DeepLabV3Config(num_classes=job.classes, backbone=backbone).build()
    model = rebuilt_network(model, served)
    if remat:
        rematerialize(model)
    step = make_step(model, job, MaskedCrossEntropy())
    note = describe(model, OUTPUT_STRIDE)
    serve(step, f"deeplab-family {deeplab_family.__version__}; {note}")


if __name__ == "__main__":
    main()

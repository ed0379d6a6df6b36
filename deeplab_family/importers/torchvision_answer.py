"""Answer of torchvision's own network; run as a process of its own.

torchvision builds the network and checks the names of the weights; the file
is read as everywhere here, so that nothing in it is executed.
"""

import sys
from pathlib import Path

import numpy as np

from deeplab_family.weights.files.read import read_arrays
from deeplab_family.weights.sources.torchvision_resnet import depth_of

# As torchvision documents its weights' transforms.
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def main(file: str, image: str, output: str) -> None:
    """Writes the answer of a file's network for an image.

    Args:
        file: weights with torchvision's names.
        image: `.npy` of uint8 RGB, `(height, width, 3)`.
        output: `.npy` to write: logits of a segmentation network, or the last
            map of a ResNet; `(height, width, channels)`.
    """
    import torch

    arrays = read_arrays(Path(file))
    network = _network(arrays)
    network.load_state_dict(
        {name: torch.tensor(array) for name, array in arrays.items()}
    )
    pixels = np.load(image).astype(np.float32) / 255
    pixels = (pixels - np.float32(MEAN)) / np.float32(DEVIATION)
    batch = torch.tensor(pixels.transpose(2, 0, 1)[None])
    with torch.no_grad():
        answer = _run(network.eval(), batch)
    np.save(output, answer[0].permute(1, 2, 0).numpy())


def _network(arrays):
    from torchvision import models

    if "fc.weight" in arrays:
        build = getattr(models, f"resnet{depth_of(arrays)}")
        return build(weights=None, num_classes=len(arrays["fc.weight"]))
    depth = depth_of(arrays, "backbone.")
    backbone = f"resnet{depth}" if depth else "mobilenet_v3_large"
    return getattr(models.segmentation, f"deeplabv3_{backbone}")(
        weights=None,
        weights_backbone=None,
        num_classes=len(arrays["classifier.4.weight"]),
        aux_loss="aux_classifier.0.weight" in arrays,
    )


def _run(network, batch):
    if hasattr(network, "classifier"):
        return network(batch)["out"]
    x = network.maxpool(network.relu(network.bn1(network.conv1(batch))))
    for name in ("layer1", "layer2", "layer3", "layer4"):
        x = getattr(network, name)(x)
    return x


if __name__ == "__main__":
    main(*sys.argv[1:])

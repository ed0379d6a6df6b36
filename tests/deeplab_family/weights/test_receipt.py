import json

import pytest

from deeplab_family.weights import Receipt, receipt_of

RECEIPT = Receipt(
    source="torchvision ResNet",
    file="resnet50.pth",
    sha256="0123456789abcdef",
    matched=("stem/conv", "stem/bn"),
    fresh=("head/conv",),
    skipped=("bn1.num_batches_tracked", "fc.weight", "fc.bias"),
    notes=("On a.jpg the answers are equal",),
)


def test_survives_json():
    assert Receipt.from_tree(json.loads(json.dumps(RECEIPT.tree()))) == RECEIPT


def test_the_line_counts_layers_and_what_was_left():
    """A counter of batches is no weight that somebody may miss."""
    assert RECEIPT.line() == (
        "Weights: torchvision ResNet, resnet50.pth (sha256 0123456789ab): "
        "2 layers filled, 1 fresh, 2 arrays of the file not used. On a.jpg the "
        "answers are equal"
    )


def test_a_path_is_no_model():
    with pytest.raises(TypeError, match="must be a loaded model"):
        receipt_of("best.keras")

from types import SimpleNamespace

from deeplab_family.backbones import MobileNetV2Config
from deeplab_family.model_card.card_files import write_model_card
from deeplab_family.models import DeepLabV3Config
from deeplab_family.training.file_card import card_beside
from deeplab_family.weights import Receipt
from tests.deeplab_family.model_card.cards import FULL

CONFIG = DeepLabV3Config(num_classes=3, backbone=MobileNetV2Config())
RECEIPT = Receipt(
    source="torchvision DeepLabv3", file="x.pth", sha256="ab", matched=()
)


def test_a_file_tells_its_network_and_whom_to_ask_for_a_licence(tmp_path):
    model = SimpleNamespace(config=CONFIG, weights_receipt=RECEIPT)
    card = card_beside(tmp_path / "voc.keras", model)
    assert (card.name, card.network) == ("voc", "deeplabv3")
    assert card.backbone == "mobilenet_v2"
    assert card.weights.source == "torchvision DeepLabv3, x.pth (SHA-256 ab)"
    assert card.weights.licence_words == "unknown: ask the source"


def test_without_a_receipt_nothing_is_known_of_the_weights(tmp_path):
    model = SimpleNamespace(config=CONFIG)
    assert card_beside(tmp_path / "voc.keras", model).weights is None


def test_a_foreign_model_has_a_name_alone(tmp_path):
    card = card_beside(tmp_path / "m.keras", SimpleNamespace())
    assert (card.name, card.network, card.weights) == ("m", "", None)


def test_a_file_in_its_run_has_the_card_of_the_run(tmp_path):
    write_model_card(tmp_path, FULL)
    model = SimpleNamespace(config=CONFIG)
    assert card_beside(tmp_path / "best.keras", model) == FULL

from export.report.artifact_results import (
    MEANINGS,
    Tensor,
)
from export.serving.scorer import network_scorer
from export.serving.serving_settings import ServingSettings
from export.serving.signatures import serving_signatures
from tests.export.tiny_network import make_network


def tensor(name):
    return Tensor(
        signature="", direction="input", name=name, dtype="uint8", shape=()
    )


def test_every_input_of_the_server_has_a_meaning():
    scorer = network_scorer(make_network())
    signatures = serving_signatures(scorer, ServingSettings())
    names = {spec.name for _, spec in signatures.values()}
    assert names <= set(MEANINGS)
    assert tensor("images").meaning == "RGB, 0 to 255"


def test_an_unknown_name_has_none():
    assert tensor("embedding").meaning == ""

"""Model card of an exported detector, without exporting one."""

import hashlib

import pytest

from deeplab_family.inference.saved_model_trust import MANIFEST
from deeplab_family.model_card.card_markdown import as_markdown
from export.detector.detector_card import detector_card
from export.detector.detector_exporter import SAVED_MODEL, TFLITE
from export.detector.matched_detections import NOTHING
from export.report.provenance import Provenance
from export.saved_model import VERSION

SERVED = f"{SAVED_MODEL} serving_default"


@pytest.fixture
def folder(tmp_path):
    """An export whose files hold a word each."""
    manifest = tmp_path / SAVED_MODEL / VERSION / MANIFEST
    manifest.parent.mkdir(parents=True)
    manifest.write_bytes(b"manifest")
    (tmp_path / TFLITE).write_bytes(b"network")
    return tmp_path


def card_of(folder, command=""):
    origin = Provenance(model="best.keras", command=command)
    proof = {SERVED: NOTHING, TFLITE: NOTHING}
    return detector_card(origin, ("a",), None, proof, folder)


def test_each_file_has_its_checksum_and_the_bundle_its_manifests(folder):
    told = {file.path: file.sha256 for file in card_of(folder).files}
    assert told == {
        SERVED: hashlib.sha256(b"manifest").hexdigest(),
        TFLITE: hashlib.sha256(b"network").hexdigest(),
    }


def test_use_is_told_for_a_model_in_memory_too(folder):
    text = as_markdown(card_of(folder))
    use = text.partition("## Use\n")[2].partition("Meant for")[0]
    code = [x.strip() for x in use.splitlines() if x.startswith("    ")]
    compile("\n".join(code), "card", "exec")
    assert 'tf.saved_model.load("saved_model/1")' in use
    again = as_markdown(card_of(folder, "deeplab export runs/boxes"))
    assert "\n    deeplab export runs/boxes\n" in again

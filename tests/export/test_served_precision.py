"""`--serving.precision`: which forms are written, measured, kept, verified."""

import dataclasses
import json

import numpy as np
import pytest

from deeplab_family import precision_choice
from deeplab_family.inference import KerasPredictor, load_predictor
from export import (
    ExportError,
    ExportSettings,
    ServingSettings,
    export_model,
    served_precision,
    verify_export,
)
from export.served_precision import choose_precision, with_served_precision
from export.serving.bundle import LIMITS
from tests.export.tiny_network import (
    ROUNDED,
    draw_images,
    make_network,
    save_images,
)

SIZE = (24, 32)


@pytest.fixture(scope="module")
def model():
    return make_network()


@pytest.fixture
def able(monkeypatch):
    flags = {"avx512f", "avx512_bf16"}
    monkeypatch.setattr(precision_choice, "processor_flags", lambda: flags)


def wish(precision, artifacts=("float32", "serving", "onnx")):
    return ExportSettings(
        image_size=SIZE,
        images="folder",
        artifacts=artifacts,
        serving=ServingSettings(precision=precision),
    )


def resolved(model, settings):
    lines = []
    found, sections = with_served_precision(
        model, settings, lambda words, done, total: lines.append(words)
    )
    return found, sections, lines


@pytest.mark.parametrize(
    ("precision", "bundles"),
    [
        ("float32", ["serving"]),
        ("bfloat16", ["serving_bfloat16"]),
        ("both", ["serving", "serving_bfloat16"]),
    ],
)
def test_a_named_precision_is_not_measured(precision, bundles, model):
    found, sections, lines = resolved(model, wish(precision))
    assert found.artifacts == ("float32", *bundles, "onnx")
    assert found.serving.precision == precision
    assert sections == lines == []


@pytest.mark.parametrize(
    ("half", "precision", "bundle"),
    [(0.9, "bfloat16", "serving_bfloat16"), (0.91, "float32", "serving")],
)
def test_auto_takes_bfloat16_that_saves_a_tenth(
    half, precision, bundle, model, able, monkeypatch
):
    seconds = {"float32": [1.0, 5.0], "bfloat16": [half, 5.0 * half]}
    monkeypatch.setattr(
        served_precision, "_pass_seconds", lambda networks, size: seconds
    )
    found, (section,), lines = resolved(model, wish("auto"))
    assert found.artifacts == ("float32", bundle, "onnx")
    assert found.serving.precision == precision
    told = f"a forward pass of 24 x 32 takes {3e3 * half:.0f} ms in bfloat16"
    assert lines[-1].startswith(f"--serving.precision {precision}: {told}")
    assert section.data["milliseconds"]["float32"] == 3000.0
    assert json.dumps(section.data) and told in section.content[0]


def test_a_processor_without_instructions_is_not_asked(model, monkeypatch):
    monkeypatch.setattr(precision_choice, "processor_flags", lambda: {"avx2"})
    monkeypatch.setattr(
        served_precision, "_pass_seconds", lambda *_: pytest.fail("was asked")
    )
    choice = choose_precision(model, ServingSettings(), SIZE)
    assert choice.precision == "float32" and not choice.seconds
    assert "no instructions for bfloat16" in choice.reason


def test_both_are_measured_by_true_passes(model, able, grappler):
    choice = choose_precision(model, ServingSettings(), SIZE)
    assert choice.seconds.keys() == {"float32", "bfloat16"}
    for turns in choice.seconds.values():
        assert len(turns) == 5 and min(turns) > 0


def test_without_a_bundle_nothing_is_asked(model):
    settings = wish("auto", artifacts=("float32",))
    assert resolved(model, settings) == (settings, [], [])


def test_the_bundle_alone_measures_nothing():
    with pytest.raises(ExportError, match="`precision`.*export_model.*both"):
        ServingSettings(precision="auto").folders["float32"]


def test_both_forms_are_written_proven_counted_and_verified(
    model, tmp_path, in_process, monkeypatch
):
    monkeypatch.setitem(LIMITS, "bfloat16", ROUNDED)
    images = draw_images(3, *SIZE)
    settings = ExportSettings(
        image_size=SIZE,
        images=str(save_images(tmp_path / "images", images)),
        artifacts=("serving",),
        limits={"serving_bfloat16": ROUNDED},
        serving=ServingSettings(name="s", precision="both"),
    )
    output = tmp_path / "out"
    report = export_model(model, output, settings)
    paths = {a.name: a.path for a in report.verification.artifacts}
    assert paths == {
        "serving": "serving/s/1/",
        "serving_bfloat16": "serving/s_bfloat16/1/",
    }
    exact = KerasPredictor(model)(images).probabilities
    error = {
        name: np.abs(
            load_predictor(output / path)(images).probabilities - exact
        )
        for name, path in paths.items()
    }
    assert error["serving"].max() < 1e-4
    assert 1e-3 < error["serving_bfloat16"].max() < 0.2
    assert "s_bfloat16/" in (output / "serving/README.md").read_text()
    measured = [s.data["precision"] for s in report.sections]
    assert measured == ["float32", "bfloat16"]

    single = dataclasses.replace(
        settings,
        serving=ServingSettings(name="s", precision="bfloat16"),
        overwrite=True,
    )
    export_model(model, output, single)
    served = sorted(p.parent.name + p.name for p in output.glob("serving/s*/*"))
    assert served == ["s1", "s2", "s_bfloat161"]
    result = verify_export(output)
    assert not result.failures
    versions = [f for f in result.findings if f.check == "version"]
    answers = [f for f in result.findings if f.check == "stored answers"]
    assert len(versions) + len(answers) == 3, result.findings

    export_model(model, output, dataclasses.replace(settings, overwrite=True))
    counted = {p.name for p in output.glob("serving/s_bfloat16/*")}
    # Not 2, which is in the other folder: versions of both go together.
    assert counted == {"1", "3"} and (output / "serving/s/3").is_dir()

"""Bundle for TensorFlow Serving: model, settings, clients, checks."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from deeplab_family.inference.classes_file import CLASSES as CLASSES_NAME
from deeplab_family.inference.classes_file import write_classes_file
from deeplab_family.inference.picture_files import write_pictures_file
from deeplab_family.inference.saved_model_trust import write_manifest
from export.class_checks import agreed_names, check_classes
from export.errors import ExportError
from export.padded_network import multiple_of
from export.report.report import Section
from export.saved_model import float32_compute, write_archive
from export.serving.bundle_readme import bundle_readme
from export.serving.rebuilt_network import rebuilt_network
from export.serving.served_network import (
    check_served_sizes,
    feature_model,
    served_network,
    served_scorer,
)
from export.serving.server_files import (
    BATCHING_NAME,
    model_batching,
    server_files,
)
from export.serving.serving_settings import WARMUP_SIZE, ServingSettings
from export.serving.signature_proof import prove_signatures
from export.serving.signatures import (
    Signature,
    features_signature,
    serving_signatures,
)
from export.serving.traffic import measure_traffic, traffic_section
from export.serving.warmup import check_warmup, write_warmup
from export.tolerances import BFLOAT16, EXACT

FOLDER = "serving"
LIMITS = {"float32": EXACT, "bfloat16": BFLOAT16}
CLIENTS = ("client_rest.py", "client_grpc.py", "smoke_test.py")


def write_serving_bundle(
    model: keras.Model,
    stage: Path,
    settings: ServingSettings,
    class_names: Sequence[str] | None = None,
    palette: Sequence[Sequence[int]] | None = None,
    *,
    version: int = 1,
) -> Path:
    """Write `stage/serving/` with one version of the model.

    A failure leaves what was written so far: `export_model` writes into a
    folder that is thrown away then.

    Args:
        model: maps RGB `(batch, height, width, 3)`, 0 to 255, to logits.
        stage: the folder that `serving` goes to; see `staged_folder`.
        settings: what the served model does with an image.
        class_names: one name for each class; by default those that the model
            holds, or numbers.
        palette: one RGB color, 0 to 255, for each class.
        version: number of the version, >= 1; see `next_version`.

    Returns:
        The version's folder, `stage/serving/<name>/<version>`; that of
        float32 where both precisions are written, see `version_folders`.

    Raises:
        ExportError: the settings do not fit the model, the names or colors
            are not one for each class, the version is there already, or the
            precision is "auto".
        ModelFileError: the model does not map RGB images to logits.
    """
    settings = settings.warmed_up(WARMUP_SIZE)
    places = version_folders(stage, settings, version)
    network = served_network(model, settings)
    scorer = served_scorer(network, settings)
    check_served_sizes(network, settings)
    check_classes(scorer.num_classes, class_names, palette)
    names = agreed_names(model, class_names)
    names = names or [f"class_{i}" for i in range(scorer.num_classes)]
    signatures = list(_signatures(network, scorer, settings))
    _make_folders(places)
    folder, pictures = stage / FOLDER, scorer.pictures
    write_classes_file(folder, names, palette)
    assets = [folder / CLASSES_NAME]
    if file := write_pictures_file(folder, pictures):
        assets.append(file)
    for precision, path in places.items():
        _write_version(network, precision, path, settings, assets)
    multiple = multiple_of(network)
    _write_beside(folder, settings, signatures, multiple, pictures)
    return next(iter(places.values()))


def version_folders(
    stage: Path, settings: ServingSettings, version: int
) -> dict[str, Path]:
    """Precision -> folder that its version is written to.

    Args:
        stage: see `write_serving_bundle`.
        settings: likewise.
        version: likewise.
    """
    return {
        precision: stage / FOLDER / name / str(version)
        for precision, name in settings.folders.items()
    }


def prove_serving_bundle(
    model: keras.Model,
    version: Path,
    settings: ServingSettings,
    images: np.ndarray,
    precision: str = "float32",
) -> Section:
    """Run the signatures as written and measure what they cost.

    Args:
        model: that the bundle was written from.
        version: the folder that `write_serving_bundle` returned.
        settings: it was written with.
        images: uint8 `(batch, height, width, 3)`, a few real ones.
        precision: of this version, "float32" or "bfloat16"; it is compared
            with the network in float32 either way.

    Returns:
        The part of the report that shows the costs.

    Raises:
        ExportError: a signature does not answer as it should.
    """
    settings = settings.warmed_up(WARMUP_SIZE)
    network = served_network(model, settings)
    scorer = served_scorer(network, settings)
    # Held on purpose: signatures alone do not keep variables alive.
    loaded = tf.saved_model.load(str(version))
    with float32_compute(network):
        prove_signatures(
            loaded.signatures,
            serving_signatures(scorer, settings),
            images,
            LIMITS[precision],
        )
    check_warmup(loaded.signatures, settings.warmup_size, scorer.pictures)
    traffic = measure_traffic(loaded.signatures, images[0])
    return traffic_section(traffic, images.shape[1:3], precision)


def _signatures(network, scorer, settings) -> dict[str, Signature]:
    signatures = serving_signatures(scorer, settings)
    if settings.features:
        layer = feature_model(network, settings.features)
        signatures["features"] = features_signature(
            layer, settings, multiple_of(network)
        )
    return signatures


def _make_folders(places: Mapping[str, Path]) -> None:
    for path in places.values():
        if path.exists():
            raise ExportError(
                f"{path}: this version is there already and is left "
                "untouched. Give the number of `next_version`"
            )
    for path in places.values():
        path.mkdir(parents=True)


def _write_version(network, precision, path, settings, assets) -> None:
    network = rebuilt_network(network, precision)
    scorer = served_scorer(network, settings)
    signatures = _signatures(network, scorer, settings)
    endpoints = {
        name: (lambda _, function=function: function, spec)
        for name, (function, spec) in signatures.items()
    }
    halved = precision == "bfloat16"
    write_archive(
        network, path, endpoints, assets=assets, keeps_precision=halved
    )
    write_warmup(
        path,
        settings.name,
        settings.warmup_size,
        list(signatures),
        scorer.pictures,
    )
    batching = model_batching(settings)
    (path / BATCHING_NAME).write_text(batching, encoding="utf-8")
    write_manifest(path)


def _write_beside(folder, settings, signatures, multiple, pictures):
    texts = server_files(settings)
    texts["README.md"] = bundle_readme(settings, signatures, multiple, pictures)
    source = Path(__file__).parent / "clients"
    if not pictures.is_ordinary:  # the clients send photographs
        del texts["client_rest.sh"]
    for name in CLIENTS if pictures.is_ordinary else ():
        text = (source / name).read_text(encoding="utf-8")
        default = f'MODEL = "{ServingSettings.name}"'
        texts[name] = text.replace(default, f'MODEL = "{settings.name}"')
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")

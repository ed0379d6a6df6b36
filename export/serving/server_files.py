"""Server files that TensorFlow Serving and Docker read beside the model.

The files are templates in the folder beside this module; a field is written
`%{name}`, for `$` is a variable of the shell and of Docker Compose.

Field names: tensorflow_serving/config/model_server_config.proto,
monitoring_config.proto and servables/tensorflow/session_bundle_config.proto;
flags: tensorflow_serving/model_servers/main.cc.
"""

import string
from importlib.resources import files

from export.serving.serving_settings import ServingSettings

IMAGE = "tensorflow/serving:2.20.0"
BATCHING_NAME = "batching_params.pbtxt"
BFLOAT16_MODELS = "models.bfloat16.config"
# In one request, where the server joins and splits them.
MOST_IMAGES = 64
NAMES = (
    "models.config",
    "monitoring.config",
    BATCHING_NAME,
    "docker-compose.yml",
    "docker-compose.batching.yml",
    "docker-compose.gpu.yml",
    "client_rest.sh",
)


class _Template(string.Template):
    delimiter = "%"


def server_files(settings: ServingSettings) -> dict[str, str]:
    """Name -> content of each file beside the model's folder."""
    texts = {name: _filled(name, settings, settings.name) for name in NAMES}
    if settings.precision == "both":
        halved = _filled("models.config", settings, settings.bfloat16_name)
        texts[BFLOAT16_MODELS] = halved
    return texts


def _filled(file: str, settings: ServingSettings, folder: str) -> str:
    return fill_template(file, name=settings.name, folder=folder, image=IMAGE)


def model_batching(settings: ServingSettings) -> str:
    """Content of `batching_params.pbtxt` within a version's folder."""
    joined = settings.max_batch_size
    return fill_template(
        "model_batching_params.pbtxt",
        joined=joined,
        most=max(joined, MOST_IMAGES),
    )


def fill_template(file: str, **fields: object) -> str:
    """The content of a template with its fields filled in.

    Args:
        file: its name in the folder `templates`.
        fields: the value of each `%{field}`; others are left over.
    """
    template = files("export.serving") / "templates" / file
    return _Template(template.read_text(encoding="utf-8")).substitute(fields)

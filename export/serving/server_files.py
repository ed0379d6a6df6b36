"""What TensorFlow Serving and Docker read beside the model.

Field names: tensorflow_serving/config/model_server_config.proto,
monitoring_config.proto and servables/tensorflow/session_bundle_config.proto;
flags: tensorflow_serving/model_servers/main.cc.
"""

import json

from export.serving.serving_settings import ServingSettings

IMAGE = "tensorflow/serving:2.20.0"
BATCHING_NAME = "batching_params.pbtxt"
# In one request, where the server joins and splits them.
MOST_IMAGES = 64
START = (
    "--model_config_file=/models/models.config",
    "--monitoring_config_file=/models/monitoring.config",
)
BATCHING = (
    "--enable_batching=true",
    "--enable_per_model_batching_parameters=true",
    f"--batching_parameters_file=/models/{BATCHING_NAME}",
)


def server_files(settings: ServingSettings) -> dict[str, str]:
    """Name -> content of each file beside the model's folder."""
    return {
        "models.config": _models(settings.name),
        "monitoring.config": MONITORING,
        BATCHING_NAME: SHARED_BATCHING,
        "docker-compose.yml": _compose(settings.name, IMAGE, START),
        "docker-compose.batching.yml": _overlay(
            f"    command: {_list(START + BATCHING)}\n"
        ),
        "docker-compose.gpu.yml": GPU,
        "client_rest.sh": _shell(settings.name),
    }


def model_batching(settings: ServingSettings) -> str:
    """Content of `batching_params.pbtxt` within a version's folder."""
    joined = settings.max_batch_size
    return (
        "# A request of more images than this is refused;\n"
        f"max_batch_size {{ value: {max(joined, MOST_IMAGES)} }}\n"
        "# of more than this, it is answered in parts.\n"
        "enable_large_batch_splitting { value: true }\n"
        f"max_execution_batch_size {{ value: {joined} }}\n"
        "# How long the first request waits for company.\n"
        "batch_timeout_micros { value: 2000 }\n"
        "# Beyond it a request is refused at once, not queued for ever.\n"
        "max_enqueued_batches { value: 64 }\n"
    )


def _models(name):
    return (
        "model_config_list {\n"
        "  config {\n"
        f'    name: "{name}"\n'
        f'    base_path: "/models/{name}"\n'
        '    model_platform: "tensorflow"\n'
        "    # The newest version; the one before serves until it is up.\n"
        "    model_version_policy { latest { num_versions: 1 } }\n"
        "  }\n"
        "}\n"
    )


MONITORING = """\
prometheus_config {
  enable: true
  path: "/monitoring/prometheus/metrics"
}
"""

SHARED_BATCHING = """\
# Threads that all models share; the rest stands in each model's own file.
num_batch_threads { value: 4 }
"""


def _compose(name, image, command):
    return (
        "services:\n"
        "  serving:\n"
        f"    image: ${{SERVING_IMAGE:-{image}}}\n"
        f"    command: {_list(command)}\n"
        "    ports:\n"
        "      # From this machine only: the server asks nobody who they are.\n"
        '      - "127.0.0.1:8500:8500"  # gRPC\n'
        '      - "127.0.0.1:8501:8501"  # REST\n'
        "    volumes:\n"
        '      - ".:/models:ro"\n'
        "    restart: unless-stopped\n"
        f"{_healthcheck(name)}"
    )


def _healthcheck(name):
    """Healthy once a version serves: the image holds bash, but no curl.

    `$$` is how a compose file writes `$`.
    """
    request = f"GET /v1/models/{name} HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n"
    script = (
        "exec 3<>/dev/tcp/127.0.0.1/8501; "
        f"printf '{request}' >&3; grep -q AVAILABLE <&3"
    )
    return (
        "    healthcheck:\n"
        "      test:\n"
        "        - CMD\n"
        "        - bash\n"
        "        - -c\n"
        f"        - {json.dumps(script)}\n"
        "      interval: 10s\n"
        "      timeout: 5s\n"
        "      retries: 3\n"
        "      # Warming up takes its time.\n"
        "      start_period: 120s\n"
    )


def _overlay(lines):
    return f"services:\n  serving:\n{lines}"


GPU = _overlay(
    "    image: ${SERVING_IMAGE:-" + IMAGE + "-gpu}\n"
    "    deploy:\n"
    "      resources:\n"
    "        reservations:\n"
    "          devices:\n"
    "            - driver: nvidia\n"
    "              count: 1\n"
    "              capabilities: [gpu]\n"
)


def _list(items):
    return "[" + ", ".join(f'"{item}"' for item in items) + "]"


def _shell(name):
    return f"""\
#!/bin/sh
# Sends one photograph with curl and writes its mask.
# sh client_rest.sh photo.jpg mask.png
set -euC
if [ $# -ne 2 ]; then
  echo "usage: sh client_rest.sh PHOTO MASK" >&2
  exit 2
fi
if [ -e "$2" ] || [ -L "$2" ]; then
  echo "$2 is there already and is left untouched; give another name" >&2
  exit 1
fi
url="${{URL:-http://localhost:8501}}/v1/models/{name}:predict"
answer=$( {{
  printf '{{"signature_name": "image_bytes", "instances": [{{"b64": "'
  base64 <"$1" | tr -d '\\n'
  printf '"}}]}}'
}} | curl --silent --show-error --data-binary @- "$url")
case "$answer" in
*'"error"'*)
  echo "$answer" >&2
  exit 1
  ;;
esac
echo "$answer" | tr -d '\\n ' | sed 's/.*"b64":"\\([^"]*\\)".*/\\1/' |
  base64 -d >"$2" || {{
  rm -f "$2"
  exit 1
}}
"""

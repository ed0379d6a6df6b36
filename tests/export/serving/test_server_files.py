import re
import shutil
import subprocess

import pytest
import yaml

from export.serving import ServingSettings
from export.serving.server_files import (
    fill_template,
    model_batching,
    server_files,
)
from tests.export.serving.rest_server import rest_server

SETTINGS = ServingSettings(name="streets", max_batch_size=5)
FILES = server_files(SETTINGS)


def test_a_field_without_a_value_is_an_error_and_shell_variables_stay():
    assert 'base64 <"$1"' in FILES["client_rest.sh"]
    assert "${SERVING_IMAGE:-" in FILES["docker-compose.yml"]
    assert not any("%" in text for text in FILES.values())
    with pytest.raises(KeyError, match="image"):
        fill_template("docker-compose.yml", name="streets")


def service(name):
    return yaml.safe_load(FILES[name])["services"]["serving"]


def test_the_configuration_names_the_model_and_its_folder():
    assert 'name: "streets"' in FILES["models.config"]
    assert 'base_path: "/models/streets"' in FILES["models.config"]


@pytest.mark.parametrize(
    "name", [name for name in FILES if name.endswith((".config", ".pbtxt"))]
)
def test_protobuf_text_has_its_braces_in_pairs(name):
    text = re.sub("#.*", "", FILES[name])
    assert text.count("{") == text.count("}") > 0


def test_the_model_configuration_is_what_the_server_parses():
    pytest.importorskip("tensorflow_serving.apis")
    from google.protobuf import text_format
    from tensorflow_serving.config import model_server_config_pb2

    config = text_format.Parse(
        FILES["models.config"], model_server_config_pb2.ModelServerConfig()
    )
    (model,) = config.model_config_list.config
    assert (model.name, model.model_platform) == ("streets", "tensorflow")
    assert model.model_version_policy.latest.num_versions == 1


def test_a_version_brings_its_own_batching_parameters():
    text = model_batching(SETTINGS)
    assert "max_execution_batch_size { value: 5 }" in text
    # A request of nine images is answered in two parts.
    assert "max_batch_size { value: 64 }" in text
    assert "enable_large_batch_splitting { value: true }" in text
    many = model_batching(ServingSettings(max_batch_size=100))
    assert many.count("{ value: 100 }") == 2
    # Padding would enlarge images with black.
    assert "pad_variable_length_inputs" not in model_batching(SETTINGS)


def test_compose_opens_both_ports_to_this_machine_alone():
    compose = service("docker-compose.yml")
    ports = ["127.0.0.1:8500:8500", "127.0.0.1:8501:8501"]
    assert compose["ports"] == ports
    assert compose["volumes"] == [".:/models:ro"]
    config = "--model_config_file=/models/${MODELS_CONFIG:-models.config}"
    assert config in compose["command"]


def test_of_two_forms_the_variable_chooses_the_folder_not_the_name():
    files = server_files(ServingSettings(name="streets", precision="both"))
    single, halved = files["models.config"], files["models.bfloat16.config"]
    assert single == FILES["models.config"]
    expected = single.replace("/models/streets", "/models/streets_bfloat16")
    assert halved == expected != single
    assert files.keys() - FILES.keys() == {"models.bfloat16.config"}


def check_health(url, name="streets"):
    """The exit status of the container's check, run here against `url`."""
    program, flag, script = service("docker-compose.yml")["healthcheck"][
        "test"
    ][1:]
    port = url.rpartition(":")[2]
    assert "127.0.0.1/8501" in script and f"/v1/models/{name} " in script
    script = script.replace("127.0.0.1/8501", f"127.0.0.1/{port}")
    return subprocess.run(
        [program, flag, script], timeout=20, capture_output=True
    ).returncode


@pytest.mark.skipif(not shutil.which("bash"), reason="the container has bash")
def test_the_health_check_asks_for_a_version_that_serves(served):
    with rest_server(served, "streets") as url:
        assert check_health(url) == 0
    assert check_health(url) != 0
    with rest_server(served, "another") as url:
        assert check_health(url) != 0


def test_every_file_that_compose_names_is_written():
    for name in ("docker-compose.yml", "docker-compose.batching.yml"):
        places = r"(?<!v1)/models/(?:\$\{MODELS_CONFIG:-)?([\w.]+)"
        found = re.findall(places, FILES[name])
        assert len(found) >= 2 and found[0] == "models.config"
        for word in found:
            assert word in FILES


def test_batching_only_adds_flags():
    plain = service("docker-compose.yml")["command"]
    batching = service("docker-compose.batching.yml")["command"]
    assert batching[: len(plain)] == plain
    assert "--enable_per_model_batching_parameters=true" in batching


def test_the_gpu_file_asks_for_one_gpu():
    gpu = service("docker-compose.gpu.yml")
    assert gpu["image"].endswith("-gpu}")
    (device,) = gpu["deploy"]["resources"]["reservations"]["devices"]
    assert device["capabilities"] == ["gpu"]

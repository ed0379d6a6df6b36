from export.serving import ServingSettings
from export.serving.bundle_readme import SIGNATURES, bundle_readme


def test_it_describes_the_signatures_that_are_there():
    text = bundle_readme(ServingSettings(), ["serving_default"])
    cells = " | ".join(SIGNATURES["serving_default"])
    assert f"| `serving_default` | {cells} |" in text
    assert SIGNATURES["features"][1] not in text


def test_it_says_what_is_built_in():
    settings = ServingSettings(
        name="x",
        output_stride=8,
        scales=(0.5, 1.0),
        flip=True,
        tile=512,
        max_pixels=123_456,
        warmup_size=(64, 64),
    )
    text = bundle_readme(settings, list(SIGNATURES))
    for words in (
        "output stride 8",
        "scales 0.5, 1",
        "mirrored",
        "tiles of 512 pixels",
        "123456 pixels",
        "# x\n",
    ):
        assert words in text


def test_a_plain_network_is_said_to_run_once():
    text = bundle_readme(ServingSettings(), ["serving_default"])
    assert "runs once" in text


def test_it_says_which_form_is_which():
    page = bundle_readme(
        ServingSettings(name="x", precision="both"), ["serving_default"]
    )
    assert "`x/` computes in float32" in page
    assert "`x_bfloat16/` in\n  bfloat16" in page
    assert "MODELS_CONFIG=models.bfloat16.config" in page
    for precision in ("float32", "bfloat16"):
        page = bundle_readme(ServingSettings(precision=precision), [])
        assert f"computes in {precision}." in page and "MODELS" not in page


def test_the_page_says_to_what_images_are_padded_and_shrunk():
    settings = ServingSettings(longest_side=1024)
    page = bundle_readme(settings, ["serving_default"], 16)
    assert "multiples of 16" in page
    assert "above 1024 pixels are shrunk" in page
    plain = bundle_readme(ServingSettings(), ["serving_default"])
    assert "multiples" not in plain and "shrunk" not in plain

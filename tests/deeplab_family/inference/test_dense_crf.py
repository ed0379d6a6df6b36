import dataclasses

import numpy as np
import pytest

from deeplab_family.inference.dense_crf import (
    CRF_PRESETS,
    DenseCRFConfig,
    appearance_kernel,
    dense_crf,
    mean_field,
    smoothness_kernel,
)

DUC = CRF_PRESETS["duc"]
SMOOTH_ONLY = dataclasses.replace(DUC, appearance_weight=0.0)


def places(image):
    return np.indices(image.shape[:2]).reshape(2, -1).T.astype(float)


def gaussian(*features):
    """Every pixel with every other, normalized on both sides."""
    squares = sum(
        ((f[:, None] - f) ** 2).sum(axis=-1) / width**2 for f, width in features
    )
    kernel = np.exp(-squares / 2)
    sums = kernel.sum(axis=1)
    kernel /= np.sqrt(sums[:, None] * sums)
    return lambda v: (kernel @ v.reshape(-1, v.shape[-1])).reshape(v.shape)


def brute_kernels(image, config):
    colors = image.reshape(-1, 3).astype(float)
    near = places(image)
    appearance = gaussian(
        (near, config.appearance_position), (colors, config.appearance_color)
    )
    smoothness = gaussian((near, config.smoothness_position))
    return [
        (config.appearance_weight, appearance),
        (config.smoothness_weight, smoothness),
    ]


def draw(size=(24, 20), classes=3, noise=0.0, seed=0):
    """A picture of two colors, and probabilities without any sense."""
    rng = np.random.default_rng(seed)
    image = np.empty((*size, 3))
    image[:, : size[1] // 2] = (60, 70, 80)
    image[:, size[1] // 2 :] = (170, 120, 60)
    image += noise * rng.normal(size=image.shape)
    probabilities = rng.dirichlet(np.ones(classes), size)
    return image.clip(0, 255).astype("uint8"), probabilities.astype("float32")


THREE = np.array([[[10, 10, 10], [12, 10, 10], [40, 10, 10]]], "uint8")
THREE_BELIEFS = np.array([[[0.9, 0.1], [0.4, 0.6], [0.3, 0.7]]], "float32")


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (1, [0.987434, 0.605036, 0.060934]),
        (10, [0.999459, 0.979068, 0.013054]),
    ],
)
def test_three_pixels_computed_by_hand(steps, expected):
    kernels = brute_kernels(THREE, DUC)
    config = dataclasses.replace(DUC, steps=steps)

    exact = mean_field(THREE_BELIEFS, kernels, steps)
    approximate = dense_crf(THREE_BELIEFS, THREE, config)

    np.testing.assert_allclose(exact[0, :, 0], expected, atol=1e-6)
    np.testing.assert_allclose(approximate[0, :, 0], expected, atol=0.03)


def test_one_step_written_out():
    p = np.array([[[0.8, 0.2], [0.3, 0.7]]], "float32")
    swap = [(2.0, lambda v: v[:, ::-1])]

    one = mean_field(p, swap, 1)

    scores = np.log(p) + 2 * p[:, ::-1]
    expected = np.exp(scores) / np.exp(scores).sum(-1, keepdims=True)
    np.testing.assert_allclose(one, expected, rtol=1e-6)


@pytest.mark.parametrize("preset", CRF_PRESETS)
def test_near_brute_force_on_a_small_picture(preset):
    image, beliefs = draw()
    config = CRF_PRESETS[preset]
    exact = mean_field(beliefs, brute_kernels(image, config), 1)

    answer = dense_crf(beliefs, image, dataclasses.replace(config, steps=1))

    np.testing.assert_allclose(answer, exact, atol=0.06)
    assert np.abs(answer - exact).mean() < 0.01


@pytest.mark.parametrize("width", [0.4, 1.0, 3.0, 30.0])
def test_the_smoothness_kernel_equals_brute_force(width):
    _, values = draw(classes=7)

    blurred = smoothness_kernel((24, 20), width)(values)

    exact = gaussian((places(values), width))(values)
    np.testing.assert_allclose(blurred, exact, atol=2e-5)


def test_many_classes_at_once():
    _, values = draw(classes=150)

    blurred = smoothness_kernel((24, 20), 2.0)(values)

    exact = gaussian((places(values), 2.0))(values)
    np.testing.assert_allclose(blurred, exact, atol=2e-5)


@pytest.mark.parametrize("noise", [0.0, 3.0])
def test_the_appearance_kernel_is_near_brute_force(noise):
    image, values = draw(noise=noise)
    near, colors = places(image), image.reshape(-1, 3).astype(float)

    filtered = appearance_kernel(image, 15.0, 20.0)(values)

    exact = gaussian((near, 15.0), (colors, 20.0))(values)
    assert np.abs(filtered - exact).max() < 0.04
    assert np.abs(filtered - exact).mean() < 0.01


def test_the_roots_of_its_sums_pass_through_a_normalized_kernel():
    """D^-1/2 K D^-1/2 leaves the square root of D as it is."""
    image, _ = draw(noise=10.0)
    kernel = appearance_kernel(image, 15.0, 3.0)
    roots = np.ones((24, 20, 1), "float32")
    for _ in range(300):  # the largest eigenvalue is 1, and theirs
        roots = kernel(roots)
        roots /= np.linalg.norm(roots)

    np.testing.assert_allclose(kernel(roots), roots, rtol=1e-3, atol=1e-6)


def test_five_steps_as_the_authors_code_computes_them():
    """Probabilities of two classes by pydensecrf2 1.1, from the same input."""
    row, column = np.indices((4, 6))
    image = np.stack(
        [
            20 * row + 3 * column,
            7 * row * column % 50 + 30,
            90 - 5 * column + 11 * row,
        ],
        axis=-1,
    )
    beliefs = np.stack(
        [
            1 + (3 * row + 5 * column) % 7,
            1 + (2 * row + column) % 5,
            2 + (row * column) % 3,
        ],
        axis=-1,
    ).astype("float32")
    beliefs /= beliefs.sum(axis=-1, keepdims=True)
    config = DenseCRFConfig(
        appearance_weight=4,
        appearance_position=3,
        appearance_color=12,
        smoothness_weight=0,
        smoothness_position=1,
        steps=5,
    )

    answer = dense_crf(beliefs, image.astype("uint8"), config)

    first = [
        [0.892900, 0.981763, 0.974014, 0.943346, 0.976977, 0.981858],
        [0.913762, 0.797099, 0.923066, 0.953653, 0.624623, 0.123660],
        [0.970692, 0.968474, 0.774288, 0.058354, 0.935491, 0.886556],
        [0.757703, 0.216868, 0.954194, 0.913234, 0.952574, 0.984768],
    ]
    second = [
        [0.032624, 0.008816, 0.015661, 0.038209, 0.016619, 0.006131],
        [0.055941, 0.129701, 0.043023, 0.011264, 0.068851, 0.129707],
        [0.021050, 0.006050, 0.126627, 0.859661, 0.033947, 0.074900],
        [0.174166, 0.690884, 0.033547, 0.069415, 0.017285, 0.007900],
    ]
    np.testing.assert_allclose(answer[..., 0], first, atol=2e-6)
    np.testing.assert_allclose(answer[..., 1], second, atol=2e-6)


def test_without_kernels_the_unaries_remain():
    image, beliefs = draw()
    beliefs[0, 0] = [1.0, 0.0, 0.0]
    alone = dataclasses.replace(SMOOTH_ONLY, smoothness_weight=0.0)

    clipped = beliefs.clip(1e-5, 1)
    expected = clipped / clipped.sum(axis=-1, keepdims=True)
    np.testing.assert_allclose(
        dense_crf(beliefs, image, alone), expected, rtol=1e-5
    )
    no_step = dataclasses.replace(DUC, steps=0)
    np.testing.assert_allclose(
        dense_crf(beliefs, image, no_step), expected, rtol=1e-5
    )


def test_on_an_image_of_one_color_only_places_count():
    beliefs = draw((40, 40))[1]
    image = np.full((40, 40, 3), 90, "uint8")
    kernels = [
        (DUC.appearance_weight, smoothness_kernel((40, 40), 15.0)),
        (DUC.smoothness_weight, smoothness_kernel((40, 40), 1.0)),
    ]

    answer = dense_crf(beliefs, image, DUC)

    expected = mean_field(beliefs, kernels, DUC.steps)
    assert np.abs(answer - expected).max() < 0.15
    assert np.abs(answer - expected).mean() < 0.02


def test_the_order_of_the_classes_does_not_matter():
    image, beliefs = draw(classes=5, noise=4.0)
    order = [3, 0, 4, 1, 2]

    permuted = dense_crf(beliefs[..., order], image, DUC)

    np.testing.assert_allclose(
        permuted, dense_crf(beliefs, image, DUC)[..., order], atol=1e-4
    )


@pytest.mark.parametrize("preset", CRF_PRESETS)
def test_noisy_beliefs_follow_the_border_of_the_image(preset):
    image, _ = draw((60, 60), noise=2.0)
    truth = np.zeros((60, 60), int)
    truth[:, 30:] = 1
    rng = np.random.default_rng(0)
    sure = rng.uniform(0.3, 0.9, truth.shape)  # right in two thirds
    believed = np.eye(2)[truth] * (2 * sure - 1)[..., None]
    beliefs = believed + (1 - sure)[..., None]
    # Near the border they belong to the left, as after coarse upsampling.
    beliefs[:, 30:34] = [0.6, 0.4]
    before = (beliefs.argmax(-1) == truth).mean()

    answer = dense_crf(
        beliefs.astype("float32"), image, CRF_PRESETS[preset]
    ).argmax(-1)

    assert before < 0.7
    assert (answer == truth).mean() > 0.995


def test_beliefs_and_image_stay_as_they_are():
    image, beliefs = draw()
    kept = image.copy(), beliefs.copy()

    answer = dense_crf(beliefs, image, DUC)

    np.testing.assert_array_equal(image, kept[0])
    np.testing.assert_array_equal(beliefs, kept[1])
    np.testing.assert_allclose(answer.sum(axis=-1), 1, rtol=1e-5)
    assert answer.dtype == np.float32


@pytest.mark.parametrize("size", [(1, 1), (1, 7), (5, 1)])
def test_images_of_a_line_or_a_pixel(size):
    """A pixel has only itself: it grows surer of what it believes."""
    beliefs = np.broadcast_to(np.float32([0.6, 0.4]), (*size, 2))

    answer = dense_crf(beliefs, np.zeros((*size, 3), "uint8"), DUC)

    assert (answer[..., 0] > 0.6).all()


def test_the_presets_are_those_of_the_papers():
    assert dataclasses.astuple(DUC) == (3, 15, 3, 3, 1, 10)
    assert dataclasses.astuple(CRF_PRESETS["deeplab"]) == (4, 49, 5, 3, 3, 10)
    assert dataclasses.astuple(CRF_PRESETS["deeplabv2"]) == (4, 67, 3, 3, 1, 10)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("appearance_weight", -1.0, ">= 0. Received: -1.0"),
        ("appearance_position", 0.0, "above 0. Received: 0.0"),
        ("appearance_color", float("nan"), "above 0. Received: nan"),
        ("smoothness_position", float("inf"), "above 0. Received: inf"),
        ("steps", -1, ">= 0. Received: -1"),
    ],
)
def test_impossible_parameters_are_refused(field, value, message):
    with pytest.raises(ValueError, match=f"`{field}` .*{message}"):
        dataclasses.replace(DUC, **{field: value})


def test_images_of_another_size_or_dtype_are_refused():
    image, beliefs = draw()

    with pytest.raises(ValueError, match=r"\(24, 20, 3\). .*\(23, 20, 3\)"):
        dense_crf(beliefs, image[1:], DUC)
    with pytest.raises(ValueError, match="uint8 RGB"):
        dense_crf(beliefs, image.astype("float32"), DUC)
    with pytest.raises(ValueError, match="`probabilities` must be floats"):
        dense_crf(beliefs.argmax(-1), image, DUC)


def test_a_config_is_named_field_by_field():
    with pytest.raises(TypeError):
        DenseCRFConfig(3, 15, 3, 3, 1)

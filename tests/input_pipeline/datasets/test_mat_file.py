import io

import numpy as np
import pytest
from scipy.io import savemat

from input_pipeline.datasets.mat_file import read_uint8_field

PIXELS = np.arange(7 * 5, dtype=np.uint8).reshape(7, 5)


def saved(compressed=True, **content):
    stream = io.BytesIO()
    savemat(stream, content, do_compression=compressed)
    return stream.getvalue()


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("shape", [(7, 5), (1, 1), (1, 3), (2, 2), (3, 1)])
def test_reads_what_another_library_writes(compressed, shape):
    pixels = PIXELS[: shape[0], : shape[1]]
    content = saved(
        compressed,
        before=np.eye(3),
        Seen={"Edges": [1.0, 2.0], "Ids": pixels, "Present": "abc"},
    )
    found = read_uint8_field(content, "Seen", "Ids")
    assert found.dtype == np.uint8
    np.testing.assert_array_equal(found, pixels)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "not a MATLAB 5 file"),
        (b"x" * 200, "not a MATLAB 5 file"),
        (saved(other={"Ids": PIXELS}), "no struct Seen"),
        (saved(Seen=PIXELS), "no struct Seen"),
        (saved(Seen={"Other": PIXELS}), "no field Ids"),
        (saved(Seen={"Ids": PIXELS.astype(float)}), "not a matrix of uint8"),
        (saved(Seen={"Ids": PIXELS[None]}), "not a matrix of uint8"),
        (saved(False, Seen={"Ids": PIXELS})[:-9], "truncated"),
    ],
)
def test_other_content_is_refused_with_the_reason(content, told):
    with pytest.raises(ValueError, match=told):
        read_uint8_field(content, "Seen", "Ids")


@pytest.mark.parametrize("compressed", [False, True])
def test_mutated_files_give_a_matrix_or_a_value_error(compressed):
    content = saved(compressed, Seen={"Edges": [1.0], "Ids": PIXELS})
    random = np.random.default_rng(0)
    for _ in range(2000):
        mutated = bytearray(content)
        for place in random.integers(0, len(content), 3):
            mutated[place] = random.integers(0, 256)
        cut = random.integers(1, len(content) + 1)
        try:
            found = read_uint8_field(bytes(mutated[:cut]), "Seen", "Ids")
        except ValueError:
            continue
        assert found.ndim == 2 and found.dtype == np.uint8

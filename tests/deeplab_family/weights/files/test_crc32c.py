import numpy as np
import pytest

from deeplab_family.weights.files.crc32c import crc32c, masked_crc32c


def bit_by_bit(content):
    """The division of polynomials as the standard writes it."""
    crc = 0xFFFFFFFF
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def test_the_standards_examples():
    # RFC 3720, appendix B.4.
    assert crc32c(b"\0" * 32) == 0x8A9136AA
    assert crc32c(b"\xff" * 32) == 0x62A8AB43
    assert crc32c(bytes(range(32))) == 0x46DD794E
    assert crc32c(b"123456789") == 0xE3069283


@pytest.mark.parametrize("length", [0, 1, 3, 4, 31, 33, 64, 1000, 5001])
def test_any_length_is_the_division_of_polynomials(length):
    content = np.random.default_rng(length).bytes(length)
    assert crc32c(content) == bit_by_bit(content)


def test_the_mask_turns_by_15_bits_and_adds():
    assert masked_crc32c(b"123456789") == (
        ((0xE3069283 >> 15) + (0xE3069283 % 2**15) * 2**17 + 0xA282EAD8) % 2**32
    )

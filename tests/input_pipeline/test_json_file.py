import pytest

from input_pipeline.json_file import read_json


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b'{"a": [1, "\xc3\xbc"]}', {"a": [1, "\u00fc"]}),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        (b"3", 3),
    ],
)
def test_json_is_read_with_or_without_a_mark(tmp_path, content, value):
    (tmp_path / "x.json").write_bytes(content)
    assert read_json(tmp_path / "x.json") == value


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Expecting value"),
        (b'{"a": 1', "line 1 column"),
        (b'{"a": "\xfc"}', "no UTF-8"),
        (b"\xff\xfe{\x00}\x00", "no UTF-8"),
        (b'{"a": {"b": 1, "c": 2, "b": 1}}', "gives 'b' twice"),
        (b'{"a": NaN}', "NaN, which is no number"),
        (b'{"a": -Infinity}', "-Infinity, which is no number"),
        (b"[" * 10**5 + b"]" * 10**5, "nested too deeply"),
        (b'{"a":' * 10**5, "nested too deeply"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path, content, words):
    (tmp_path / "x.json").write_bytes(content)
    with pytest.raises(ValueError, match=words):
        read_json(tmp_path / "x.json")


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    (tmp_path / "x.json").write_text("[1, 2]")
    with pytest.raises(ValueError, match="has 6 bytes, more than 5"):
        read_json(tmp_path / "x.json", largest=5)

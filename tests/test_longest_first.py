from pathlib import Path

from tests.longest_first import LONGEST, place_of

ROOT = Path(__file__).parents[1]


def test_every_file_is_there():
    assert [name for name in LONGEST if not (ROOT / name).is_file()] == []


def test_listed_files_come_first_and_the_others_stay_in_order():
    first, second = LONGEST[:2]
    tests = ["tests/b.py::x", f"{second}::x", "tests/a.py::y", f"{first}::A::z"]
    assert sorted(tests, key=place_of) == [
        f"{first}::A::z",
        f"{second}::x",
        "tests/b.py::x",
        "tests/a.py::y",
    ]

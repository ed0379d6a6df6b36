import inspect

import pytest

from input_pipeline.sources.file_source import FileSource
from input_pipeline.sources.mixed_source import MixedSource
from input_pipeline.sources.record_source import RecordSource
from input_pipeline.sources.source import Source, SplitSource


def methods(protocol):
    return {
        name: list(inspect.signature(member).parameters)
        for name, member in inspect.getmembers(protocol, inspect.isfunction)
        if not name.startswith("_") or name == "__len__"
    }


@pytest.mark.parametrize(
    ("kind", "protocol"),
    [
        (FileSource, SplitSource),
        (RecordSource, SplitSource),
        (MixedSource, Source),
    ],
)
def test_each_kind_offers_all_of_its_protocol(kind, protocol):
    promised = methods(protocol)
    assert {"mixed", "read", "__len__"} <= promised.keys()
    found = methods(kind)
    assert {name: found.get(name) for name in promised} == promised

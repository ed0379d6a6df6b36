"""Record listing: samples of shards one by one, and where they break off."""

import os
from collections.abc import Iterator

import tensorflow as tf

from input_pipeline.doctor.catalog import (
    Finding,
    Place,
)
from input_pipeline.doctor.sample_ref import SampleRef
from input_pipeline.errors import DataError
from input_pipeline.records.manifest import (
    Shard,
    checksum,
)
from input_pipeline.records.schema import unpack_record


def list_records(
    shards: dict[str, tuple[Shard, ...]], findings: list[Finding]
) -> Iterator[SampleRef]:
    """Reads shard after shard.

    Args:
        shards: the shards of each split.
        findings: gets one more if shards are damaged, at the end.

    Yields:
        The samples, with their bytes.
    """
    places = []
    for split, of_split in shards.items():
        for shard in of_split:
            yield from _read_shard(split, shard, places)
    if places:
        text = f"damaged shards: {len(places)}"
        findings.append(Finding("shard_damaged", text, tuple(places)))


def _read_shard(split: str, shard: Shard, places: list[Place]):
    name, found = shard.path.name, 0
    if not shard.path.is_file():
        places.append(Place(name, "missing"))
        return
    try:
        for record in tf.data.TFRecordDataset(os.fsencode(shard.path)):
            yield _case(split, shard, found, record.numpy())
            found += 1
    except tf.errors.OpError:
        text = f"damaged after {found} of {shard.count} samples"
        places.append(Place(name, text))
    except DataError as error:
        places.append(Place(name, str(error)))
    else:
        _judge_end(shard, found, places)


def _judge_end(shard: Shard, found: int, places: list[Place]) -> None:
    text = None
    if found != shard.count:
        text = f"{found} samples instead of {shard.count}"
    elif shard.sha256 is not None and checksum(shard.path) != shard.sha256:
        text = "another file than the manifest's (SHA-256)"
    if text is not None:
        places.append(Place(shard.path.name, text))


def _case(split: str, shard: Shard, number: int, record: bytes) -> SampleRef:
    place = shard.path.with_name(f"{shard.path.name}[{number}]")
    sample_id, image, label = unpack_record(place, record)
    name = f"{shard.path.name}: {sample_id}"
    return SampleRef(
        id=sample_id,
        splits=(split,),
        image=shard.path,
        label=shard.path,
        image_name=f"{name}, image",
        label_name=f"{name}, label",
        record=number,
        content=(image, label),
    )

"""Gives the samples of shards one by one, and notes where they break off."""

from collections.abc import Iterator

import tensorflow as tf

from input_pipeline.doctor.case import Case
from input_pipeline.doctor.finding import Finding, Place
from input_pipeline.records.manifest import Shard
from input_pipeline.records.schema import parse_sample
from input_pipeline.sample import ID, IMAGE, LABEL


def list_records(
    shards: dict[str, tuple[Shard, ...]], findings: list[Finding]
) -> Iterator[Case]:
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
        text = f"{len(places)} shards are damaged"
        findings.append(Finding("shard_damaged", text, tuple(places)))


def _read_shard(split: str, shard: Shard, places: list[Place]):
    name, found = shard.path.name, 0
    if not shard.path.is_file():
        places.append(Place(name, "missing"))
        return
    try:
        for record in tf.data.TFRecordDataset(str(shard.path)):
            yield _case(split, shard, found, parse_sample(record))
            found += 1
    except tf.errors.OpError:
        text = f"damaged after {found} of {shard.count} samples"
        places.append(Place(name, text))
        return
    if found != shard.count:
        text = f"{found} samples instead of {shard.count}"
        places.append(Place(name, text))


def _case(split: str, shard: Shard, number: int, sample) -> Case:
    sample_id = sample[ID].numpy().decode(errors="replace")
    name = f"{shard.path.name}: {sample_id}"
    return Case(
        id=sample_id,
        splits=(split,),
        image=shard.path,
        label=shard.path,
        image_name=f"{name}, image",
        label_name=f"{name}, label",
        record=number,
        content=(sample[IMAGE].numpy(), sample[LABEL].numpy()),
    )

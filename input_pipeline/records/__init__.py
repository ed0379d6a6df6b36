"""Sharded TFRecords: what is in them and how they are written."""

from input_pipeline.records.check_shards import check_shards
from input_pipeline.records.manifest import Manifest, Shard, read_manifest

__all__ = ["Manifest", "Shard", "check_shards", "read_manifest"]

"""Sharded TFRecords: what is in them and how they are written."""

from input_pipeline.records.manifest import Manifest, read_manifest
from input_pipeline.records.open_records import open_records
from input_pipeline.records.shard_file import Shard

__all__ = ["Manifest", "Shard", "open_records", "read_manifest"]

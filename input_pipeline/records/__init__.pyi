from .manifest import Manifest, Shard, read_manifest
from .record_reader import open_records
from .record_split import RecordSplit

__all__ = [
    "Manifest",
    "RecordSplit",
    "Shard",
    "open_records",
    "read_manifest",
]

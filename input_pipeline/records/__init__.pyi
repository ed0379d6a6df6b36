from .manifest import Manifest, read_manifest
from .open_records import open_records
from .record_split import RecordSplit
from .shard_file import Shard

__all__ = [
    "Manifest",
    "RecordSplit",
    "Shard",
    "open_records",
    "read_manifest",
]

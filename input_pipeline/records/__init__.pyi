from .manifest import Manifest, read_manifest
from .open_records import open_records
from .shard_file import Shard

__all__ = ["Manifest", "Shard", "open_records", "read_manifest"]

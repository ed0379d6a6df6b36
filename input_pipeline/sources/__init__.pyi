from .open_source import open_files, open_shards
from .open_training import training_source

__all__ = ["open_files", "open_shards", "training_source"]

from .bundle import prove_serving_bundle, write_serving_bundle
from .serving_settings import ServingSettings
from .versions import next_version

__all__ = [
    "ServingSettings",
    "next_version",
    "prove_serving_bundle",
    "write_serving_bundle",
]

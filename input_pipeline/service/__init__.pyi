from .distribution import distribute
from .servers import (
    service_address,
    start_dispatcher,
    start_worker,
)

__all__ = [
    "distribute",
    "service_address",
    "start_dispatcher",
    "start_worker",
]

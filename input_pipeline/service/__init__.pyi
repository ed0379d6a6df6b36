from .address import service_address
from .made_elsewhere import made_elsewhere
from .serve import start_dispatcher, start_worker

__all__ = [
    "made_elsewhere",
    "service_address",
    "start_dispatcher",
    "start_worker",
]

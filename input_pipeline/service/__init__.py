"""Batches that are made on other machines, with tf.data's service."""

from input_pipeline.service.address import service_address
from input_pipeline.service.made_elsewhere import made_elsewhere
from input_pipeline.service.serve import start_dispatcher, start_worker

__all__ = [
    "made_elsewhere",
    "service_address",
    "start_dispatcher",
    "start_worker",
]

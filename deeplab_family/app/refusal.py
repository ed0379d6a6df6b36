"""Refusal of a request: a status of HTTP and one sentence for people."""

from http import HTTPStatus


class Refused(Exception):
    """A request that is not answered.

    Args:
        status: of HTTP, such as 403.
        sentence: what came, what is allowed and what to do. It goes over the
            network, so it names no path of this machine.
    """

    def __init__(self, status: HTTPStatus, sentence: str):
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence

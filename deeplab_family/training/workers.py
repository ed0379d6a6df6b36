"""Workers of a run: processes on several machines that train one network."""

import dataclasses
import json
import re
from collections.abc import Mapping

ADDRESS = re.compile(r"([\w.-]+):(\d{1,5})")
EXAMPLE = "--workers alpha:5000,beta:5000 --index 0"
TF_CONFIG = "TF_CONFIG"
PATIENCE = 600.0
TRY_AGAIN = 75
"""Exit status, `EX_TEMPFAIL`: started again, the run goes on."""


@dataclasses.dataclass(frozen=True)
class Workers:
    """The addresses of all workers, and which of them this process is.

    All get the same list in the same order. Worker 0 is the chief: it alone
    writes into the folder of the run.

    Args:
        addresses: `host:port` of each, two or more, all different. The others
            must reach it under that name; the port must be free there.
        index: int, place of this process in the list, from 0 on.
        patience: float > 0, seconds in which all must have been started.

    Raises:
        ValueError: if there is no such place, or an address is none.
    """

    addresses: tuple[str, ...]
    index: int
    patience: float = dataclasses.field(default=PATIENCE, compare=False)

    def __post_init__(self):
        for address in self.addresses:
            _check_address(address)
        if len(self.addresses) < 2:
            raise ValueError(
                "`workers` must be the addresses of two or more processes, "
                f"this one included, such as {EXAMPLE}. One machine needs no "
                f"workers: it trains on all its GPUs. Received: {self.listed}"
            )
        twice = [a for a in self.addresses if self.addresses.count(a) > 1]
        if twice:
            raise ValueError(
                "`workers` must have an address each, also on one machine: "
                "there they differ in the port. Received twice: "
                f"{twice[0]}"
            )
        if not 0 <= self.index < len(self.addresses):
            raise ValueError(
                "`index` is the place of this process in `workers` and must "
                f"be 0..{len(self.addresses) - 1}. Received: {self.index}"
            )
        if not 0 < self.patience < float("inf"):
            raise ValueError(
                "`patience` must be a number of seconds above 0. Received: "
                f"{self.patience}"
            )

    @property
    def listed(self) -> str:
        """The addresses as `--workers` takes them."""
        return ",".join(self.addresses)

    def port(self) -> int:
        """Port where this process listens."""
        return int(self.addresses[self.index].rpartition(":")[2])

    def name(self, index: int) -> str:
        """A worker for a message: `worker 1 (beta:5000)`."""
        return f"worker {index} ({self.addresses[index]})"


def find_workers(
    listed: str, index: str, environment: Mapping[str, str]
) -> Workers | None:
    """The workers that flags or `TF_CONFIG` name; None for one process.

    Args:
        listed: value of `--workers`, `host:port,host:port`; "" without.
        index: value of `--index`; "" without.
        environment: where `TF_CONFIG` may stand, as cluster managers set it.

    Raises:
        ValueError: if one is missing or wrong, or they contradict each other.
    """
    text = environment.get(TF_CONFIG, "")
    named = _from_tf_config(text) if text.strip() else None
    given = _from_flags(listed, index)
    if given and named and given != named:
        raise ValueError(
            f"--workers {given.listed} --index {given.index} and {TF_CONFIG} "
            f"({named.listed}, index {named.index}) contradict each other. "
            f"Leave the flags out, or start with {TF_CONFIG}= deeplab train."
        )
    return given or named


def _from_flags(listed: str, index: str) -> Workers | None:
    if not listed and not index:
        return None
    if not listed or not index:
        missing = "--index N" if listed else "--workers HOST:PORT,HOST:PORT"
        raise ValueError(
            f"{missing} is missing: --workers lists all processes of the run, "
            f"--index says which of them this is. For example: {EXAMPLE}"
        )
    if not index.isdecimal():
        raise ValueError(f"--index must be 0, 1, ... Received: {index!r}")
    addresses = tuple(part.strip() for part in listed.split(","))
    return Workers(addresses, int(index))


def _from_tf_config(text: str) -> Workers | None:
    """Workers as TensorFlow writes them down; a chief is the first one."""
    wrong = f"{TF_CONFIG} in the environment"
    try:
        content = json.loads(text)
        cluster = {k: tuple(v) for k, v in content["cluster"].items() if v}
        kind, index = content["task"]["type"], int(content["task"]["index"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError(
            f"{wrong} is not as TensorFlow writes it, "
            '{"cluster": {"worker": ["alpha:5000", "beta:5000"]}, "task": '
            f'{{"type": "worker", "index": 0}}}}. Received: {text}'
        ) from error
    chiefs = cluster.get("chief", ()) + cluster.get("master", ())
    kinds = {"chief", "master", "worker"}
    if not {kind, *cluster} <= kinds or len(chiefs) > 1:
        raise ValueError(
            f"{wrong} may name one chief and workers, nothing else: every "
            "process trains, and evaluates its share. Received: "
            f"{', '.join(sorted({kind, *cluster}))}"
        )
    addresses = chiefs + cluster.get("worker", ())
    if len(addresses) == 1:  # cluster managers write it for one machine, too
        return None
    return Workers(addresses, index + (len(chiefs) if kind == "worker" else 0))


def _check_address(address: str):
    match = ADDRESS.fullmatch(address)
    if not match or not 0 < int(match[2]) < 65536:
        raise ValueError(
            "`workers` must be addresses host:port with ports 1..65535, such "
            f"as alpha:5000. Received: {address!r}"
        )

"""`deeplab data-service`: make training batches on other machines."""

import dataclasses
import time
from typing import Annotated, Literal

import tyro

from deeplab_family.cli.options import needed, parse
from deeplab_family.console.tf_startup import start_tensorflow

EXAMPLE = "deeplab data-service dispatcher --port 5050"


@dataclasses.dataclass(frozen=True)
class Options:
    """Runs a dispatcher or a worker until Ctrl-C.

    Example: deeplab data-service dispatcher --port 5050

    One dispatcher deals the work, any number of workers make batches;
    `deeplab train ... --data.service HOST:PORT` uses them. Every worker must
    see the data under the same path as the training program.

    Attributes:
        role: "dispatcher" or "worker".
        port: port to listen at; 0 takes any free one.
        dispatcher: HOST:PORT of the dispatcher, for a worker.
        host: the name under which others reach this machine, for a worker.
        work_folder: folder in which a dispatcher notes what it has dealt, to
            go on after a crash.
    """

    role: Annotated[
        Literal["dispatcher", "worker"] | None,
        tyro.conf.Positional,
        tyro.conf.arg(metavar="{dispatcher,worker}", help_behavior_hint=""),
    ] = None
    port: int = 0
    dispatcher: str = ""
    host: str = "localhost"
    work_folder: str = ""


def main(words: list[str]) -> None:
    """Runs the command until Ctrl-C; see `Options`."""
    options = parse(Options, "data-service", words)
    needed(options.role, "dispatcher or worker", EXAMPLE)
    if options.role == "worker" and not options.dispatcher:
        raise ValueError(
            "a worker needs its dispatcher: --dispatcher HOST:PORT"
        )
    start_tensorflow()
    wait_beside(start(options))


def wait_beside(server) -> None:
    """Waits for Ctrl-C; the server serves as long as somebody holds it.

    Not `server.join()`: it waits in C++, where Python never learns of Ctrl-C.
    """
    while server:
        time.sleep(60)


def start(options: Options):
    """Starts the server that `options` name, and says where it is."""
    from input_pipeline.service import start_dispatcher, start_worker

    if options.role == "dispatcher":
        server = start_dispatcher(options.port, options.work_folder)
        address = server.target.split("://")[1]
        print(f"dispatcher at {address}; stop it with Ctrl-C", flush=True)
        return server
    server = start_worker(options.dispatcher, options.port, options.host)
    print(f"worker of {options.dispatcher}; stop it with Ctrl-C", flush=True)
    return server

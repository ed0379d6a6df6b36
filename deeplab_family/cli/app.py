"""`deeplab app MODEL`: a page on this machine to try a model."""

import dataclasses
import logging
import webbrowser
from pathlib import Path

from deeplab_family.app import find_samples, open_server
from deeplab_family.cli.options import Model, needed, parse
from deeplab_family.console.tf_startup import (
    standard_error_muted,
    start_tensorflow,
)
from deeplab_family.inference.model_files import WITHOUT_TENSORFLOW
from deeplab_family.inference.picture_files import pictures_of
from deeplab_family.run_folder import find_run, model_file

EXAMPLE = "deeplab app runs/photos"
PORT = 8360


@dataclasses.dataclass(frozen=True)
class Options:
    """Shows a page on this machine to try a model in a browser.

    Example: deeplab app runs/photos

    Drop a photograph on the page, paste it, or choose a file; see classes and
    confidence, switch classes, ask at another stride, several scales, mirrored
    or with a CRF. Nothing is written and nothing leaves the machine. Ctrl-C
    ends it.

    Attributes:
        model: a .keras, .tflite or .onnx file, a SavedModel folder, or the
            folder of a run, whose best network is meant.
        port: to listen at; 0 takes a free one.
        host: address to listen at. Any but this machine's own (0.0.0.0 for
            all of its addresses) lets other machines ask, if they know the
            token that is printed; the connection is not encrypted.
        samples: folder of photographs to offer on the page; drawn streets if
            left out.
        open: open the page in a browser.
        trust: run a SavedModel that `deeplab export` did not write; it is a
            program (docs/export/serving.md).
    """

    model: Model = None
    port: int = PORT
    host: str = "127.0.0.1"
    samples: Path | None = None
    open: bool = False
    trust: bool = False


def main(words: list[str]) -> None:
    """Runs the command; see `Options`. It ends by Ctrl-C or a signal."""
    options = parse(Options, "app", words)
    path = model_file(needed(options.model, "MODEL", EXAMPLE))
    needed(options.host, "the address behind --host", EXAMPLE)
    server = open_server(options.host, options.port)
    with server:
        samples = find_samples(options.samples, pictures_of(path))
        content = _content(path, options, samples, server)
        name = f"{content.model.name}: {len(content.model.spec.class_names)}"
        print(f"{name} classes. Open in a browser (Ctrl-C ends it):")
        for address in server.addresses():
            print(f"  {address}", flush=True)
        if options.open:
            webbrowser.open(server.addresses()[0])
        server.serve(content)


def _content(path, options, samples, server):
    if path.suffix not in WITHOUT_TENSORFLOW:
        start_tensorflow()
    # It warns of graphs for several sizes, which are the point here.
    logging.getLogger("tensorflow").setLevel(logging.ERROR)
    from deeplab_family.app import AskedModel, make_content
    from deeplab_family.inference import load_predictor
    from deeplab_family.model_classes import read_classes

    with standard_error_muted():
        predictor = load_predictor(path, trust=options.trust)
    names = predictor.class_names
    spec = read_classes(path, predictor.num_classes, names)
    run = find_run(options.model)
    name = run.path.resolve().name if run else path.resolve().name
    model = AskedModel(name, predictor, spec)
    is_local = server.access.token is None
    return make_content(model, samples, server.most_bytes, is_local)

"""Two workers, as their users start them: `deeplab train ... --index N`.

Arguments: folder of the runs and folder of the data. Each line of the input is
a launch: what both workers do, in order. `whole` trains to the end, `killed`
trains until worker 1 is killed in the middle of step 4, `again` goes on with
that run; `staged` rehearses two stages, `classifier` trains one. The answer is
a line of JSON: exit status and output of each.

Both are processes of their own, forked before TensorFlow has begun anything,
so that it is imported once.
"""

import json
import os
import signal
import sys
import zlib
from pathlib import Path

import tensorflow  # noqa: F401  once, for all workers

from deeplab_family.classification.classifier_recipe import CLASSIFIERS
from deeplab_family.cli.main import main as deeplab
from deeplab_family.recipes import PREVIOUS, RECIPES, Stage, StagedRecipe
from deeplab_family.recipes.changed_fields import with_fields
from deeplab_family.training.checkpoint_callback import SaveLast
from deeplab_family.training.training_loop import TrainingLoop
from tests.deeplab_family.classification.tiny_classifier import tiny_classifier
from tests.deeplab_family.training.test_rendezvous import free_ports
from tests.two_workers_recipe import two_workers_recipe


def twice() -> StagedRecipe:
    """The recipe from weights of its backbone, and then from what that left."""
    first, then = (
        with_fields(two_workers_recipe(""), train={"weights": weights})
        for weights in ("imagenet", PREVIOUS)
    )
    stages = Stage(name="one", recipe=first), Stage(name="two", recipe=then)
    return StagedRecipe(stages=stages)


def main(folder: str, root: str):
    RECIPES["two_workers"] = lambda: two_workers_recipe("")
    RECIPES["twice"] = twice
    CLASSIFIERS["small"] = lambda: tiny_classifier("", weights="none")
    for line in sys.stdin:
        listed = ",".join(f"127.0.0.1:{port}" for port in free_ports(2))
        outputs = [Path(folder, f"output{index}.txt") for index in "01"]
        workers = []
        for index, output in zip("01", outputs, strict=True):
            workers.append(os.fork())
            if not workers[-1]:
                speak_into(output)
                work(folder, root, listed, index, line.split())
                os._exit(0)
        ends = [os.waitpid(worker, 0)[1] for worker in workers]
        statuses = [os.waitstatus_to_exitcode(end) for end in ends]
        texts = [output.read_text() for output in outputs]
        pairs = [*zip(statuses, texts, strict=True)]
        print(json.dumps(pairs), flush=True)


def speak_into(output: Path):
    handle = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(handle, 1)
    os.dup2(handle, 2)


def work(folder, root, listed, index, tasks):
    for task in tasks:
        if task == "killed" and index == "1":
            SaveLast.on_train_batch_begin = kill_in_step_four
        TrainingLoop.run = telling(task)
        words = WORDS.get(task, "two_workers --data.root {root}")
        words = ["train", *words.format(root=root, folder=folder).split()]
        words += ["--workers", listed, "--index", index, "--workdir"]
        run = "killed" if task == "again" else task
        status = deeplab([*words, f"{folder}/{run}"])
        print(f"{task} status: {status}", flush=True)


WORDS = {
    "staged": "twice --tiny --stages one two",
    "classifier": "small {folder}/classes",
}
"""Behind `train`, where it is not the recipe of the other tasks."""


def kill_in_step_four(self, batch, logs=None):
    if self.step == 3:
        os.kill(os.getpid(), signal.SIGKILL)


def telling(task, run=TrainingLoop.run):
    """A loop that tells the weights with which this process ends."""

    def tell(self):
        run(self)
        digest = 0
        for variable in self.model.variables:
            digest = zlib.crc32(variable.numpy().tobytes(), digest)
        print(task, "weights:", digest, flush=True)

    return tell


if __name__ == "__main__":
    main(*sys.argv[1:])

"""One of two workers, as its user starts it: `deeplab train ... --index`.

Arguments: folder of the runs, folder of the data, addresses of all workers,
place of this one, and what to do, in order: `whole` trains to the end,
`killed` trains until worker 1 is killed in the middle of step 4, `again` goes
on with that run.
"""

import os
import signal
import sys
import zlib

from deeplab_family.cli.main import main as deeplab
from deeplab_family.recipes import RECIPES
from deeplab_family.training.checkpoint_callback import SaveLast
from deeplab_family.training.training_loop import TrainingLoop
from tests.two_workers_recipe import two_workers_recipe


def main(folder: str, root: str, listed: str, index: str, *tasks: str):
    RECIPES["two_workers"] = lambda: two_workers_recipe("")
    for task in tasks:
        if task == "killed" and index == "1":
            SaveLast.on_train_batch_begin = kill_in_step_four
        TrainingLoop.run = telling(task)
        words = ["train", "two_workers", "--data.root", root]
        words += ["--workers", listed, "--index", index, "--workdir"]
        run = "whole" if task == "whole" else "killed"
        status = deeplab([*words, f"{folder}/{run}"])
        print(f"{task} status: {status}", flush=True)


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

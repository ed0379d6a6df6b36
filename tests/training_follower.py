"""A process that is not the first of a run, and what it writes."""

import sys

from deeplab_family.training.cluster import Cluster
from deeplab_family.training.training_loop import TrainingLoop


class Follower(Cluster):
    """Trains as it would alone and leaves the files of the run to the first.

    What all learn from the first process, it finds out itself.
    """

    is_chief = False

    def by_chief(self, action):
        return action()


def written_by_follower(train, folder, monkeypatch):
    """Names of the files that the steps of a run leave in its folder."""
    ran, before = TrainingLoop.run, []

    def run(self):
        before.extend(files(folder))
        ran(self)

    # the package has a function of the module's name
    module = sys.modules["deeplab_family.training.trainer"]
    monkeypatch.setattr(module, "Cluster", Follower)
    monkeypatch.setattr(TrainingLoop, "run", run)
    train()
    return set(files(folder)) - set(before)


def files(folder):
    return [path.name for path in folder.rglob("*") if path.is_file()]

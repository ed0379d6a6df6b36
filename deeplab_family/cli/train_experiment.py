"""`deeplab train EXPERIMENT`: a paper's row, trained and scored as there."""

from collections.abc import Callable, Sequence
from pathlib import Path

from deeplab_family.cli.experiments import find_experiment
from deeplab_family.cli.stage_words import STAGES, TINY
from deeplab_family.cli.train_source import RUNS

WORKDIR = "--workdir"
HOME, TINY_HOME = RUNS / "papers", RUNS / "tiny_papers"


def train_experiment(
    words: Sequence[str], train: Callable[[list[str]], int]
) -> int:
    """Runs a row's stages, or what is left of them, then its protocol.

    The training lies in the folder WORKDIR/ADDRESS of the experiment whose
    training it is, `experiment.json` in that of this one.

    Args:
        words: the address, perhaps DATA, and flags as of any training.
        train: trains what such words name; returns the exit status.

    Returns:
        The exit status.
    """
    address, *rest = words
    experiment = find_experiment(address)
    if any(word.partition("=")[0] == STAGES for word in rest):
        raise ValueError(
            f"{STAGES} is for recipes; an experiment runs the stages that its "
            f"row has: {', '.join(experiment.stages) or 'one without a name'}."
        )
    tiny = TINY in rest
    rest, home = _take(rest, WORKDIR)
    home = Path(home) if home else TINY_HOME if tiny else HOME
    folder = home / experiment.training
    of_stages = [STAGES, *experiment.stages] if experiment.stages else []
    command = [experiment.training, *rest, WORKDIR, str(folder), *of_stages]
    status = train(command)
    asked = {"-h", "--help"} & set(rest)
    if status or asked or _is_later_worker(rest):
        return status
    from deeplab_family.cli.experiment_score import score_experiment

    print(score_experiment(experiment, folder, home / address, tiny))
    return 0


def _take(words: list[str], flag: str) -> tuple[list[str], str]:
    """The words without a flag and its value, and that value or ""."""
    for place, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name == flag and equals:
            return words[:place] + words[place + 1 :], value
        if name == flag and place + 1 < len(words):
            return words[:place] + words[place + 2 :], words[place + 1]
    return words, ""


def _is_later_worker(words: Sequence[str]) -> bool:
    """Whether another process of the same training is the first one."""
    from deeplab_family.cli.worker_flags import take_workers

    workers, _ = take_workers(list(words))
    return workers is not None and workers.index > 0

"""Advice after `deeplab train`: go on, or use the network."""

import shlex
from pathlib import Path

from input_pipeline.counted_nouns import counted_noun

BEFORE_TRAINING = (
    "training had not begun, nothing was saved, and the same command begins it"
)
"""Advice after a stop while data, devices and network were made ready."""


def how_to_go_on(workdir: Path, stage: Path, save_every: int) -> str:
    """Advice after a run that was stopped.

    Args:
        workdir: folder of the run.
        stage: folder of the stage that was stopped; of a run of one, the same.
        save_every: steps between two checkpoints of it.
    """
    from deeplab_family.training import WorkDirectory

    step = WorkDirectory(stage).saved_step()
    if step is None:
        return (
            "before the first checkpoint: nothing was saved, and the same "
            "command starts anew. Checkpoints come with the first stop behind "
            f"a whole step, and every {counted_noun(save_every, 'step')}; "
            "--train.save-every N changes that"
        )
    name = shlex.quote(str(workdir))
    of_stage = f" of stage {stage.name}" if stage != workdir else ""
    return (
        f"step {step:,}{of_stage} is saved, and `deeplab train {name}` or the "
        "same command continues there"
    )


def next_commands(workdir: Path, stage: Path) -> str:
    """Next commands for a finished run; see `how_to_go_on`."""
    name = shlex.quote(str(workdir))
    if not (stage / "best.keras").exists():
        return f"No best network in {stage}: no evaluation saw a labeled pixel."
    return f"""The best network is {stage / "best.keras"}. Next:
  deeplab evaluate {name}
  deeplab predict {name} YOUR_PHOTOS
  deeplab export {name}"""

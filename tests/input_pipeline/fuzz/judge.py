"""Judges damaged files, many of each kind; prints what came of them.

python -m tests.input_pipeline.fuzz.judge COUNT SEED FOLDER
"""

import json
import random
import sys
import traceback
from collections import Counter
from pathlib import Path

from tests.input_pipeline.fuzz.mutate import mutate
from tests.input_pipeline.fuzz.subjects import subjects

SHOWN = 5


def main(count, seed, folder):
    """Prints a JSON object: outcomes by subject, and defects in words."""
    outcomes, defects = {}, []
    for name, subject in subjects(Path(folder)).items():
        found = Counter()
        for case in range(int(count)):
            rng = random.Random(f"{seed} {name} {case}")
            content = mutate(subject.content, rng)
            try:
                found[subject.judge(content)] += 1
            except Exception:
                found["defect"] += 1
                where = traceback.format_exc().strip().splitlines()[-3:]
                defects.append(f"{name}, case {case}: {' '.join(where)}")
        outcomes[name] = found
    answer = {"outcomes": outcomes, "defects": defects[:SHOWN]}
    print(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])

import numpy as np

from benchmarks.input_stages import main, make_stages
from input_pipeline import DataConfig, train_batches
from tests.input_pipeline.draw_files import random_ids, write_folder


def test_stages_give_what_training_gives(tmp_path, capsys):
    root = str(write_folder(tmp_path, count=4))
    config = DataConfig(
        root=root, crop_size=(32, 40), batch_size=4, check=False
    )
    label, *_, batches = (s.dataset for s in list(make_stages(config))[1:])
    corners = next(iter(label))[-1].numpy()
    assert sorted(corners) == sorted(random_ids(n)[0, 0] for n in range(4))
    for got, expected in zip(
        next(iter(batches)), next(iter(train_batches(config))), strict=True
    ):
        np.testing.assert_array_equal(got, expected)
    main(root, size=33, batch=2, batches=1, rounds=1)
    title, _, *rows = capsys.readouterr().out.splitlines()
    assert "ms of CPU an image" in title and len(rows) == 6
    total = float(rows[-1].split("|")[2])
    assert abs(total - sum(float(row.split("|")[3]) for row in rows)) < 0.05

from deeplab_family.cli.main import main


def test_packs_both_splits_and_says_so(streets, tmp_path, capsys):
    output = tmp_path / "records"
    words = ["records", "--dataset", "synthetic", str(streets)]
    assert main([*words, "--output", str(output), "--shards", "2"]) == 0
    text = capsys.readouterr().out
    assert "train: 6 samples in 2 shards" in text
    assert "val: 2 samples in 2 shards" in text
    assert (output / "manifest.json").exists()


def test_folder_in_use_is_refused(streets, tmp_path, capsys):
    (tmp_path / "precious.txt").write_text("mine")
    words = ["records", "--dataset", "synthetic", str(streets)]
    assert main([*words, "--output", str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_records_are_verified_by_their_checksums(streets, tmp_path, capsys):
    output = tmp_path / "records"
    words = ["records", "--dataset", "synthetic", str(streets)]
    main([*words, "--output", str(output), "--shards", "1"])
    assert main(["records", "--verify", str(output)]) == 0
    assert "is as it was written" in capsys.readouterr().out
    shard = output / "val-00000-of-00001.tfrecord"
    shard.write_bytes(shard.read_bytes()[:-3])
    assert main(["records", "--verify", str(output)]) == 2
    assert str(shard) in capsys.readouterr().err


def test_says_what_it_needs(tmp_path, capsys):
    assert main(["records", str(tmp_path)]) == 2
    assert "--output FOLDER is missing" in capsys.readouterr().err
    assert main(["records"]) == 2
    assert "DATA is missing" in capsys.readouterr().err


def test_data_is_a_word_and_its_layout_is_recognized(streets, tmp_path, capsys):
    output = tmp_path / "records"
    words = ["records", str(streets), "--output", str(output)]
    assert main([*words, "--shards", "1"]) == 0
    assert main(["doctor", str(output), "--fail-on", "note"]) == 0
    assert "data set 'records'" in capsys.readouterr().out

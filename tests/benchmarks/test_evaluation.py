from benchmarks import evaluation


def test_memory_is_a_row_of_the_docs_behind_the_table(capsys):
    evaluation.main(images=(3, 6), size=8, classes=4)

    *_, last = capsys.readouterr().out.strip().splitlines()
    cells = [cell.strip() for cell in last.split("|")[1:-1]]
    assert cells[0] == "memory of 6 images, 8 x 8, without their rows"
    assert 1 <= float(cells[1]) < 1.1 and cells[2] == "1.25"

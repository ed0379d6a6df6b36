from export.proof.delegation import read_delegation, split


def node(name, inputs, outputs):
    return {"op_name": name, "inputs": inputs, "outputs": outputs}


def test_what_lies_between_a_pieces_borders_is_delegated():
    operations = [
        node("CAST", [0], [1]),
        node("CONV_2D", [1, 90, 91], [2]),
        node("ADD", [2, 92], [3]),
        node("ARG_MAX", [3, 93], [4]),
        node("MUL", [4, 94], [5]),
    ]
    pieces = [
        node("DELEGATE", [1, 90, 91, 92], [3]),
        node("DELEGATE", [4, 94], [5]),
    ]
    found = split(operations + pieces)
    assert found.partitions == 2
    assert found.delegated == 3
    assert found.remaining == {"ARG_MAX": 1, "CAST": 1}


def test_without_a_delegate_everything_remains():
    found = split([node("ADD", [0, 1], [2]), node("ADD", [2, 1], [3])])
    assert (found.partitions, found.delegated) == (0, 0)
    assert found.remaining == {"ADD": 2}


def test_the_runtime_still_names_its_delegate(exported):
    path = exported.folder / "model_float32.tflite"
    found = read_delegation(path, (33, 49))
    assert found.partitions >= 1
    assert found.delegated >= 3
    assert "CONV_2D" not in found.remaining
    artifact = exported.report.verification.artifacts[1]
    assert artifact.delegation == found
    total = found.delegated + sum(found.remaining.values())
    assert total == sum(artifact.operations.values())

from export.mixed_precision.groups import read_operations


def test_operations_are_those_that_have_an_int8_form(sound):
    kinds = [operation.kind for operation in read_operations(sound.file)]
    assert kinds.count("CONV_2D") == 5
    assert "RESIZE_BILINEAR" in kinds
    assert not {"CAST", "ARG_MAX"} & set(kinds)


def test_scopes_name_the_layers_in_order(sound):
    scopes = [operation.scope for operation in read_operations(sound.file)]
    assert all(scope.endswith(";") for scope in scopes)
    found = [
        name
        for scope in scopes
        for name in ("first", "wide", "narrow", "last", "head")
        if name in scope.partition(";")[0]
    ]
    assert found == ["first", "wide", "narrow", "last", "head"]

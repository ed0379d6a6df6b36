from input_pipeline.errors import DataError


def test_is_a_value_error_whose_text_is_for_people():
    error = DataError("a.jpg is missing")
    assert isinstance(error, ValueError) and str(error) == "a.jpg is missing"

"""Markdown table as rows: the numbers of a page, for who draws them."""


def markdown_rows(text: str, *headings: str) -> list[dict[str, str]]:
    """Rows of the one table that begins with some headings.

    Args:
        text: a Markdown page.
        *headings: of the table's first columns; "" for one without a name.

    Returns:
        A dict for each row, from heading to cell; stars of bold cells are
        gone.

    Raises:
        ValueError: unless the page has one such table, or if a row has more
            or fewer cells than the table has headings.
    """
    first = len(headings)
    tables = [t for t in _tables(text) if t[0][:first] == list(headings)]
    if len(tables) != 1:
        raise ValueError(
            f"The page must have one table that begins with {headings}. "
            f"Received: {len(tables)}"
        )
    names, _, *rows = tables[0]
    for row in rows:
        if len(row) != len(names):
            raise ValueError(
                f"Each row must have {len(names)} cells. Received: {row}"
            )
    return [dict(zip(names, row, strict=True)) for row in rows]


def _tables(text: str) -> list[list[list[str]]]:
    """Cells of each table, its rule included."""
    tables: list[list[list[str]]] = []
    inside = False
    for line in text.splitlines():
        if line.startswith("|"):
            if not inside:
                tables.append([])
            tables[-1].append(_cells(line))
        inside = line.startswith("|")
    return tables


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [cell.strip().strip("*") for cell in inner.split("|")]

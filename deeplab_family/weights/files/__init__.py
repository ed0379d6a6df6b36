"""Weight files of each format as named arrays; nothing in them is executed."""

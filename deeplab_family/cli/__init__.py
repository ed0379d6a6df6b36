"""The command line: the only room that sees all others. One verb a file."""

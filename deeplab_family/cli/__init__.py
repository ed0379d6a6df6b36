"""Command line, a command a file; the package that may import all others."""

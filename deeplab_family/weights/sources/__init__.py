"""Sources of trained trunks: one project's names and layouts a file."""

"""Sources of trained backbones: one project's names and layouts a file."""

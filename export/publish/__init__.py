"""Publishing of an export: complete, or not at all."""

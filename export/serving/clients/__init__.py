"""Programs that are copied into the bundle; each runs by itself."""

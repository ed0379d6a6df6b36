"""Console: what a terminal shows, and how errors read."""

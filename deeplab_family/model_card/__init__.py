"""Model cards: what a network is, was trained on, scores and is meant for."""

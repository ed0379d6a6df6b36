"""Damages bytes in the ways that disks, networks and people do."""

import random


def mutate(content: bytes, rng: random.Random) -> bytes:
    """One to three random changes; the result differs from `content`."""
    changed = content
    while changed == content:
        for _ in range(rng.randint(1, 3)):
            changed = rng.choice(WAYS)(changed, rng)
    return changed


def _flip_bit(content, rng):
    place = rng.randrange(len(content) or 1)
    flipped = content[place : place + 1]
    return _put(
        content, place, bytes(b ^ 1 << rng.randrange(8) for b in flipped)
    )


def _overwrite(content, rng):
    place = rng.randrange(len(content) or 1)
    return _put(content, place, rng.randbytes(min(rng.randint(1, 8), 8)))


def _overwrite_head(content, rng):
    place = rng.randrange(min(len(content), 64) or 1)
    return _put(content, place, rng.choice([b"\0", b"\xff", b"\x7f", b"\x80"]))


def _truncate(content, rng):
    return content[: rng.randrange(len(content) or 1)]


def _delete(content, rng):
    place = rng.randrange(len(content) or 1)
    return content[:place] + content[place + rng.randint(1, 40) :]


def _insert(content, rng):
    place = rng.randrange(len(content) + 1)
    return content[:place] + rng.randbytes(rng.randint(1, 9)) + content[place:]


def _repeat(content, rng):
    place = rng.randrange(len(content) or 1)
    piece = content[place : place + rng.randint(1, 200)]
    return content[:place] + piece + content[place:]


def _put(content, place, new):
    return content[:place] + new + content[place + len(new) :]


WAYS = (
    _flip_bit,
    _flip_bit,
    _overwrite,
    _overwrite_head,
    _truncate,
    _delete,
    _insert,
    _repeat,
)

"""Worker: as `this_library`, in float32 as an export serves it."""

from benchmarks.peers.this_library import main

if __name__ == "__main__":
    main(served="float32")

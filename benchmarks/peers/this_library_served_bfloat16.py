"""Worker: as `this_library`, in bfloat16 as an export serves it."""

from benchmarks.peers.this_library import main

if __name__ == "__main__":
    main(served="bfloat16")

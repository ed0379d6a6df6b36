"""Worker: as `this_library`, with rematerialization."""

from benchmarks.peers.this_library import main

if __name__ == "__main__":
    main(remat=True)

"""Worker: as `this_library`, in bfloat16 with float32 weights."""

from benchmarks.peers.this_library import main

if __name__ == "__main__":
    main(policy="mixed_bfloat16")

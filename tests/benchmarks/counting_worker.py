"""A worker for tests: counts its work in a file, and prints meanwhile."""

import sys

from benchmarks.worker import serve


def main() -> None:
    """Serves, or fails if told to."""
    path = sys.argv[1]
    if path == "fail":
        raise SystemExit("told to fail")

    def step():
        print("not an answer")
        with open(path, "a") as file:
            file.write("x")

    serve(step, "a test worker")


if __name__ == "__main__":
    main()

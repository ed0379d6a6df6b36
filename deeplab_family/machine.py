"""The machine that this process runs on, in words."""

import os
import platform
from pathlib import Path

CPU_INFO = Path("/proc/cpuinfo")


def machine() -> str:
    """Processor, how many of them, and operating system, in one line."""
    system = f"{platform.system()} {platform.machine()}"
    return f"{processor()}, {os.cpu_count()} CPUs, {system}"


def processor() -> str:
    """The name of the processor, where anybody tells it."""
    if CPU_INFO.exists():
        for line in CPU_INFO.read_text(errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"


def processor_flags() -> set[str]:
    """Names of the processor's instructions, as Linux lists them."""
    if not CPU_INFO.exists():
        return set()
    for line in CPU_INFO.read_text(errors="replace").splitlines():
        name, _, words = line.partition(":")
        if name.strip() in ("flags", "Features"):  # of x86 and of ARM
            return set(words.split())
    return set()


def cores() -> int:
    """Number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

"""What a time was measured on."""

import os
import platform
from pathlib import Path

CPU_INFO = Path("/proc/cpuinfo")


def machine() -> str:
    """Processor, how many of them, and operating system, in one line."""
    system = f"{platform.system()} {platform.machine()}"
    return f"{_processor()}, {os.cpu_count()} CPUs, {system}"


def _processor() -> str:
    if CPU_INFO.exists():
        for line in CPU_INFO.read_text(errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"

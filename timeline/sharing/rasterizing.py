"""PNG from SVG, in a separate process: drawing blocks a whole process, and readers of cached pages should not wait for it."""

from __future__ import annotations

import os
import subprocess
import sys

FAMILIES = {"sans_serif_family": "DejaVu Sans", "serif_family": "DejaVu Serif"}
LONGEST = 30  # seconds


def png(svg: str, width: int | None = None) -> bytes:
    """Draw the SVG at its own width, or at a given width in pixels."""
    command = [sys.executable, "-I", __file__, str(width or "")]
    return subprocess.run(
        command, input=svg.encode(), capture_output=True, check=True, timeout=LONGEST
    ).stdout


def main() -> None:
    from resvg_py import svg_to_bytes  # reads the system's fonts

    if hasattr(os, "nice"):
        os.nice(10)  # pages come first
    width = int(sys.argv[1]) if sys.argv[1] else None
    drawn = svg_to_bytes(svg_string=sys.stdin.buffer.read().decode(), width=width, **FAMILIES)
    sys.stdout.buffer.write(bytes(drawn))


if __name__ == "__main__":
    main()

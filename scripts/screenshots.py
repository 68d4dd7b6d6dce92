"""Take the README's picture of the served timeline: python -m scripts.screenshots [ADDRESS], with Chromium installed.

Serve the shipped timeline first (make run). CHROMIUM names the browser if it is not on the path.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"
SHOTS = {"timeline.png": ("/", 1440, 900)}  # file: path, and CSS pixels
PATIENCE = 6000  # milliseconds for the ribbon's script


def main() -> None:
    site = (sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000").rstrip("/")
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not browser:
        sys.exit("There is no Chromium: install it, or name it in CHROMIUM.")
    for name, (path, width, height) in SHOTS.items():
        file = DOCS / name
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--virtual-time-budget={PATIENCE}"]  # fmt: skip
        command += [f"--window-size={width},{height}", f"--screenshot={file}", site + path]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        print(f"{file.relative_to(DOCS.parent)}: {width} × {height}, {file.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()

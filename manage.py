#!/usr/bin/env python
"""Run Entente's management commands."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from operations.commands import run

    run(sys.argv)

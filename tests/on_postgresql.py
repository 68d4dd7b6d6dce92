"""Run on PostgreSQL the tests that ask a database, or say why not: python tests/on_postgresql.py [ARGUMENTS OF PYTEST]."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.everything import POSTGRESQL, report  # noqa: E402

if __name__ == "__main__":
    sys.exit(report([POSTGRESQL], sys.argv[1:]))

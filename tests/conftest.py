"""What every test begins with."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def empty_cache():
    """Each test has a database of its own, of which the cache knows nothing."""
    cache.clear()

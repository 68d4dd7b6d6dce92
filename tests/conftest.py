"""What every test begins with."""

import pytest
from django.core.cache import caches


@pytest.fixture(autouse=True)
def empty_cache():
    """Each test has a database of its own, of which the caches know nothing."""
    for cache in caches.all():
        cache.clear()

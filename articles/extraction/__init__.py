"""From an article's text to claims: pure Python, no Django, no network, no clock."""

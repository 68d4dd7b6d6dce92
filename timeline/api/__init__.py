"""The read-only JSON API: published content for other programs. docs/api.md describes how to use it."""

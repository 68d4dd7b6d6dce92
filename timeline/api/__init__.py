"""The read-only JSON API: what readers may see, for other programs. docs/api.md tells how to use it."""

"""Running the site safely: sign-in, limits, headers, logs, health checks, metrics, backups."""

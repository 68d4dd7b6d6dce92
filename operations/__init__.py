"""What keeps the site running and safe: sign-in, limits, headers, logs, health, metrics, backups."""

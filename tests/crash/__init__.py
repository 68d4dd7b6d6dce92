"""Killing processes at random moments, and what must be true afterwards."""

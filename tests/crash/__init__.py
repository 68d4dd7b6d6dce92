"""What is killed at random moments, and what must hold afterwards."""

"""Credentials and look-ups."""

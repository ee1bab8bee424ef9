"""Writes the parts of the documentation that code and contracts already say."""

"""Modules and contracts: load, digest, vendor."""

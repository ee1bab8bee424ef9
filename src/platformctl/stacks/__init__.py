"""Rendering, ids and paths, discovery, digests."""

"""platform.yaml, platform.lock, environments."""

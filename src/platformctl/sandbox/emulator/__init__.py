"""The emulator: moto's server, mended. Runs in its own environment; imports the standard library and moto only."""

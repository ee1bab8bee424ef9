"""The emulator: moto's server, mended; runs inside its own environment and imports the standard library and moto only."""

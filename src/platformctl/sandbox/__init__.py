"""The cloud emulator: started, watched, mended."""

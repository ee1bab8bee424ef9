"""platformctl: an intent becomes judged, applied, recorded infrastructure."""

__version__ = "0.1.0"

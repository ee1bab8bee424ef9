"""Packs, the checkov worker and its client, verdicts, guards."""

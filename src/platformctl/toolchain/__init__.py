"""Tools found or provisioned: terraform, checkov, the emulator."""

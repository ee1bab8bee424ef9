"""The state backend: states checked out and committed, leases, events, heads."""

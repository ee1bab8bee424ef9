"""Arguments and processes, the event stream, plan and state models, CLI configuration."""

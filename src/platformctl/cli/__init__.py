"""The doors: one file per command; parses words, calls one workflow, hands the result to a view."""

"""One file per page, or kind of page, of docs/reference/."""

"""Words of the shapes that platformctl takes, cheap to generate."""

from hypothesis import strategies as st

LETTERS, REST = "abcxyz", "abcxyz019"
PARTS = st.text(REST, min_size=1, max_size=9)
SLUGS = st.builds(
    lambda first, parts: "-".join([first, *parts])[:31].rstrip("-"),
    st.builds("{}{}".format, st.sampled_from(LETTERS), PARTS),
    st.lists(PARTS, max_size=3),
)
"""Kinds, names, environments, teams: 2 to 31 characters."""
WORDS = st.builds("{}{}".format, st.sampled_from(LETTERS), st.text(f"{REST}_", max_size=12))
"""Inputs and settings."""

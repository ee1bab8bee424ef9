"""The request document and its validation against contract and limits."""

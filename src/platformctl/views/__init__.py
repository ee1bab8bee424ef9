"""How results look: results in, text out."""

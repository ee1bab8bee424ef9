"""Ready pipelines for code hosts: what they are written from, how, and which trust they need."""

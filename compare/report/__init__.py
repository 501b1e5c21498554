"""Comparisons in, pages and JSON out: nothing is computed here."""

"""Scores of the stages' answers on gold."""

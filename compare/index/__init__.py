"""The persistent index of articles seen: add, check, events."""

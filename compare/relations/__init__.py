"""In which way two matched statements say the same."""

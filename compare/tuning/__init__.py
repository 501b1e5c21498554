"""Labels, curves and thresholds."""

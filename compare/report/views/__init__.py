"""What the pages show, decided before the template: every count, order and word."""

"""An article's body cut into statements, each with who says it."""

"""Official documents: Word templates that the office can edit, and how they are filled in."""

"""A new worker's first files: module, element template, page and test."""

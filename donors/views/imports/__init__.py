"""Files that come in, on the desk."""

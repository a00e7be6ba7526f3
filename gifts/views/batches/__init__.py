"""Batches on the desk."""

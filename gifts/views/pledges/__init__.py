"""Pledges on the desk."""

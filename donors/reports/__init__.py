"""Reads across the tables of donors."""

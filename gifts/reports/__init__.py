"""Reads across the tables of money."""

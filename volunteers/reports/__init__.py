"""Reads across tables: what pages of those who give time show."""

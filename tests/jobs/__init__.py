"""Tests of waiting work."""

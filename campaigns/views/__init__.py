"""Campaigns, appeals and funds on the desk."""

"""Tests of campaigns, appeals, funds and the rules for giving."""

"""Measurements against peers and limits; never part of the tests."""

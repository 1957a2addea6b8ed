"""Measurements of reading: how well, how fast, how turned, how much memory."""

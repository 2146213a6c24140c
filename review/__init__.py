"""Reviewing what was read: what in the articles was not understood, counts by kind, and what is expected of them."""

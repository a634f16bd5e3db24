"""Tests of claims written and answers read."""

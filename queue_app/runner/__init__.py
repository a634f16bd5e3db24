"""The runner: starts everything on one machine, watches over it, and stops it in order."""

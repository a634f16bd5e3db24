"""The code tables: built, loaded, looked up, searched."""

"""The code sets: built from packages, deepened by the site's official files, looked up and searched."""

"""What Codedesk must reach, measured: `make bench`."""

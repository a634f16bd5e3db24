"""The demo day: made-up people, directories and encounters, so that everything can be tried at once."""

"""What people do, from beginning to end, on a whole running Codedesk."""

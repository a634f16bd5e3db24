"""X12: claims out (837P, 837I), billing's answers in (999, 277CA, TA1)."""

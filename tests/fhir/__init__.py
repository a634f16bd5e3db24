"""FHIR read: tidy, untidy, foreign and hostile."""

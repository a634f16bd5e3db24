"""FHIR R4 as EHRs really send it: files opened, resources found, encounters and documents read."""

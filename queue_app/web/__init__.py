"""The pages: one module and one template folder for each part of the work."""

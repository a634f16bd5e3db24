"""The background work: RQ's jobs, each one call into queue_app.services, and the ticker that wakes them."""

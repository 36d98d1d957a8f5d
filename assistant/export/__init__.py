"""Results as files and data for other programs."""

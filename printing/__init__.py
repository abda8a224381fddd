"""Paper: what is printed, how it looks, and the road from a job to a printer. Knows read models, never entities."""

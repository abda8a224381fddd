"""What the office does: use cases and views behind one door. Knows neither Qt nor paper."""

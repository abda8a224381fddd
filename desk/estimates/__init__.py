"""Waiting times: how long somebody will wait, how right that was, and what one more counter would change."""

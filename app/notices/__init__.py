"""Notices: who is told of a step when, in the app and by mail."""

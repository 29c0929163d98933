"""The units of the directory, and the one that serves a whole party."""

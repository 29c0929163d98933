"""Definitions: the versions of the procedures and of the forms they use."""

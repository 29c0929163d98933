"""Ihala: standard operating procedures as living BPMN diagrams."""

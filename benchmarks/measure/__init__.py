"""Measurements of this project itself: speed, soak, faults, pictures, simulation.  Not in the wheel."""

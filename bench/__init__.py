"""Figures of this installation, with yardsticks run beside them."""

"""What goes out: lists, explanations, the masked snapshot."""

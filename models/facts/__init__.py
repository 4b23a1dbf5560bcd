"""What the facts say: amounts, quantities, circumstances, dates."""

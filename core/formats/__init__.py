"""How numbers and days are written, where that differs from what Django says of a language."""

"""What a change of a recurring gift would do: told before it is made, by the forecast that is kept."""

"""What `check` refuses or warns of beyond the fields: rules across the fields and items of a topic."""

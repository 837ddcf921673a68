"""Public holidays, school breaks and action days: reads, edits, rules that suggest."""

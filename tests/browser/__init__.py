"""A real browser on the running demo portal: by keyboard, on a phone, without script, in the dark, with every assistive setting."""

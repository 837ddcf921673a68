"""Pictures that people upload: looked at, made anew without anything hidden in them, kept with alt text, author and licence."""

"""What all web areas share: guards, languages, security headers, errors, assets, formats, cards. No routes of its own."""

// After a form came back with errors: the reader starts at their summary. Its links work without this.
document.querySelector("[data-focus]")?.focus();

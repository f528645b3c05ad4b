"""List pages: one function that filters, sorts, pages and exports any list the same way. See docs/look.md."""

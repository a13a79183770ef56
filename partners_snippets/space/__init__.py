"""The partners’ space: signed links open it, and its first page is made of sections that apps register."""

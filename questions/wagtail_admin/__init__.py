"""What the rooms' screens in the admin share: registers, their search in encrypted words, the help pages."""

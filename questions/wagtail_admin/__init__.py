"""What the Wagtail admin shows of questions: registers, panels, menu, the forms of rules. Screens are in views/."""

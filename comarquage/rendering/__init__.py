"""Turns the feed's XML into accessible HTML. `sheets.render_sheet` is the way in."""

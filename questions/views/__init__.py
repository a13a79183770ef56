"""What the views of several rooms share."""

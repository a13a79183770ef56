"""What stands behind the partners' space: what helps to write, to whom to hand over, its own record."""

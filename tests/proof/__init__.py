"""Proofs that take minutes: processes killed at random instants, everything hostile typed (docs/proof.md)."""

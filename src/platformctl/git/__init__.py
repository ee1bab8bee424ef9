"""What git says of the working tree."""

"""What people do, one file each; reads like section 4 of the architecture."""

"""OFD (GB/T 33190), the Chinese government's own format for finished pages: its package, its pages, their pictures."""

"""Access (quyền xem): who may look at the archive through the portal, until when, and what they looked at."""

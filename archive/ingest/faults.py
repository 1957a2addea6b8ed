"""Faults: a cluster that cannot read. No file is to blame, so none is refused for it."""


class ClusterFault(Exception):
    """The cluster at ``address`` cannot read."""

    def __init__(self, address: str, why: object = "") -> None:
        super().__init__(f"{address}: {why}")
        self.address = address
        self.why = why


class ClusterMissing(ClusterFault):
    """What speaks with a cluster is not installed here."""


class ClusterLost(ClusterFault):
    """The cluster does not answer, has no workers, or fails for a reason of its own."""


class ClusterDiffers(ClusterFault):
    """The worker at ``address`` would read otherwise than this machine: ``why`` says in what."""

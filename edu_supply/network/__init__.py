"""What can flow where and when: integer-coded parts of a dataset, reach through lanes and bill of materials, graphs."""

from edu_supply.network.graphs import bill_of_materials, site_graph
from edu_supply.network.network import Network

__all__ = ["Network", "bill_of_materials", "site_graph"]

"""From a forum's survey spreadsheets to the priorities of each country and conference.

The rooms, lowest first: `reference` and `language`, `forum`, `survey`, `mapping`,
`priorities`, `charts`, `report`, `run`, `cli`. Each imports only from rooms below it.
"""

__version__ = "0.1.0"

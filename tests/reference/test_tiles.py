"""The tile-grid map of the Americas: no two States on one tile, and nobody in the wrong place."""

from itertools import combinations

from gcm_analysis.reference import americas, countries, tile

CAPITALS = {
    "ARG": (-34.6, -58.4), "ATG": (17.1, -61.8), "BHS": (25.0, -77.4), "BLZ": (17.3, -88.8),
    "BOL": (-16.5, -68.1), "BRA": (-15.8, -47.9), "BRB": (13.1, -59.6), "CAN": (45.4, -75.7),
    "CHL": (-33.4, -70.7), "COL": (4.7, -74.1), "CRI": (9.9, -84.1), "CUB": (23.1, -82.4),
    "DMA": (15.3, -61.4), "DOM": (18.5, -69.9), "ECU": (-0.2, -78.5), "GRD": (12.1, -61.8),
    "GTM": (14.6, -90.5), "GUY": (6.8, -58.2), "HND": (14.1, -87.2), "HTI": (18.5, -72.3),
    "JAM": (18.0, -76.8), "KNA": (17.3, -62.7), "LCA": (14.0, -61.0), "MEX": (19.4, -99.1),
    "NIC": (12.1, -86.3), "PAN": (9.0, -79.5), "PER": (-12.0, -77.0), "PRY": (-25.3, -57.6),
    "SLV": (13.7, -89.2), "SUR": (5.9, -55.2), "TTO": (10.7, -61.5), "URY": (-34.9, -56.2),
    "USA": (38.9, -77.0), "VCT": (13.2, -61.2), "VEN": (10.5, -66.9),
}  # fmt: skip
"""Latitude and longitude of the capitals, in degrees."""
SOUTH_AMERICA = {
    "ARG", "BOL", "BRA", "CHL", "COL", "ECU", "GUY", "PER", "PRY", "SUR", "URY", "VEN"
}  # fmt: skip
ISLANDS = {
    "ATG", "BHS", "BRB", "CUB", "DMA", "DOM", "GRD", "HTI", "JAM", "KNA", "LCA", "TTO", "VCT"
}  # fmt: skip
ISTHMUS = {"BLZ", "CRI", "GTM", "HND", "MEX", "NIC", "PAN", "SLV"}


def test_all_35_states_have_a_tile_of_their_own() -> None:
    assert len({tile(iso3) for iso3 in americas()}) == 35
    assert set(CAPITALS) == set(americas())


def test_the_map_fits_a_phone() -> None:
    rows, columns = zip(*map(tile, americas()), strict=True)
    assert min(rows) == min(columns) == 0
    assert max(columns) < 8  # 45 px a tile at 360 px
    assert max(rows) < 13


def test_in_a_column_north_stands_above_south() -> None:
    for one, other in combinations(countries(), 2):
        if one.tile[1] == other.tile[1]:
            upper, lower = sorted((one, other), key=lambda entry: entry.tile[0])
            assert CAPITALS[upper.iso3][0] >= CAPITALS[lower.iso3][0], (upper.iso3, lower.iso3)


def test_in_a_row_west_stands_left_of_east() -> None:
    for one, other in combinations(countries(), 2):
        if one.tile[0] == other.tile[0]:
            left, right = sorted((one, other), key=lambda entry: entry.tile[1])
            assert CAPITALS[left.iso3][1] <= CAPITALS[right.iso3][1], (left.iso3, right.iso3)


def test_canada_is_on_top_and_south_america_below_all_others() -> None:
    assert tile("CAN")[0] == 0
    north = max(tile(iso3)[0] for iso3 in set(americas()) - SOUTH_AMERICA)
    assert all(tile(iso3)[0] > north for iso3 in SOUTH_AMERICA)


def test_caribbean_islands_stand_to_the_right_of_the_isthmus() -> None:
    rightmost = max(tile(iso3)[1] for iso3 in ISTHMUS)
    assert all(tile(iso3)[1] > rightmost for iso3 in ISLANDS)

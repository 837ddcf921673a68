"""How far offers are from a place: great-circle distance to the nearest of an offer's points."""

import numpy as np
from numpy.typing import NDArray

from portal.search.columns import Columns

EARTH_KM = 6371.0088  # mean radius (IUGG)


def distances(columns: Columns, latitude: float, longitude: float) -> NDArray[np.float32]:
    """Kilometres per document from a point in degrees; infinite where an offer has no point."""
    phi = np.radians(columns.latitude.astype(np.float64))
    here = np.radians(latitude)
    half_lat = (phi - here) / 2
    half_lon = np.radians(columns.longitude.astype(np.float64) - longitude) / 2
    chord = np.sin(half_lat) ** 2 + np.cos(phi) * np.cos(here) * np.sin(half_lon) ** 2
    reach = (2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))).astype(np.float32)
    nearest = np.full(columns.size, np.inf, np.float32)
    np.minimum.at(nearest, columns.point_document, reach)
    return nearest

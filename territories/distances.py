from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0
# Of latitude, everywhere; of longitude at the equator (hence the cosine below).
KM_PER_DEGREE = 111.2


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """As the crow flies (haversine); within 0.5 % of the true distance, which is plenty to say "à 3 km"."""
    half = (
        sin(radians(lat2 - lat1) / 2) ** 2
        + cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ** 2
    )
    # Rounding takes the root a hair above 1 for opposite points, and asin fails there.
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(half)))


def box_around(latitude: float, longitude: float, km: float) -> tuple[float, float, float, float]:
    """South, north, west and east of a square that holds every point within `km`: what an index can search."""
    height = km / KM_PER_DEGREE
    # Never divided by zero: near a pole the square is the whole turn. No commune lies there, but a row may say so.
    width = height / max(0.05, cos(radians(latitude)))
    return latitude - height, latitude + height, longitude - width, longitude + width

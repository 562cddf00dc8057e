"""data/places.geojson: geojson-pydantic, and that no longitude stands where a latitude belongs."""
import json
import re

from geojson_pydantic import FeatureCollection
from pydantic import ValidationError


def check(site):
    raw = site.text("data/places.geojson")
    try:
        collection = FeatureCollection.model_validate_json(raw)
    except ValidationError as error:
        return [str(error)[:300]]
    problems = []
    places = {entry["id"]: entry for entry in site.entries("place")}
    features = {feature.id: feature for feature in collection.features}
    if set(features) != set(places) or len(features) != len(collection.features):
        problems.append(f"{len(collection.features)} features of {len(places)} places")
    for name, feature in features.items():
        place = places.get(name, {})
        expected = (place["longitude"], place["latitude"]) if "latitude" in place else None
        found = tuple(feature.geometry.coordinates)[:2] if feature.geometry else None
        if found != expected:
            problems.append(f"{name}: {found}, not {expected}")
        if feature.properties["title"] != place.get("title"):
            problems.append(f"{name}: {feature.properties['title']!r}")
        if "geometry" not in next(f for f in json.loads(raw)["features"] if f["id"] == name):
            problems.append(f"{name}: no geometry at all")
    return problems


FILE = "data/places.geojson"
MUTATIONS = [
    ("a text for a number", FILE, lambda text: text.replace('"geometry":null', '"geometry":{"type":"Point","coordinates":["x","y"]}', 1)),
    ("latitude and longitude exchanged or invented", FILE, lambda text: re.sub(r"\"geometry\":(null|\{.*?\})", '"geometry":{"type":"Point","coordinates":[19.4,-99.1]}', text, count=1)),
    ("a lost place", FILE, lambda text: re.sub(r"\n\{.*?\n", "\n", text, count=1)),
    ("no geometry", FILE, lambda text: re.sub(r"\"geometry\":(null|\{.*?\}),", "", text, count=1)),
]


def said(site):
    places = site.entries("place")
    return f"{len(places)} places, {sum('latitude' in place for place in places)} on the map"

"""The shell around the rooms: settings, site map, pipeline, clock and the embedded services. No rule of its own."""

from .celery import app as celery_app

__all__ = ["celery_app"]

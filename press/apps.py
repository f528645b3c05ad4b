from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "press"
    verbose_name = "报道"
    default_auto_field = "django.db.models.BigAutoField"

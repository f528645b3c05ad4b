from django.apps import AppConfig


class IdentitiesConfig(AppConfig):
    name = "identities"
    verbose_name = "企业与项目"
    default_auto_field = "django.db.models.BigAutoField"

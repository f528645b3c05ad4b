"""The one settings file. Everything that differs between installations is read from the environment.

The README lists the variables. Without any of them the site runs for one machine, with embedded services.
"""

import os
import secrets
import sys
from pathlib import Path
from typing import Any

import dj_database_url
import pghistory
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from .embedded.process import write_private
from .embedded.session import var_folder

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = var_folder()
VAR.mkdir(parents=True, exist_ok=True)


def _on(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def _words(name: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def _secret_key() -> str:
    """CRM_SECRET_KEY, else the key made at first run."""
    path = VAR / "secret-key"
    if key := os.environ.get("CRM_SECRET_KEY"):
        return key
    if not path.exists():
        write_private(path, secrets.token_urlsafe(64))
    return path.read_text(encoding="utf-8")


def _database_url() -> str:
    """DATABASE_URL, else the address the embedded server left; a process started without either finds none."""
    left = VAR / "postgres" / "url"
    return os.environ.get("DATABASE_URL") or (left.read_text("utf-8") if left.exists() else "postgresql:///crm")


PRODUCTION = _on("CRM_PRODUCTION")
TESTING = _on("CRM_TESTING")
DEBUG = _on("CRM_DEBUG") and not PRODUCTION
HOSTS = _words("CRM_HOSTS")
if PRODUCTION and not HOSTS:
    raise ImproperlyConfigured("正式环境须设置 CRM_HOSTS：网站的域名，多个用逗号隔开，例如 crm.example.gov.cn。")

SECRET_KEY = _secret_key()
# The supervisor asks /healthz by these names too.
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *HOSTS, *(["testserver"] if TESTING else [])]

INSTALLED_APPS = [
    "crm",
    "leads",
    "identities",
    "press",
    "staff",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "django_filters",
    "django_tables2",
    "django_htmx",
    "template_partials",
    "crispy_forms",
    "crispy_bootstrap5",
    "axes",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "crm.urls"
WSGI_APPLICATION = "crm.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "crm.views.badges",
            ],
            "libraries": {"paging": "lists.paging", "parts": "lists.parts"},
        },
    },
]
# A list's page has thirty fields to write.
FORM_RENDERER = "lists.widgets.Renderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "django_tables2/list.html"

# --- Data ---------------------------------------------------------------------------------------------------------
# A cursor of the server's is three questions more for each list of choices of a form.
DATABASES = {
    "default": dj_database_url.parse(
        _database_url(), conn_max_age=60, conn_health_checks=True, disable_server_side_cursors=True
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = VAR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# One uploaded file; forms check against it.
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
# A request without its files: a long article pasted as text, or a big form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- Queue and cache ----------------------------------------------------------------------------------------------
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL") or "memory://"
CELERY_TASK_IGNORE_RESULT = True
# A task survives its worker: it is acknowledged when done, and nobody hoards messages.
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# The heartbeats' signals must be connected in the worker and in the clock.
CELERY_IMPORTS = ["crm.health"]
CELERY_TIMEZONE = "Asia/Shanghai"
TICK_SECONDS = 10
# An article whose worker died waits so long before another takes it. Far above what the slowest page needs.
LEASE_SECONDS = int(os.environ.get("CRM_LEASE_SECONDS", "60"))
CELERY_BEAT_SCHEDULE = {
    # A tick that nobody took in time is worth nothing: the next one does the same.
    name: {"task": task, "schedule": TICK_SECONDS, "options": {"expires": 6 * TICK_SECONDS}}
    for name, task in (("sweep", "crm.tasks.sweep"), ("gather", "crm.tasks.gather"), ("heartbeat", "crm.health.tick"))
}
# What depends on the day alone: a few minutes after midnight is soon enough.
# In the morning, and again every hour for a machine that was off then; who was told today is not told twice.
CELERY_BEAT_SCHEDULE["remind"] = {"task": "crm.tasks.remind", "schedule": crontab(minute=20, hour="6-20")}
CELERY_BEAT_SCHEDULE["clear-originals"] = {
    "task": "crm.tasks.clear_originals",
    "schedule": 60,
    "options": {"expires": 60},
}
CELERY_BEAT_SCHEDULE["keep-time"] = {"task": "crm.tasks.keep_time", "schedule": 600, "options": {"expires": 600}}
CELERY_BEAT_SCHEDULE["look-again"] = {"task": "crm.tasks.look_again", "schedule": 1800, "options": {"expires": 1800}}
# Old articles are read again by night only (press.reread says when), a piece at a time.
CELERY_BEAT_SCHEDULE["reread"] = {"task": "crm.tasks.reread", "schedule": 300, "options": {"expires": 300}}


def cache_beside(broker_url: str) -> dict[str, Any]:
    """Valkey or Redis when one is the broker, else this process's memory.

    A cache that is away, or dies in the middle of a transaction, must not fail what the database can do alone.
    """
    scheme, _, rest = broker_url.partition("://")
    if scheme == "redis+socket":
        location = f"unix://{rest.partition('?')[0]}?db=1"
    elif scheme in {"redis", "rediss"}:
        location = broker_url
    else:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": location,
        "KEY_PREFIX": "crm",
        "OPTIONS": {"IGNORE_EXCEPTIONS": True},
    }


CACHES = {"default": cache_beside(CELERY_BROKER_URL)}
DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True

# --- Who comes in -------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "staff.backends.PeopleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"
# Ten wrong passwords for one name from one address: an hour's pause. Tests that are not about it go without.
AXES_ENABLED = not TESTING
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_VERBOSE = False

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db" if not TESTING else "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [f"https://{host.removeprefix('.')}" for host in HOSTS]

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
if _on("CRM_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_CLIENT_IP_CALLABLE = "crm.proxy.client_address"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # Icons inside the vendored style sheet are data: images.
        "img-src": [SELF, "data:"],
        "style-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# --- Language, time, static files ---------------------------------------------------------------------------------
# Rows that people decide keep every version, by trigger, so that bulk changes and deletions are in the journal too.
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())

LANGUAGE_CODE = "zh-hans"
# What Django itself says, in plainer words; a text that is not in it is Django's own.
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"] if (BASE_DIR / "static").is_dir() else []
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG

# --- Mail and logs ------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("CRM_LOG_LEVEL", "INFO").upper()},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # One line for every tick is too much; a failed task is an ERROR.
        "celery": {"level": "WARNING"},
        "kombu": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
        # Django's own server prints its lines itself.
        "django.server": {"handlers": ["stderr"], "propagate": False},
    },
}

if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

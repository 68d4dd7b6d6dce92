"""Settings of Entente, all from the environment; README.md lists every variable."""

import base64
import hashlib
import logging
import os
from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from operations.logs import logging_config
from operations.reporting import start_reporting

from .environment import envbool, envchoice, envint, envlist, envrates, origin_pattern

BASE_DIR = Path(__file__).resolve().parent.parent


DEBUG = envbool("DEBUG", True)
SECRET_KEY = os.environ.get("SECRET_KEY", "")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured("SECRET_KEY is not set: outside DEBUG it must come from the environment")
    SECRET_KEY = "for-development-on-this-machine-only"
if not DEBUG and (
    len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("django-insecure-")
):
    raise ImproperlyConfigured(
        "SECRET_KEY is weak: 50 characters at least, by chance. One is printed by "
        'python3 -c "import secrets; print(secrets.token_urlsafe(64))"'
    )
ALLOWED_HOSTS = envlist("ALLOWED_HOSTS", "localhost 127.0.0.1 [::1]" if DEBUG else "")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set: outside DEBUG it names the hosts that are served")
CSRF_TRUSTED_ORIGINS = envlist("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "timeline.apps.TimelineConfig",
    "articles.apps.ArticlesConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "corsheaders",
    "django_htmx",
    "template_partials",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "operations.apps.OperationsConfig",  # last: it takes the place of some that others put into the admin
]

MIDDLEWARE = [
    "operations.requestlog.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "operations.headers.ResourceHeaders",
    "corsheaders.middleware.CorsMiddleware",  # outside what is kept, which so need not know who asks
    "timeline.caching.SharedAnswers",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "timeline.languages.LanguageMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "operations.limits.RateLimits",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "operations.second_factor.SecondFactor",
    "timeline.history.AuthorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "timeline.languages.languages",
            ],
        },
    },
]

# Data. SQLite is the embedded default; a PostgreSQL URL brings pooled connections, looked at before each use, so that
# a database that was restarted is noticed by nobody.
DATABASES = {
    "default": dj_database_url.config(default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}", conn_health_checks=True)
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL lets readers go on while an ingestion writes; IMMEDIATE makes a second writer wait its turn.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # A connection for each of the server's threads, and one for the question whether it is ready.
    pool = {"timeout": 5, "min_size": 1, "max_size": envint("WEB_THREADS", 4) + 1}
    given = DATABASES["default"].get("OPTIONS", {})  # such as sslmode, from the address
    own = {"connect_timeout": 5, "pool": pool if envbool("DATABASE_POOL", True) else False}
    DATABASES["default"]["OPTIONS"] = own | given
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = os.environ.get("REDIS_URL", "")
if REDIS_URL:
    _cache = {"BACKEND": "operations.cache.LenientRedisCache", "LOCATION": REDIS_URL}
else:
    _cache = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 1000}}
# Counters have a store of their own where memory is scarce: many visitors must not push kept pages out.
CACHES = {"default": _cache, "limits": {**_cache, "KEY_PREFIX": "limits"}}
if not REDIS_URL:
    CACHES["limits"] |= {"LOCATION": "limits", "OPTIONS": {"MAX_ENTRIES": 20_000}}
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL", REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker outlives its broker, however long that is away
# What a worker that died had taken is delivered again after so many seconds: more than a batch may take, and than the
# longest wait of one that is tried again (articles/tasks.py).
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1  # a worker takes what it can begin, and leaves the rest to the others
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True  # they are delivered again anyway
CELERY_TASK_IGNORE_RESULT = True

# Words and times. Dates of events never depend on the clock or the time zone.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ko", "한국어"), ("ja", "日本語")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Files. Hashed and compressed names come with collectstatic, which only production runs.
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "timeline.staticfinders.PlotlyFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# The one style sheet goes into each page, so that the first paint waits for nothing else; the policy names its hash.
STYLE_SHEET = (BASE_DIR / "static" / "css" / "site.css").read_text(encoding="utf-8")
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE_SHEET.encode()).digest()).decode()

# Safety. Only timeline.embeds relaxes framing, and only for these origins.
EMBED_ORIGINS = envlist("EMBED_ORIGINS", "*")
X_FRAME_OPTIONS = "DENY"
# Whoever may frame may read the data from a page's script too, and without any cookie.
DATA_PATHS = r"/(?:api|schemas)/|/(?:timelines|events|sources)/[^/]+\.(?!png|svg)"
CORS_URLS_REGEX = DATA_PATHS
CORS_ALLOW_ALL_ORIGINS = "*" in EMBED_ORIGINS
CORS_ALLOWED_ORIGIN_REGEXES = [origin_pattern(origin) for origin in EMBED_ORIGINS if origin[0] not in "*'"]
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "if-none-match"]
CORS_EXPOSE_HEADERS = ["ETag", "Link"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_SSL_REDIRECT = envbool("SECURE_SSL_REDIRECT", not DEBUG)
SECURE_REDIRECT_EXEMPT = [
    r"^healthz$",
    r"^readyz$",
    r"^metrics$",
]  # asked from inside, by what speaks no https
PROXIES = envint("BEHIND_PROXY", 0)  # how many stand between the clients and this server
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_HSTS_SECONDS = 0 if DEBUG else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEBUG
SECURE_HSTS_PRELOAD = not DEBUG
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, f"'sha256-{STYLE_HASH}'"],
        "img-src": [SELF, "data:", "blob:"],  # blob: is Plotly's picture export
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Signing in: three tries for a name from an address, then a quarter of an hour of rest; a second factor for staff.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
AXES_FAILURE_LIMIT = 3
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "operations.addresses.client_network"
AXES_LOCKOUT_CALLABLE = "operations.signin.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # no record of when somebody came and went
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code"]
AXES_VERBOSE = False
STAFF_MFA = envchoice("STAFF_MFA", ("optional", "required"), "optional")
OTP_TOTP_ISSUER = "Entente"
RATE_LIMITS = envrates("RATE_LIMITS", "search=120/m api=300/m sign-in=20/m")

# What is told of it while it runs.
LOG_FORMAT = envchoice("LOG_FORMAT", ("json", "text"), "text" if DEBUG else "json")
LOG_REQUESTS = envbool("LOG_REQUESTS", not DEBUG)
LOGGING = logging_config(LOG_FORMAT, os.environ.get("LOG_LEVEL", "WARNING"), requests=LOG_REQUESTS)
logging.captureWarnings(LOG_FORMAT == "json")  # every line is one object, those of Python's own warnings too
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
SENTRY_DSN = os.environ.get("SENTRY_DSN", "")
if SENTRY_DSN:
    start_reporting(SENTRY_DSN)

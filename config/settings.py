"""Settings of Entente, all from the environment; docs/running.md lists every variable."""

import base64
import hashlib
import logging
import os
import re
from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from operations.logs import logging_config
from operations.reporting import start_reporting

from .environment import envbool, envchoice, envint, envlist, envrates, envzone, origin_pattern

BASE_DIR = Path(__file__).resolve().parent.parent


DEBUG = envbool("DEBUG", True)
SECRET_KEY = os.environ.get("SECRET_KEY", "")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured("SECRET_KEY is not set: without DEBUG it must come from the environment")
    SECRET_KEY = "for-development-on-this-machine-only"
if not DEBUG and (
    len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("django-insecure-")
):
    raise ImproperlyConfigured(
        "SECRET_KEY is weak: use at least 50 random characters. Make one with "
        'python3 -c "import secrets; print(secrets.token_urlsafe(64))"'
    )
ALLOWED_HOSTS = envlist("ALLOWED_HOSTS", "localhost 127.0.0.1 [::1]" if DEBUG else "")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set: without DEBUG it must list the host names to serve")
CSRF_TRUSTED_ORIGINS = envlist("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "timeline.apps.TimelineConfig",
    "articles.apps.ArticlesConfig",
    "config.apps.DeskConfig",
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
    "operations.apps.OperationsConfig",  # last: it replaces admin pages of other apps
]

MIDDLEWARE = [
    "operations.requestlog.RequestLog",
    "operations.outage.Outage",
    "django.middleware.security.SecurityMiddleware",
    "operations.headers.ResourceHeaders",
    "corsheaders.middleware.CorsMiddleware",  # outside the page cache, so that cached pages are the same for all origins
    "timeline.reading.caching.SharedAnswers",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "timeline.reading.languages.LanguageMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "operations.limits.RateLimits",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "operations.second_factor.SecondFactor",
    "timeline.record.history.AuthorMiddleware",
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
                "timeline.reading.languages.languages",
            ],
        },
    },
]

# Data. SQLite is the embedded default; with a PostgreSQL URL, connections are pooled and checked before each use, so that
# nobody notices a restart of the database.
DATABASES = {
    "default": dj_database_url.config(default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}", conn_health_checks=True)
}
# Pages give up an unresponsive database (operations/databases); commands and workers wait as long as it takes.
DATABASE_CONNECT_TIMEOUT = max(envint("DATABASE_CONNECT_TIMEOUT", 3), 2)  # seconds
DATABASE_STATEMENT_TIMEOUT = envint("DATABASE_STATEMENT_TIMEOUT", 15)  # seconds, for pages; 0 for no limit
for _vendor in ("sqlite3", "postgresql"):
    if DATABASES["default"]["ENGINE"] == f"django.db.backends.{_vendor}":
        DATABASES["default"]["ENGINE"] = f"operations.databases.{_vendor}"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL lets readers continue while an ingestion writes; IMMEDIATE makes a second writer wait its turn.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # A connection for each thread of the server, and one for the readiness check.
    pool = {
        "timeout": 2,  # seconds a page waits for a connection
        "min_size": 1,
        "max_size": envint("WEB_THREADS", 4) + 1,
        "reconnect_timeout": 10,
    }
    given = DATABASES["default"].get("OPTIONS", {})  # such as sslmode, from the address
    own = {
        "connect_timeout": DATABASE_CONNECT_TIMEOUT,
        "pool": pool if envbool("DATABASE_POOL", True) else False,
    }
    # A server that vanished is noticed after a minute, even by code without a time limit.
    own |= {"keepalives": 1, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 30_000}  # fmt: skip
    DATABASES["default"]["OPTIONS"] = own | given
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = os.environ.get("REDIS_URL", "")
if REDIS_URL:
    _cache = {"BACKEND": "operations.cache.LenientRedisCache", "LOCATION": REDIS_URL}
else:
    _cache = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 1000}}
# Counters, and pages with parameters, of which there is no end, have caches of their own: neither many visitors nor the
# requests of one may push out the pages that everyone asks for.
CACHES = {"default": _cache} | {name: {**_cache, "KEY_PREFIX": name} for name in ("limits", "states")}
if not REDIS_URL:
    CACHES["limits"] |= {"LOCATION": "limits", "OPTIONS": {"MAX_ENTRIES": 20_000}}
    CACHES["states"] |= {"LOCATION": "states", "OPTIONS": {"MAX_ENTRIES": 300}}
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL", REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker however long it is down
# Seconds after which the messages of a dead worker are delivered again: more than a batch may take, and more than the
# longest wait before a retry (articles/tasks.py).
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1  # a worker takes only what it can start now
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True  # they are delivered again anyway
CELERY_TASK_IGNORE_RESULT = True
# Seconds allowed for reading one article; 0 means no limit. News takes a tenth of a second, a long novel twenty.
ARTICLE_SECONDS = envint("ARTICLE_SECONDS", 60)

# Language and time. Dates of events never depend on the clock or the time zone.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ko", "한국어"), ("ja", "日本語")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = envzone("TIME_ZONE", "UTC")  # of the desk's clock times, such as those of scheduled publishing

# Files. collectstatic, which only production runs, adds hashed names and compression.
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

# The style sheet, without its comments, is part of each page, so that the first paint waits for nothing else; the policy
# allows its hash.
STYLE_SHEET = re.sub(r"/\*.*?\*/\s*", "", (BASE_DIR / "static" / "css" / "site.css").read_text(encoding="utf-8"), flags=re.DOTALL)  # fmt: skip
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE_SHEET.encode()).digest()).decode()

# Safety. Only timeline.sharing.embeds relaxes framing, and only for these origins.
EMBED_ORIGINS = envlist("EMBED_ORIGINS", "*")
X_FRAME_OPTIONS = "DENY"
# Sites that may frame embeds may also read the data from scripts, without cookies.
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
]  # requested internally without https
PROXIES = envint("BEHIND_PROXY", 0)  # the number between the clients and this server
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

# Signing in: three attempts per name and address, then a lock for 15 minutes; a second factor for staff.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_REDIRECT_URL = "admin:index"  # after a sign-in without a next page, or with one on another site
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
AXES_DISABLE_ACCESS_LOG = True  # no record of when users signed in and out
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code"]
AXES_VERBOSE = False
STAFF_MFA = envchoice("STAFF_MFA", ("optional", "required"), "optional")
OTP_TOTP_ISSUER = "Entente"
RATE_LIMITS = envrates("RATE_LIMITS", "search=120/m states=300/m files=60/m api=300/m sign-in=20/m")
WEB_THREADS = envint("WEB_THREADS", 4)  # in each process of the server

# A language model as second reader, if configured: any server with OpenAI's chat completions API (docs/models.md).
MODEL_URL = os.environ.get("MODEL_URL", "")  # such as http://127.0.0.1:11434/v1
MODEL_NAME = os.environ.get("MODEL_NAME", "")
MODEL_KEY = os.environ.get("MODEL_KEY", "")
MODEL_TIMEOUT = envint("MODEL_TIMEOUT", 180)  # seconds allowed for one answer
MODEL_WINDOW = envint("MODEL_WINDOW", 16_000)  # tokens of request and answer together
MODEL_CONCURRENCY = max(1, envint("MODEL_CONCURRENCY", 4))  # requests at once
MODEL_BUDGET = envint(
    "MODEL_BUDGET", 0
)  # tokens, sent and received, allowed for one ingestion; 0 means no limit
MODEL_SCHEMA = envbool("MODEL_SCHEMA", True)  # ask the server to enforce a JSON schema
MODEL_STREAM = envbool("MODEL_STREAM", False)  # receive the answer piece by piece
MODEL_TITLES = envlist("MODEL_TITLES")  # more languages for titles
READER = envchoice(
    "READER", ("", "rules", "model", "both"), ""
)  # "": both if there is a model, otherwise the rules

# Logs, metrics and error reports.
LOG_FORMAT = envchoice("LOG_FORMAT", ("json", "text"), "text" if DEBUG else "json")
LOG_REQUESTS = envbool("LOG_REQUESTS", not DEBUG)
LOGGING = logging_config(LOG_FORMAT, os.environ.get("LOG_LEVEL", "WARNING"), requests=LOG_REQUESTS)
logging.captureWarnings(LOG_FORMAT == "json")  # so that Python's own warnings are JSON too
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
SENTRY_DSN = os.environ.get("SENTRY_DSN", "")
if SENTRY_DSN:
    start_reporting(SENTRY_DSN)

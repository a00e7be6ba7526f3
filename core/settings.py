"""Settings, read once from the environment. `core.startup` refuses a start with dangerous ones."""

from datetime import UTC, datetime
from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from core import logs
from core.certificate import fault
from core.locks import PERMISSIONS, content_policy
from core.startup import DEVELOPMENT_KEY, DEVELOPMENT_SECRET, Start, refuse

environ.Env.EMAIL_SCHEMES["demomail"] = "letters.mailbox.DemoMailbox"
env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"

# -- what the outside promises ------------------------------------------------------------------
SITE_URL: str = env.str("SITE_URL", default="http://127.0.0.1:8400")
SECRET_KEY: str = env.str("DJANGO_SECRET_KEY", default=DEVELOPMENT_SECRET)
SECRET_KEY_FALLBACKS: list[str] = env.list("DJANGO_SECRET_KEY_FALLBACKS", default=[])
PRODUCTION: bool = env.bool("PRODUCTION", default=False)
DEBUG: bool = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = [environ.urlparse(SITE_URL).hostname, *env.list("EXTRA_HOSTS", default=[])]
DATABASES = {"default": env.db("DATABASE_URL", default="postgres:///safe_harbor")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONNECTION_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["ATOMIC_REQUESTS"] = False
# at the first use; only what asks by `core.rows.planned_cursor` is prepared at all
DATABASES["default"].setdefault("OPTIONS", {})["prepare_threshold"] = 0
# the server would compile the plan of a large report for seconds, to save milliseconds of running it
DATABASES["default"]["OPTIONS"].setdefault("options", "-c jit=off")

STRIPE_SECRET_KEY: str = env.str("STRIPE_SECRET_KEY", default="")
STRIPE_API_BASE: str = env.str("STRIPE_API_BASE", default="https://api.stripe.com")
STRIPE_WEBHOOK_SECRETS: list[str] = env.list("STRIPE_WEBHOOK_SECRETS", default=[])
STRIPE_ACCOUNT: str = env.str("STRIPE_ACCOUNT", default="")
STRIPE_PAGE_HOSTS: list[str] = env.list(
    "STRIPE_PAGE_HOSTS", default=["https://checkout.stripe.com", "https://billing.stripe.com"]
)
GIVING_BUDGETS: str = env.str("GIVING_BUDGETS", default="1")
# what seals second factors; locations have keys of their own, and no key means no locations
ENCRYPTION_KEYS: list[str] = env.list("ENCRYPTION_KEYS", default=[] if PRODUCTION else [DEVELOPMENT_KEY])
LOCATION_KEYS: list[str] = env.list("LOCATION_KEYS", default=[])
# the first signs the hash of each receipt's paper; without one, papers are not signed
RECEIPT_SIGNING_KEYS: list[str] = env.list("RECEIPT_SIGNING_KEYS", default=[])
# a PKCS#12 file: signs each paper in the file itself; and whether a paper carries its data (PDF/A-3a)
RECEIPT_CERTIFICATE: str = env.str("RECEIPT_CERTIFICATE", default="")
RECEIPT_CERTIFICATE_PASSWORD: str = env.str("RECEIPT_CERTIFICATE_PASSWORD", default="")
RECEIPT_ATTACHES_DATA: bool = env.bool("RECEIPT_ATTACHES_DATA", default=False)
CURRENCY: str = env.str("CURRENCY", default="usd")

# -- waiting work: ids only, as JSON, and nothing comes back (docs/decisions/0002) ------------------
CELERY_BROKER_URL: str = env.str("CELERY_BROKER_URL", default="memory://")
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "jobs"
CELERY_WORKER_PREFETCH_MULTIPLIER = 8
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# the broker in memory looks for messages this often; its usual second would be felt
CELERY_BROKER_TRANSPORT_OPTIONS = {"polling_interval": 0.02} if CELERY_BROKER_URL == "memory://" else {}

# -- mail: an SMTP or console URL, or an Anymail provider by name ---------------------------------
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_FILE_PATH: str = EMAIL_CONFIG["EMAIL_FILE_PATH"]  # demomail:///var/mailbox, within this folder
ANYMAIL_PROVIDER: str = env.str("ANYMAIL_PROVIDER", default="")
if ANYMAIL_PROVIDER:
    EMAIL_BACKEND = f"anymail.backends.{ANYMAIL_PROVIDER}.EmailBackend"
ANYMAIL: dict[str, object] = {
    key[8:]: value for key, value in env.ENVIRON.items() if key.startswith("ANYMAIL_")
}
# we ask for no tracking and send our letter's id along; a provider that knows neither may ignore both
ANYMAIL["IGNORE_UNSUPPORTED_FEATURES"] = True
EMAIL_TIMEOUT = 20  # seconds: a silent mail server must not hold a worker
# a dotted path; on the console nobody but the developer reads a text message (docs/texts.md)
TEXT_BACKEND: str = env.str("TEXT_BACKEND", default="volunteers.gateway.print_text")
# minutes before a shift at which its people are reminded: a week, a day, two hours
REMINDER_LEADS: list[int] = env.list("REMINDER_LEADS", cast=int, default=[10_080, 1_440, 120])
# how long answers of references are kept after the decision, and applications that nobody finishes
REFERENCES_KEPT_DAYS: int = env.int("REFERENCES_KEPT_DAYS", default=730)
DRAFTS_KEPT_DAYS: int = env.int("DRAFTS_KEPT_DAYS", default=90)
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="giving@safe-harbor.invalid")

# -- the house ------------------------------------------------------------------------------------
OUR_APPS = "core jobs accounts letters donors campaigns volunteers gifts receipts desk front".split()
INSTALLED_APPS = [
    *OUR_APPS,
    # without its search for models: none of other packages' (keys of sign-in among them) appear by themselves
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "anymail",
    "csp",
    "django_cotton",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "import_export",
    "pgtrigger",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "core.headers.same_origin_resources",
    "gifts.middleware.stripe_first",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.default_deny",
    "django_htmx.middleware.HtmxMiddleware",
    "core.refusals.not_that_way",
]

ROOT_URLCONF = "core.urls"
WSGI_APPLICATION = "core.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "core.context.site",
                "accounts.context.organisation",
            ],
        },
    }
]
COTTON_DIR = "components"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # widgets are drawn by templates of ours, too

# -- who signs in ---------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["accounts.adapter.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_REDIRECT_URL = "front:my"
LOGIN_URL = "accounts:sign_in"
LOGOUT_REDIRECT_URL = "/"
# how many proxies of ours stand in front and add to X-Forwarded-For; what came before them can be forged
TRUSTED_PROXIES: int = env.int("TRUSTED_PROXIES", default=0)
# allauth keeps passwords and second factors; codes are our own (accounts/actions/codes.py): it would look
# the address up while the visitor waits, which tells known from unknown, and keep the code in the session
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code proved the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True  # the adapter writes them to the audit trail; see accounts.adapter
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "accounts.forms.PasskeyForm"}
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # so that a passkey alone is two factors
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = (
    0  # allauth remembers a used code for one period only, so a longer life could be replayed
)
MFA_ALLOW_UNVERIFIED_EMAIL = True

# -- language, time, files ------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
# Spanish as it is written here, not in Spain
FORMAT_MODULE_PATH = ["core.formats"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env.str("MEDIA_ROOT", default=str(VAR / "media"))},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
CACHES = {
    # allauth counts failed sign-ins and used second-factor codes here. Limits must hold across processes
    # and survive a restart: a table, not memory
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "limits"},
}

# -- the locks ------------------------------------------------------------------------------------
SECURE_COOKIES = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = SECURE_COOKIES and env.bool("SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_COOKIES else None
SECURE_HSTS_SECONDS = 63_072_000 if SECURE_COOKIES else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_NAME = "__Host-session" if SECURE_COOKIES else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE_COOKIES else "csrf"
LANGUAGE_COOKIE_NAME = "__Host-language" if SECURE_COOKIES else "language"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
# not in a cookie of their own: messages name people and amounts
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

CONTENT_SECURITY_POLICY = content_policy(STRIPE_PAGE_HOSTS)
PERMISSIONS_POLICY = PERMISSIONS

IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
TEST_RUNNER = "django.test.runner.DiscoverRunner"

# -- what is said, and what is refused -------------------------------------------------------------
logs.configure()
LOGGING = logs.logging_config()
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = False
DJANGO_STRUCTLOG_TRUST_UPSTREAM_CORRELATION_ID = False

refuse(
    Start(
        production=PRODUCTION,
        debug=DEBUG,
        site_url=SITE_URL,
        secret_keys=(SECRET_KEY, *SECRET_KEY_FALLBACKS),
        encryption_keys=tuple(ENCRYPTION_KEYS),
        location_keys=tuple(LOCATION_KEYS),
        signing_keys=tuple(RECEIPT_SIGNING_KEYS),
        database_name=str(DATABASES["default"].get("NAME", "")),
        stripe_key=STRIPE_SECRET_KEY,
        stripe_base=STRIPE_API_BASE,
        webhook_secrets=tuple(STRIPE_WEBHOOK_SECRETS),
        budgets=GIVING_BUDGETS,
        currency=CURRENCY,
        mail_backend=EMAIL_BACKEND,
        mail_provider=ANYMAIL_PROVIDER,
        mail_webhook_secret=str(ANYMAIL.get("WEBHOOK_SECRET", "")),
        certificate_fault=fault(RECEIPT_CERTIFICATE, RECEIPT_CERTIFICATE_PASSWORD, now=datetime.now(UTC)),
    )
)

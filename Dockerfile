# Stage 1 fetches the small Plotly bundle; stage 2 is the application, run by a user without privileges.
# make pin-images writes the digests of these images here and into docker-compose.yml.
FROM node:22.23.3-slim AS browser
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM python:3.12.16-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 DEBUG=0
WORKDIR /app
COPY requirements.lock ./
# The fonts are for the pictures in link previews.
RUN apt-get update && apt-get install -y --no-install-recommends fonts-dejavu-core fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* && pip install --require-hashes -r requirements.lock
COPY . .
COPY --from=browser /build/node_modules ./node_modules
# A key for this one step only: none is stored in the image.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" ALLOWED_HOSTS=localhost \
    python manage.py collectstatic --noinput -v0 \
    && useradd --system --create-home entente
USER entente
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=4s --start-period=20s \
    CMD ["python", "config/probe.py"]
CMD ["gunicorn", "--config", "python:config.gunicorn", "config.wsgi:application"]

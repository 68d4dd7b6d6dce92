# Stage 1 fetches the small Plotly bundle; stage 2 is the application, run by a user without rights.
FROM node:22-slim AS browser
WORKDIR /build
COPY package.json .npmrc ./
RUN npm install --omit=dev

FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 DEBUG=0
WORKDIR /app
COPY requirements.txt ./
# The fonts are for the pictures of link previews.
RUN apt-get update && apt-get install -y --no-install-recommends fonts-dejavu-core fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* && pip install -r requirements.txt
COPY . .
COPY --from=browser /build/node_modules ./node_modules
# A key for this one step alone: none is kept in the image.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" ALLOWED_HOSTS=localhost \
    python manage.py collectstatic --noinput -v0 \
    && useradd --system --create-home entente
USER entente
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=4s --start-period=20s \
    CMD ["python", "config/probe.py"]
CMD ["gunicorn", "--config", "python:config.gunicorn", "config.wsgi:application"]

# The one image of an installation in containers; docker-compose.yml says which service it is in each of them.
#
#   docker build -t jaarcyclus:0.1.0 .
#
# The base is pinned by its exact tag and not by digest: where this file is kept no registry of images can be asked, and
# a digest that nobody fetched is a guess. Who builds adds it:  docker buildx imagetools inspect python:3.12.13-slim-bookworm
# Debian's packages are those of the day of the build; the manifest of each document names Pango's version.
ARG PYTHON=python:3.12.13-slim-bookworm

FROM ${PYTHON} AS build
WORKDIR /srv/jaarcyclus
ENV UV_PYTHON_DOWNLOADS=never
COPY requirements-tools.lock requirements-compose.lock ./
# uv and all packages by their hashes, wheels only, as tools/bootstrap.sh does it
RUN python -m venv /srv/uv \
    && /srv/uv/bin/python -m pip install -q --disable-pip-version-check --no-cache-dir --only-binary :all: \
        --require-hashes -r requirements-tools.lock \
    && /srv/uv/bin/uv venv -q .venv \
    && /srv/uv/bin/uv pip sync -q --python .venv --no-cache --require-hashes --only-binary :all: --compile-bytecode \
        requirements-compose.lock
# requirements.lock too: a manifest names its hash, as it does on one machine
COPY pyproject.toml README.md LICENSE requirements.lock ./
COPY src ./src
# in place: profiles, templates and the rest are found beside src/
RUN /srv/uv/bin/uv pip install -q --python .venv --no-cache --no-deps -e . \
    && .venv/bin/python -m compileall -q src
COPY dags ./dags
COPY plugins ./plugins
COPY profiles ./profiles
COPY templates ./templates
COPY expectations ./expectations
RUN .venv/bin/python -m compileall -q plugins

FROM ${PYTHON}
# What WeasyPrint prints with, and the only typefaces that a document may have: the list of tools/bootstrap.sh
RUN apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation fonts-dejavu-core fontconfig \
    && rm -rf /var/lib/apt/lists/* \
    && fc-cache -f \
    && groupadd --gid 10001 jaarcyclus \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin jaarcyclus \
    && for part in installatie artefacten publicatie inbox getuige; do \
        install -d -o jaarcyclus -g jaarcyclus -m 0700 /var/lib/jaarcyclus/$part; done
COPY --from=build /srv/jaarcyclus /srv/jaarcyclus
ENV PATH=/srv/jaarcyclus/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
# Nothing of it belongs to who runs it: with a read-only root only volumes and /tmp are written
USER 10001:10001
WORKDIR /srv/jaarcyclus
CMD ["jaarcyclus", "--help"]

#!/bin/sh
# Make a bare Debian or Ubuntu machine fit to run or test Jaarcyclus; called by the Makefile.
#
#   tools/bootstrap.sh runtime    what `make demo` needs
#   tools/bootstrap.sh dev        that, and what `make test` needs
#
# System packages come by apt, when we are root or sudo asks no password; all else comes from a lock with hashes, that of
# Azurite too, by the npm that the Python environment brings.
# Never install here what no lock names.
set -eu
cd "$(dirname "$0")/.."

goal=$1
uv=.tools/uv/bin/uv
export UV_PYTHON_DOWNLOADS=never # the Python of this machine, or none

say() { echo "· $*"; }
stop() { echo "✗ $*" >&2; exit 3; }

choose_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null || continue
        python=$candidate
        return
    done
    stop "${PYTHON:-python3} is geen bruikbare Python: Jaarcyclus vraagt 3.11, 3.12 of 3.13." \
        "Installeer er een en draai 'make' opnieuw, zo nodig met PYTHON=/pad/naar/python3.13."
}

has_module() { "$python" -c "import $1" 2>/dev/null; }
has_library() { "$python" -c "import ctypes; ctypes.CDLL('$1')" 2>/dev/null; }
has_font() { [ -n "$(find -L /usr/share/fonts -name "$1.ttf" 2>/dev/null)" ]; }
has_postgres() { ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
has_redis() { command -v redis-server >/dev/null; }
has_libreoffice() { command -v soffice >/dev/null; }
has_gnumeric() { command -v ssconvert >/dev/null; }
has_chromium() { command -v chromium >/dev/null || command -v google-chrome >/dev/null; }

# need PACKAGE TEST…: remember the Debian package when the test fails
need() {
    package=$1
    shift
    "$@" || missing="$missing $package"
}

find_missing_packages() {
    missing=""
    need "$(basename "$python")-venv" has_module ensurepip
    need libpango-1.0-0 has_library libpango-1.0.so.0
    need libpangoft2-1.0-0 has_library libpangoft2-1.0.so.0
    need libharfbuzz-subset0 has_library libharfbuzz-subset.so.0
    need fonts-liberation has_font LiberationSans-Regular
    need fonts-dejavu-core has_font DejaVuSans
    [ "$goal" = dev ] || return 0
    need postgresql has_postgres
    need redis-server has_redis # what docker-compose.yml names, run by tests/stack/test_compose.py
    need chromium has_chromium
    need libreoffice-calc-nogui has_libreoffice # the programs that re-save a workbook in tests/roundtrip
    need gnumeric has_gnumeric
    need libatomic1 has_library libatomic.so.1 # what drives Chromium is linked to it
}

apt_install() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >.tools/apt.log 2>&1
}

install_missing_packages() {
    find_missing_packages
    [ -n "$missing" ] || return 0
    advice="Installeer zelf:$missing. Op Debian of Ubuntu: sudo apt-get install$missing. Draai daarna 'make' opnieuw."
    command -v apt-get >/dev/null || stop "Dit systeem heeft geen apt-get. $advice"
    if [ "$(id -u)" = 0 ]; then as_root=""; elif sudo -n true 2>/dev/null; then as_root="sudo -n"; else
        stop "Zonder beheerdersrechten kan dit niet vanzelf. $advice"
    fi

    say "systeempakketten:$missing"
    # the lists of a fresh or long unused machine are empty or old: refresh them only then
    apt_install $missing || { $as_root apt-get update -qq >.tools/apt.log 2>&1 && apt_install $missing; } || {
        tail -n 5 .tools/apt.log >&2
        stop "apt-get kon dit niet installeren. $advice"
    }
    find_missing_packages
    [ -z "$missing" ] || stop "Na de installatie ontbreekt nog:$missing. $advice"
}

install_uv() {
    cmp -s requirements-tools.lock .tools/uv/requirements.lock && return 0
    say "uv"
    rm -rf .tools/uv
    "$python" -m venv .tools/uv
    .tools/uv/bin/python -m pip install -q --disable-pip-version-check --only-binary :all: --require-hashes \
        -r requirements-tools.lock || stop "uv kon niet worden opgehaald. Controleer de verbinding en draai 'make' opnieuw."
    cp requirements-tools.lock .tools/uv/requirements.lock
}

install_node_packages() {
    cmp -s tools/node/package-lock.json .tools/node/installed.lock && return 0
    say "Azurite en axe"
    rm -rf .tools/node
    cp -R tools/node .tools/node
    # npm asks the registry that its own settings name; a certificate of the network is told to it as to pip and uv
    NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-${SSL_CERT_FILE:-}}" \
        .venv/bin/npm ci --loglevel=error --prefix .tools/node || stop \
        "Azurite en axe konden niet worden opgehaald. Controleer de verbinding en draai 'make' opnieuw."
    cp tools/node/package-lock.json .tools/node/installed.lock
}

install_environment() {
    # what was once made fit for testing, or for signing in or keeping files elsewhere, stays so
    if [ "$goal" = dev ] || [ -e .venv/.dev ]; then lock=requirements-dev.lock
    elif [ -n "${WITH_STORE:-}" ] || [ -e .venv/.store ]; then lock=requirements-compose.lock
    elif [ -n "${WITH_OIDC:-}" ] || [ -e .venv/.oidc ]; then lock=requirements-oidc.lock
    else lock=requirements.lock; fi
    say "Python-omgeving volgens $lock"
    .venv/bin/python -c '' 2>/dev/null || "$uv" venv -q --clear --python "$python" .venv
    {
        "$uv" pip sync -q --python .venv --require-hashes --only-binary :all: --compile-bytecode "$lock" &&
            "$uv" pip install -q --python .venv --no-deps -e .
    } || stop "De Python-omgeving kwam niet klaar. Controleer de verbinding en draai 'make' opnieuw."
    touch .venv/.runtime
    if [ "$lock" = requirements-dev.lock ]; then
        install_node_packages
        touch .venv/.dev
    fi
    if [ -n "${WITH_OIDC:-}" ]; then touch .venv/.oidc; fi
    if [ -n "${WITH_STORE:-}" ]; then touch .venv/.store; fi
}

mkdir -p .tools
choose_python
install_missing_packages
install_uv
install_environment
say "klaar"

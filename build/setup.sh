#!/bin/sh
# Everything the console needs on a fresh Debian or Ubuntu machine: system packages, then `.venv`
# from the hashed lock. Asks for nothing and does nothing when all is there already.
#
#   build/setup.sh            system packages and .venv
#   build/setup.sh tests      the same with what the tests need: a screen, a server to kill
#   build/setup.sh package    that, and what makes and proves the Linux packages; tools in var/package-tools
#   build/setup.sh windows    that, and what makes the Windows program under Wine
#   build/setup.sh missing    only print the packages that are not installed
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
list=${SYSTEM_PACKAGES:-$here/system-packages.txt}
case ${1:-} in
    tests) more=$here/test-packages.txt ;;
    package) more="$here/test-packages.txt $here/package-packages.txt" ;;
    windows) more="$here/test-packages.txt $here/package-packages.txt $here/windows-packages.txt" ;;
    *) more=/dev/null ;;
esac
lock=$here/requirements.lock
venv=${VENV:-$here/../.venv}

installed() { # is package $1 on this machine?
    dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q '^install ok installed$'
}

known() { # can apt install package $1 here?
    LC_ALL=C apt-cache policy "$1" 2>/dev/null | grep 'Candidate:' | grep -qv '(none)'
}

wanted() { # the lists' lines without comments, blanks around "|" removed
    sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$list" $more
}

missing() { # of every line with no installed name, the first name apt knows (else the last)
    wanted | while read -r line; do
        have='' choice=''
        for name in $(echo "$line" | tr '|' ' '); do
            if installed "$name"; then have=$name; break; fi
        done
        [ -n "$have" ] && continue
        for name in $(echo "$line" | tr '|' ' '); do
            choice=$name
            if known "$name"; then break; fi
        done
        case $choice in
            python3*) find_python >/dev/null && continue ;; # any fitting CPython will do
        esac
        echo "$choice"
    done
}

find_python() { # the newest CPython 3.11 to 3.13 that can make a virtual environment
    for name in python3.13 python3.12 python3.11 python3; do
        if "$name" -c 'import ensurepip, sys, venv
sys.exit(sys.implementation.name != "cpython" or not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

system_packages() {
    if ! command -v apt-get >/dev/null; then
        echo "No apt-get here: please see that what build/system-packages.txt names is installed." >&2
        return 0
    fi
    names=$(missing)
    [ -z "$names" ] && return 0
    if [ "$(id -u)" -eq 0 ]; then
        as_root=''
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root='sudo -n'
    else
        echo "System packages are missing. Run this once, then try again:" >&2
        echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends" $names >&2
        return 1
    fi
    echo "Installing system packages:" $names
    $as_root apt-get update -q
    names=$(missing) # a fresh machine knows its packages only now
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends $names
}

environment() { # installs lock $2 into environment $1 unless it is there already
    want=$(sha256sum <"$2" | cut -d' ' -f1)
    stamp=$1/installed-lock
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ] && "$1/bin/python" -c '' 2>/dev/null; then
        return 0
    fi
    if ! "$1/bin/python" -m pip --version >/dev/null 2>&1; then
        python=$(find_python) || {
            echo "The console needs CPython 3.11, 3.12 or 3.13 with venv; none was found." >&2
            return 1
        }
        echo "Making $(basename "$1") with $("$python" --version)"
        rm -rf "$1"
        "$python" -m venv "$1"
    fi
    echo "Installing the locked packages into $(basename "$1")"
    "$1/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r "$2"
    echo "$want" >"$stamp"
}

case ${1:-all} in
    missing) missing ;;
    all | tests) # two statements: joined by && a failing step inside would not stop the script
        system_packages
        environment "$venv" "$lock"
        ;;
    package | windows)
        system_packages
        environment "$venv" "$lock"
        mkdir -p "$here/../var"
        environment "$here/../var/package-tools" "$here/package.lock"
        ;;
    *) echo "usage: build/setup.sh [tests | package | windows | missing]" >&2; exit 2 ;;
esac

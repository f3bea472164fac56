#!/bin/sh
# Takes Wangge Console out of this user's home; his own settings and data stay, or go with --with-data.
set -eu

prefix=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
[ -e "$prefix/installed-files" ] || { echo "$prefix: no list of installed files" >&2; exit 1; }
up() { # takes away folder $1 and those above it that hold nothing any more
    folder=$1
    while [ "$folder" != "$HOME" ] && [ "$folder" != / ] && rmdir "$folder" 2>/dev/null; do
        folder=$(dirname "$folder")
    done
}

while read -r file; do
    rm -f "$file"
    up "$(dirname "$file")"
done <"$prefix/installed-files"
if [ "${1:-}" = --with-data ]; then
    for place in "${XDG_CONFIG_HOME:-$HOME/.config}" "${XDG_DATA_HOME:-$HOME/.local/share}" \
        "${XDG_STATE_HOME:-$HOME/.local/state}" "${XDG_CACHE_HOME:-$HOME/.cache}"; do
        rm -rf "$place/wangge-console"
        up "$place"
    done
fi
rm -rf "$prefix"
up "$(dirname "$prefix")"
exit 0

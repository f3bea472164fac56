#!/bin/sh
# Puts Wangge Console into this user's home; run by the portable installer, after unpacking.
#
#   WanggeConsole-….run                                   puts it in, or a newer one over it
#   WanggeConsole-….run -- --prefix DIR                   elsewhere than ~/.local/opt/wangge-console
#   WanggeConsole-….run -- --database URL --ca FILE --seat NAME   the machine's settings, for this user
#   ~/.local/opt/wangge-console/uninstall [--with-data]   takes it out
set -eu

prefix=$HOME/.local/opt/wangge-console
database='' ca='' seat=''
while [ $# -gt 0 ]; do
    case $1 in
        --prefix) prefix=$2; shift 2 ;;
        --database) database=$2; shift 2 ;;
        --ca) ca=$2; shift 2 ;;
        --seat) seat=$2; shift 2 ;;
        *) echo "usage: … -- [--prefix DIR] [--database URL] [--ca FILE] [--seat NAME]" >&2; exit 2 ;;
    esac
done

said() { # one sentence in the user's language: $1 Chinese, $2 English
    case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in zh*) echo "$1" ;; *) echo "$2" ;; esac
}

glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | cut -d' ' -f2)
glibc=${WANGGE_TEST_GLIBC:-${glibc:-0}}
if [ "$(printf '%s\n2.34\n' "$glibc" | sort -V | head -n 1)" != 2.34 ]; then
    said "本系统的 glibc 为 ${glibc}，需要 2.34 或更新（Debian 12、Ubuntu 22.04 起）；未安装任何内容。" \
        "This system has glibc $glibc; 2.34 or newer is needed (Debian 12, Ubuntu 22.04 and later). Nothing was installed." >&2
    exit 1
fi

internal=program/_internal
lacking=$(for file in program/wangge-console "$internal"/PySide6/Qt/plugins/platforms/libqxcb.so \
    "$internal"/PySide6/Qt/lib/libQt6WebEngineCore.so.6; do
    LD_LIBRARY_PATH=$internal:$internal/PySide6/Qt/lib ldd "$file" 2>/dev/null
done | sed -n 's/^[[:space:]]*\([^ ]*\) => not found.*/\1/p' | sort -u | tr '\n' ' ')
if [ -n "$lacking" ]; then
    said "本系统缺少以下库，请先安装（.deb 安装包会自动安装）：$lacking" \
        "This system lacks these libraries; install them first (the .deb brings them along): $lacking" >&2
    exit 1
fi

data=${XDG_DATA_HOME:-$HOME/.local/share}
units=${XDG_CONFIG_HOME:-$HOME/.config}/systemd/user
binaries=$HOME/.local/bin
[ -x "$prefix/uninstall" ] && "$prefix/uninstall"
mkdir -p "$(dirname "$prefix")" "$data" "$binaries"
mv program "$prefix"
list=$prefix/installed-files
: >"$list.new"

put() { # file $1 to place $2, remembered for the uninstaller
    mkdir -p "$(dirname "$2")"
    cp "$1" "$2"
    echo "$2" >>"$list.new"
}

(cd share && find . -type f) | while read -r file; do put "share/$file" "$data/${file#./}"; done
for file in systemd/*.service; do
    [ -e "$file" ] && put "$file" "$units/${file##*/}" && sed -i "s#/usr/bin/#$binaries/#" "$units/${file##*/}"
done
for file in "$data"/applications/wangge-console*.desktop; do
    sed -i "s#^Exec=wangge-console#Exec=\"$prefix/wangge-console\"#" "$file"
done
for name in wangge wangge-console; do
    ln -sf "$prefix/$name" "$binaries/$name"
    echo "$binaries/$name" >>"$list.new"
done
mv "$list.new" "$list"
cp uninstall.sh "$prefix/uninstall"
cp version "$prefix/installed-version"

if [ -n "$database$ca$seat" ]; then
    own=${XDG_CONFIG_HOME:-$HOME/.config}/wangge-console
    mkdir -p "$own"
    for pair in "database=$database" "ca=$ca" "seat=$seat"; do
        [ -n "${pair#*=}" ] && printf '%s = "%s"\n' "${pair%%=*}" "$(printf %s "${pair#*=}" | sed 's/[\\"]/\\&/g')"
    done >"$own/console.toml" || true
fi

if [ "$(cat /proc/sys/kernel/apparmor_restrict_unprivileged_userns 2>/dev/null)" = 1 ]; then
    sed "s#/usr/lib/wangge-console/#$prefix/#" apparmor >"$prefix/apparmor"
    said "本系统限制用户命名空间，地图需要一次性授权：sudo cp $prefix/apparmor /etc/apparmor.d/wangge-console && sudo apparmor_parser -r /etc/apparmor.d/wangge-console" \
        "This system restricts user namespaces; the map needs this once: sudo cp $prefix/apparmor /etc/apparmor.d/wangge-console && sudo apparmor_parser -r /etc/apparmor.d/wangge-console"
fi
said "已安装到 ${prefix}；命令行：$binaries/wangge" "Installed into $prefix; on a command line: $binaries/wangge"

#!/bin/sh
# Installs the Light Node from the folder that its bundle was unpacked into. Run as root: ./deploy/install.sh
# With DESTDIR=DIR it installs into DIR as for an image of a disk: it makes no user and starts nothing.
# It is repeatable: what is configured stays, the program is replaced.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
root=${DESTDIR:-}
home=$root/var/lib/access-layer

case "$(uname -m)" in
  x86_64) machine=x64 ;;
  aarch64) machine=arm64 ;;
  *) machine=$(uname -m) ;;
esac
grep -q "\"architecture\": \"$machine\"" "$here/release.json" || [ -n "$root" ] || {
  echo "this bundle is for another processor than $machine: see $here/release.json" >&2
  exit 1
}
[ -n "$root" ] || [ "$(id -u)" = 0 ] || { echo "run it as root" >&2; exit 1; }

if [ -z "$root" ]; then
  systemctl stop access-layer-light-node 2> /dev/null || true
  id access-layer > /dev/null 2>&1 ||
    useradd --system --home-dir /var/lib/access-layer --shell /usr/sbin/nologin access-layer
  usermod -a -G dialout access-layer
fi

mkdir -p "$root/usr/lib/access-layer" "$root/etc/systemd/system" "$root/usr/bin" "$home/slots"
cp "$here/deploy/launch" "$root/usr/lib/access-layer/launch"
cp "$here/deploy/access-layer-node" "$root/usr/bin/access-layer-node"
chmod 755 "$root/usr/lib/access-layer/launch" "$root/usr/bin/access-layer-node"
cp "$here/deploy/light-node.example.yaml" "$here/LICENSE" "$here/PACKAGES" "$root/usr/lib/access-layer/"
cp "$here/deploy/access-layer-light-node.service" "$root/etc/systemd/system/"
cp "$here/deploy/journald@access-layer.conf" "$root/etc/systemd/"

slot=a
[ "$(readlink "$home/current" 2> /dev/null || true)" = slots/a ] && slot=b
rm -rf "$home/slots/$slot" "$home/slots/$slot.next"
mkdir "$home/slots/$slot.next"
cp -R "$here/bin" "$here/app" "$here/release.json" "$home/slots/$slot.next/"
mv "$home/slots/$slot.next" "$home/slots/$slot"
rm -f "$home/trial" "$home/current.next"
ln -s "slots/$slot" "$home/current.next"
mv -T "$home/current.next" "$home/current"
sync

if [ -z "$root" ]; then
  chown -R access-layer:access-layer "$home"
  chmod 700 "$home"
  systemctl daemon-reload
  systemctl enable access-layer-light-node
  echo "Installed. Now: access-layer-node enroll CODE --url URL --meter HOST (or --rtu DEVICE),"
  echo "and then:       systemctl start access-layer-light-node"
else
  echo "Installed into $root"
fi

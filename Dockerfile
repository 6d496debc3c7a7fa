# One container with everything: the product, MariaDB and Redis. Data lives in /data; nothing else is written but /tmp.
#   docker run -p 8080:8080 -v beika:/data --stop-timeout 40 beika
# Given DATABASE_URL and REDIS_URL it runs none of its own, and any number of it may run side by side.
ARG NODE_IMAGE=docker.io/library/node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-progress \
 && cd node_modules/onnxruntime-node/bin \
 # The recognition engine brings its binaries for six platforms: 240 MB that never run here.
 && find . -mindepth 2 -maxdepth 2 -type d ! -name linux -exec rm -r {} + \
 && find . -mindepth 3 -maxdepth 3 -type d ! -name "$(node -p process.arch)" -exec rm -r {} +

FROM ${NODE_IMAGE}
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends mariadb-server-core redis-tools tini \
 && rm -rf /var/lib/apt/lists/* /var/log/apt /var/log/dpkg.log \
 && groupadd --gid 10001 beika \
 && useradd --uid 10001 --gid beika --no-create-home --home-dir /tmp --shell /usr/sbin/nologin beika \
 && install -d -o beika -g beika -m 0700 /data
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY . .

ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data
LABEL org.opencontainers.image.title="beika" \
      org.opencontainers.image.description="备卡：ICP 备案与卡密，一个容器"
USER 10001:10001
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["node", "scripts/healthcheck.mjs"]
ENTRYPOINT ["tini", "--"]
CMD ["node", "src/supervisor.ts"]

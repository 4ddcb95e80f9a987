# One image for both roles of the service: `docker run … mindbot api` and `docker run … mindbot agent`.
# Debian, not Alpine: LiveKit's native parts are built for glibc.
FROM node:24-bookworm-slim AS manifests
WORKDIR /app
ENV ONNXRUNTIME_NODE_INSTALL=skip
COPY package.json package-lock.json .npmrc ./
COPY platform/package.json platform/
COPY supabase/package.json supabase/
COPY sdk/package.json sdk/
COPY api/package.json api/
COPY agent/package.json agent/
COPY web/package.json web/
COPY local/package.json local/
COPY tests/package.json tests/

FROM manifests AS build
RUN npm install --no-save
COPY sdk sdk
COPY web web
COPY tsconfig.json ./
RUN npm run build -w @mindbot/web

FROM manifests AS packages
RUN npm install --no-save --omit=dev -w @mindbot/platform -w @mindbot/supabase -w @mindbot/api -w @mindbot/agent

FROM node:24-bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV NODE_ENV=production LOG_FORMAT=json HOST=0.0.0.0 PORT=3000
COPY --from=packages /app ./
COPY platform platform
COPY supabase supabase
COPY api api
COPY agent agent
COPY sdk/openapi.json sdk/openapi.json
COPY --from=build /app/web/dist web/dist
COPY docker/run.sh docker/healthcheck.mjs docker/
USER node
EXPOSE 3000
# An agent finishes its calls after SIGTERM, then hands them over: docs/deploy.md says how long it needs.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["node", "docker/healthcheck.mjs"]
ENTRYPOINT ["/bin/sh", "docker/run.sh"]
CMD ["api"]

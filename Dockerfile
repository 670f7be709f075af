# Gateway and mail server. Releases come from the store: the same image serves every release.
FROM node:24-bookworm-slim AS install
WORKDIR /app
COPY . .
RUN npx --yes pnpm@12.20.0 install --frozen-lockfile --prod --filter "@atrium/server..."

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data ATRIUM_STORE=/store ATRIUM_DEMO=off
WORKDIR /app
COPY --from=install /app .
RUN mkdir /data /store && chown node:node /data /store
USER node
VOLUME ["/data", "/store"]
EXPOSE 3000
HEALTHCHECK --interval=10s --start-period=10s CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server/src/main.ts"]

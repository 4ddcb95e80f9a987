#!/bin/sh
# Starts the role named by the command; `exec` lets it receive the engine's signals itself.
set -eu
role="${1:-api}"
echo "$role" > /tmp/mindbot-role
case "$role" in
  api) exec node api/src/main.ts ;;
  agent) exec node agent/src/main.ts start ;;
  *)
    echo "Unknown role '$role': use 'api' or 'agent'." >&2
    exit 64
    ;;
esac

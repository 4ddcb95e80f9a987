// Runs the real LiveKit server on loopback, with keys of its own and webhooks to the api.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findLivekitServer } from '../../scripts/setup/livekit-server.mjs';
import { type ChildPart, startChildPart } from './child-part.ts';
import type { StackContext } from './stack-context.ts';

/** Everything is bound to loopback, and so are the addresses offered to browsers, unless told. */
function configOf({ ports, secrets, settings, livekitAddress }: StackContext): string {
  // `info` tells of every participant.
  const logLevel = settings.LOCAL_LIVEKIT_LOG_LEVEL === 'info' ? 'info' : 'warn';
  return JSON.stringify({
    port: ports.livekit,
    bind_addresses: [...new Set(['127.0.0.1', livekitAddress])],
    keys: { [secrets.livekitApiKey]: secrets.livekitApiSecret },
    rtc: {
      // It binds media over TCP to every address of the machine: on loopback alone there is none.
      tcp_port: livekitAddress === '127.0.0.1' ? 0 : ports.livekitTcp,
      udp_port: ports.livekitUdp,
      use_external_ip: false,
      node_ip: livekitAddress,
      enable_loopback_candidate: true,
      // Media leaves by the one address that is offered; any other would be answered by nobody.
      ...(livekitAddress === '127.0.0.1'
        ? { interfaces: { includes: ['lo'] } }
        : { ips: { includes: [`${livekitAddress}/32`] } }),
    },
    room: { empty_timeout: 60, departure_timeout: 20 },
    webhook: {
      api_key: secrets.livekitApiKey,
      urls: [`http://127.0.0.1:${ports.api}/webhooks/livekit`],
    },
    // The server itself passes over workers on a busy machine, whatever they say they can take:
    // with the default of 0.7 a call on two cores often finds "no servers available".
    agents: { target_load: 100 },
    logging: { json: true, level: logLevel },
  });
}

/**
 * Starts the server and waits until it answers.
 * @throws {Error} when there is no such program on this machine, or it does not start.
 */
export async function startLivekitServer(context: StackContext): Promise<ChildPart> {
  const command = findLivekitServer();
  if (command === undefined) {
    throw new Error('There is no LiveKit server. Run `node scripts/setup.mjs start` first.');
  }
  // YAML is a superset of JSON. The file carries the keys, so it is for this user alone.
  const configPath = join(context.dataDir, 'livekit.yaml');
  writeFileSync(configPath, configOf(context), { mode: 0o600 });
  return startChildPart({
    name: 'livekit',
    command,
    args: ['--config', configPath, '--node-ip', context.livekitAddress],
    environment: { PATH: process.env.PATH, HOME: process.env.HOME },
    isReady: async () => (await fetch(`http://127.0.0.1:${context.ports.livekit}/`)).ok,
    onLine: context.lineSink('livekit'),
    isRestarted: false,
    // It waits for its rooms to empty, which nobody does who stops a local stack.
    stopTimeoutMs: 500,
    onDeath: context.onDeath,
    onPid: (pid) => context.processes.record('livekit', pid),
    signal: context.signal,
  });
}

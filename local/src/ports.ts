// The ports of the local stack: where they are configured, and whether they are free.
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { portVariable, readEnvironment } from '@mindbot/platform/env';
import { z } from 'zod';
import { findFreePort } from './free-port.ts';
import { PortTakenError } from './port-taken.ts';

/** One loopback port for each server of the stack. */
export type Ports = {
  api: number;
  postgres: number;
  supabase: number;
  livekit: number;
  livekitTcp: number;
  livekitUdp: number;
  speech: number;
  email: number;
  smtp: number;
  stripe: number;
  agent: number;
  agentMetrics: number;
};

const variables: Record<keyof Ports, string> = {
  api: 'PORT',
  postgres: 'LOCAL_POSTGRES_PORT',
  supabase: 'LOCAL_SUPABASE_PORT',
  livekit: 'LOCAL_LIVEKIT_PORT',
  livekitTcp: 'LOCAL_LIVEKIT_PORT',
  livekitUdp: 'LOCAL_LIVEKIT_PORT',
  speech: 'LOCAL_SPEECH_PORT',
  email: 'LOCAL_EMAIL_PORT',
  smtp: 'LOCAL_SMTP_PORT',
  stripe: 'LOCAL_STRIPE_PORT',
  agent: 'AGENT_HEALTH_PORT',
  agentMetrics: 'AGENT_METRICS_PORT',
};

const portsSchema = z.object({
  PORT: portVariable.default(3000),
  LOCAL_POSTGRES_PORT: portVariable.default(54_322),
  LOCAL_SUPABASE_PORT: portVariable.default(54_321),
  LOCAL_LIVEKIT_PORT: portVariable.default(7880),
  LOCAL_SPEECH_PORT: portVariable.default(54_330),
  LOCAL_EMAIL_PORT: portVariable.default(54_324),
  LOCAL_SMTP_PORT: portVariable.default(54_325),
  LOCAL_STRIPE_PORT: portVariable.default(54_331),
  AGENT_HEALTH_PORT: portVariable.default(8081),
  AGENT_METRICS_PORT: portVariable.default(9464),
});

/** The ports the environment asks for. @throws {EnvironmentError} when one is no port. */
export function readPorts(environment: Record<string, string | undefined>): Ports {
  const read = readEnvironment(portsSchema, environment);
  return {
    api: read.PORT,
    postgres: read.LOCAL_POSTGRES_PORT,
    supabase: read.LOCAL_SUPABASE_PORT,
    livekit: read.LOCAL_LIVEKIT_PORT,
    livekitTcp: read.LOCAL_LIVEKIT_PORT + 1,
    livekitUdp: read.LOCAL_LIVEKIT_PORT + 2,
    speech: read.LOCAL_SPEECH_PORT,
    email: read.LOCAL_EMAIL_PORT,
    smtp: read.LOCAL_SMTP_PORT,
    stripe: read.LOCAL_STRIPE_PORT,
    agent: read.AGENT_HEALTH_PORT,
    agentMetrics: read.AGENT_METRICS_PORT,
  };
}

/** Ports that were free a moment ago, for stacks that run beside others. */
export async function chooseFreePorts(): Promise<Ports> {
  const names = Object.keys(variables) as (keyof Ports)[];
  const ports = new Set<number>();
  while (ports.size < names.length) ports.add(await findFreePort());
  return Object.fromEntries([...ports].map((port, index) => [names[index], port])) as Ports;
}

const isTcpPortFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

const isUdpPortFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind(port, '127.0.0.1', () => socket.close(() => resolve(true)));
  });

/**
 * Makes sure that every port is free before anything starts.
 * @throws {PortTakenError} naming each taken port and the variable that changes it.
 */
export async function checkPorts(ports: Ports, used: readonly (keyof Ports)[]): Promise<void> {
  const complaints: string[] = [];
  for (const name of used) {
    const port = ports[name];
    const isFree = name === 'livekitUdp' ? isUdpPortFree : isTcpPortFree;
    if (await isFree(port)) continue;
    complaints.push(`  port ${port} (${name}): choose another by ${variables[name]} in .env`);
  }
  if (complaints.length === 0) return;
  throw new PortTakenError(`Another program uses a port that is needed:\n${complaints.join('\n')}`);
}

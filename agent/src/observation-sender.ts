// Tells the worker what is seen in a job: a datagram each, so that no call ever waits for a number.
import { createSocket } from 'node:dgram';
import { INTAKE_VARIABLE, type Observation } from './observations.ts';

/** Sends observations. */
export interface ObservationSender {
  /** Never throws and never waits; what the worker does not hear is lost. */
  send: (observation: Observation) => void;
  /** Sends a last one and resolves when it is on its way. */
  finish: (observation: Observation) => Promise<void>;
}

/** The sender of this process; without a worker that listens, what is sent goes nowhere. */
export function createObservationSender(
  intake: string | undefined = process.env[INTAKE_VARIABLE],
): ObservationSender {
  const [port, token] = intake?.split(':') ?? [];
  if (!port || !token) return { send: () => {}, finish: async () => {} };
  const socket = createSocket('udp4');
  socket.on('error', () => {});
  socket.unref();
  const post = (observation: Observation, onSent?: () => void) => {
    const text = JSON.stringify({ token, pid: process.pid, observation });
    socket.send(text, Number(port), '127.0.0.1', () => onSent?.());
  };
  return {
    send: (observation) => post(observation),
    finish: (observation) => new Promise((resolve) => post(observation, resolve)),
  };
}

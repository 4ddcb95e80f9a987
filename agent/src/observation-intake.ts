// Hears what the worker's own jobs have seen, on loopback and from nobody else.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { INTAKE_VARIABLE, type Observation, observationPacketSchema } from './observations.ts';

/** An open intake. */
export interface ObservationIntake {
  /** What {@link INTAKE_VARIABLE} must hold in the jobs. */
  address: string;
  close: () => void;
}

/**
 * Opens it at a port of the system's choice and puts the address into this process's environment,
 * which its jobs inherit.
 */
export async function openObservationIntake(
  hear: (pid: number, observation: Observation) => void,
): Promise<ObservationIntake> {
  const token = randomBytes(24).toString('hex');
  const socket = createSocket('udp4');
  socket.on('message', (message) => {
    const packet = parsePacket(message);
    if (packet === null || !isSameToken(packet.token, token)) return;
    hear(packet.pid, packet.observation);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(0, '127.0.0.1', resolve);
  });
  socket.removeAllListeners('error');
  socket.on('error', () => {}); // A datagram that cannot be read costs a number, not the worker.
  socket.unref();
  const address = `${socket.address().port}:${token}`;
  process.env[INTAKE_VARIABLE] = address;
  return { address, close: () => socket.close() };
}

function parsePacket(message: Buffer) {
  try {
    return observationPacketSchema.parse(JSON.parse(message.toString('utf8')));
  } catch {
    return null;
  }
}

function isSameToken(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

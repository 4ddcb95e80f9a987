// Guards that ports are looked at before anything starts, and that the message says what to change.
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { PortTakenError } from './port-taken.ts';
import { checkPorts, chooseFreePorts, type Ports, readPorts } from './ports.ts';

const names = (ports: Ports) => Object.keys(ports) as (keyof Ports)[];

test('has the documented defaults', () => {
  expect(readPorts({})).toEqual({
    api: 3000,
    postgres: 54_322,
    supabase: 54_321,
    livekit: 7880,
    livekitTcp: 7881,
    livekitUdp: 7882,
    speech: 54_330,
    email: 54_324,
    smtp: 54_325,
    stripe: 54_331,
    agent: 8081,
    agentMetrics: 9464,
  });
});

test('each can be changed, and LiveKit takes the two after its own', () => {
  expect(readPorts({ LOCAL_LIVEKIT_PORT: '9000', PORT: '8000' })).toMatchObject({
    api: 8000,
    livekit: 9000,
    livekitTcp: 9001,
    livekitUdp: 9002,
  });
});

test.each(['0', '70000', 'abc', '3000.5'])('refuses %s as a port', (PORT) => {
  expect(() => readPorts({ PORT })).toThrow(/PORT/);
});

test('free ports are all different, and pass the check', async () => {
  const ports = await chooseFreePorts();
  expect(new Set(Object.values(ports)).size).toBe(names(ports).length);
  await expect(checkPorts(ports, names(ports))).resolves.toBeUndefined();
});

test('a taken TCP port is named with the variable that changes it', async () => {
  const ports = await chooseFreePorts();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(ports.supabase, '127.0.0.1', resolve));
  const check = checkPorts(ports, names(ports));
  await expect(check).rejects.toThrow(PortTakenError);
  await expect(check).rejects.toThrow(`port ${ports.supabase} (supabase)`);
  await expect(check).rejects.toThrow('LOCAL_SUPABASE_PORT');
  await expect(checkPorts(ports, ['api', 'agent'])).resolves.toBeUndefined();
  server.close();
});

test('a taken UDP port is found too', async () => {
  const ports = await chooseFreePorts();
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(ports.livekitUdp, '127.0.0.1', resolve));
  await expect(checkPorts(ports, ['livekitUdp'])).rejects.toThrow('LOCAL_LIVEKIT_PORT');
  socket.close();
});

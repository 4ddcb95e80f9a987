// Stands between two processes and can lose what one answers the other, as a network does.
import { createServer, type Socket, connect as tcpConnect } from 'node:net';

/** Where to listen and where to pass on to. */
export interface TcpProxyOptions {
  to: { host: string; port: number };
  /** Loopback without it. */
  listenAt?: { host: string; port: number };
  /**
   * Told of what a client sends before it is passed on. True loses the next answer: the server gets
   * and does all that was sent, the client gets nothing, and the connection ends `loseAfterMs` later.
   */
  losesAnswerTo?: (sent: Buffer) => boolean;
  loseAfterMs?: number;
}

/** A running proxy. */
export interface TcpProxy {
  port: number;
  /** How many answers were lost so far. */
  lost: () => number;
  stop: () => Promise<void>;
}

const LOSE_AFTER_MS = 400;

/** Starts it. */
export async function startTcpProxy(options: TcpProxyOptions): Promise<TcpProxy> {
  const { to, listenAt, losesAnswerTo = () => false, loseAfterMs = LOSE_AFTER_MS } = options;
  const sockets = new Set<Socket>();
  let lost = 0;
  const server = createServer((client) => {
    const upstream = tcpConnect(to.port, to.host);
    let isLosing = false;
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    client.on('data', (sent) => {
      if (!isLosing && losesAnswerTo(sent)) {
        isLosing = true;
        lost += 1;
        setTimeout(() => client.destroy(), loseAfterMs);
      }
      upstream.write(sent);
    });
    upstream.on('data', (answer) => {
      if (!isLosing) client.write(answer);
    });
  });
  const { host, port } = listenAt ?? { host: '127.0.0.1', port: 0 };
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    lost: () => lost,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

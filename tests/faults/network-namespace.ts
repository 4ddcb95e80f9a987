// A network of its own for a caller, behind a router that can be cut: namespaces of the Linux kernel.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** A caller's network while it stands. */
export interface CallerNetwork {
  /** This machine as the caller reaches it. */
  hostAddress: string;
  /** What a command must begin with to run there. */
  prefix: readonly string[];
  /** The router passes nothing on any more, in either direction; nobody's link goes down. */
  cut: () => void;
  mend: () => void;
  remove: () => void;
}

/** Why there can be no such network here; null when there can. */
export function whyNoNamespaces(): string | null {
  if (process.platform !== 'linux') return 'network namespaces are a thing of Linux';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  const hasIp = ['/usr/sbin/ip', '/sbin/ip', '/usr/bin/ip', '/bin/ip'].some(existsSync);
  return hasIp ? null : 'there is no `ip` here';
}

const ip = (...words: string[]) =>
  void execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] });

/**
 * Makes host, router and caller: the cable is pulled between the last two by telling the router to
 * forward nothing, so that neither end sees its own link fail, as with a dead access point.
 * @throws {Error} when the kernel refuses.
 */
export function makeCallerNetwork(): CallerNetwork {
  const mark = String(process.pid % 10_000);
  const router = `mbr${mark}`;
  const caller = `mbc${mark}`;
  // Of 198.18.0.0/15, which is for tests of networks.
  const net = (part: number, host: number) => `198.18.${part}.${host}`;
  const remove = () => {
    for (const name of [router, caller]) {
      try {
        ip('netns', 'del', name);
      } catch {
        // It was not made.
      }
    }
  };
  const forward = (isOn: boolean) =>
    void execFileSync('ip', [
      'netns',
      'exec',
      router,
      'sysctl',
      '-qw',
      `net.ipv4.ip_forward=${isOn ? 1 : 0}`,
    ]);
  try {
    ip('netns', 'add', router);
    ip('netns', 'add', caller);
    ip('link', 'add', `mbh${mark}`, 'type', 'veth', 'peer', 'name', 'up0', 'netns', router);
    ip(
      '-n',
      router,
      'link',
      'add',
      'down0',
      'type',
      'veth',
      'peer',
      'name',
      'eth0',
      'netns',
      caller,
    );
    ip('addr', 'add', `${net(1, 1)}/24`, 'dev', `mbh${mark}`);
    ip('link', 'set', `mbh${mark}`, 'up');
    ip('-n', router, 'addr', 'add', `${net(1, 2)}/24`, 'dev', 'up0');
    ip('-n', router, 'addr', 'add', `${net(2, 2)}/24`, 'dev', 'down0');
    for (const link of ['lo', 'up0', 'down0']) ip('-n', router, 'link', 'set', link, 'up');
    ip('-n', caller, 'addr', 'add', `${net(2, 1)}/24`, 'dev', 'eth0');
    for (const link of ['lo', 'eth0']) ip('-n', caller, 'link', 'set', link, 'up');
    ip('-n', caller, 'route', 'add', 'default', 'via', net(2, 2));
    ip('route', 'add', `${net(2, 0)}/24`, 'via', net(1, 2));
    forward(true);
  } catch (error) {
    remove();
    throw error;
  }
  return {
    hostAddress: net(1, 1),
    prefix: ['ip', 'netns', 'exec', caller],
    cut: () => forward(false),
    mend: () => forward(true),
    remove,
  };
}

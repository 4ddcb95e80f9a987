// The whole examination: machine, settings, and everything that can be asked, in the order of a start.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { projectDir } from '../../../scripts/setup/cache-paths.mjs';
import { findDatabaseUrl } from '../find-database.ts';
import { type HostedParts, readHostedParts } from '../hosted.ts';
import { readPorts } from '../ports.ts';
import { findSupervisor } from '../process-list.ts';
import { createSecrets, readSecrets } from '../secrets.ts';
import { serviceEnvironment } from '../service-environment.ts';
import { checkDatabase } from './check-database.ts';
import { checkDisk, checkFreePorts, checkInstalled } from './check-machine.ts';
import { checkInherited, checkNames, namesIn } from './check-names.ts';
import {
  checkLivekit,
  checkMail,
  checkOwnProcesses,
  checkProviders,
  checkStripe,
} from './check-services.ts';
import { checkContradictions, checkParsing } from './check-settings.ts';
import { type Finding, fail, ok, type Settings } from './finding.ts';

/** What is examined. */
export interface Examination {
  /** As the services would be started with: .env and this process's environment. */
  settings: Settings;
  /** The text of .env; null when there is none. */
  dotenv: string | null;
  dataDir: string;
}

/** A heading and what was found under it. */
export interface Section {
  title: string;
  findings: Finding[];
}

/** What the services are given, as far as it can be known while none runs. */
function effectiveSettings({ settings, dataDir }: Examination, hosted: HostedParts): Settings {
  const ports = readPorts(settings);
  // Looking makes nothing: a folder without keys gets them at the first start.
  const hasSecrets = existsSync(resolve(dataDir, 'secrets.json'));
  const secrets = hasSecrets ? readSecrets(dataDir) : createSecrets();
  const isLocal = existsSync(resolve(dataDir, 'postgres', 'owner-password'));
  return serviceEnvironment({
    settings,
    hosted,
    ports,
    secrets,
    url: settings.PUBLIC_URL || `http://127.0.0.1:${ports.api}`,
    livekitAddress: '127.0.0.1',
    databaseUrl:
      isLocal || hosted.supabase ? findDatabaseUrl(settings, dataDir) : 'postgres://none',
    supabaseUrl: `http://127.0.0.1:${ports.supabase}`,
    emailUrl: hosted.email ? null : `http://127.0.0.1:${ports.email}`,
    smtpUrl: settings.SMTP_URL || `smtp://127.0.0.1:${ports.smtp}`,
    sender: settings.EMAIL_FROM || 'MindBot <mindbot@localhost>',
  });
}

/** Examines everything, telling of each section as it is done. */
export async function examine(
  examination: Examination,
  tell: (section: Section) => void,
): Promise<Finding[]> {
  const all: Finding[] = [];
  const section = async (title: string, work: Promise<Finding[]> | Finding[]) => {
    const findings = await work;
    all.push(...findings);
    if (findings.length > 0) tell({ title, findings });
  };
  const { settings, dotenv, dataDir } = examination;
  const known = namesIn(readFileSync(resolve(projectDir, '.env.example'), 'utf8'));
  await section('Settings', [
    ...(dotenv === null
      ? [ok('There is no .env: all defaults')]
      : checkNames(namesIn(dotenv), known)),
    ...checkInherited(settings, known),
  ]);
  let hosted: HostedParts;
  let effective: Settings;
  try {
    hosted = readHostedParts(settings);
    effective = effectiveSettings(examination, hosted);
  } catch (error) {
    await section('Settings', [
      fail((error as Error).message, 'Nothing more can be asked before.'),
    ]);
    return all;
  }
  const parsing = checkParsing(effective);
  await section('Settings', [...parsing, ...checkContradictions(settings, hosted)]);
  await section('Machine', [...checkInstalled(hosted), ...(await checkDisk(dataDir))]);
  if (parsing.some(({ level }) => level === 'fail')) return all;

  const isRunning = findSupervisor(dataDir) !== null;
  const isAsked = (isHosted: boolean) => isHosted || isRunning;
  // With everything hosted, whoever has the ports is most likely the service itself: see below.
  if (!isRunning && !hosted.supabase) {
    await section('Ports', checkFreePorts(readPorts(settings), hosted));
  }
  if (isAsked(hosted.supabase)) {
    await section('Database', checkDatabase(effective.DATABASE_URL ?? ''));
  }
  if (isAsked(hosted.livekit)) await section('LiveKit', checkLivekit(effective));
  if (isAsked(hosted.speech)) await section('Speech and language', checkProviders(effective));
  if (isAsked(hosted.stripe)) await section('Payments', checkStripe(effective));
  if (isAsked(hosted.email)) await section('Mail', checkMail(effective.SMTP_URL ?? ''));
  await section(
    'Service',
    isRunning || hosted.supabase
      ? checkOwnProcesses(effective)
      : [ok('The local stack does not run, so its parts were not asked: npm start')],
  );
  return all;
}

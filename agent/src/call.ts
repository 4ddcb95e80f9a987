// One running call: session, voice, meter, transcript and room tied together.
import { setTimeout as delay } from 'node:timers/promises';
import { type JobContext, type VAD, voice } from '@livekit/agents';
import type { EndedReason } from '@mindbot/platform/ended-reasons';
import type { Logger } from '@mindbot/platform/logging';
import { createAgent } from './agent.ts';
import { Announcer } from './announcer.ts';
import type { CallClock } from './call-clock.ts';
import { CallObserver } from './call-observer.ts';
import { CallStory } from './call-story.ts';
import { acceptCallerRequests } from './caller-requests.ts';
import { receiveClientTimings } from './client-timings.ts';
import type { AgentEnvironment } from './environment.ts';
import { expectTeardown } from './framework-log.ts';
import { untilQuiet } from './hand-over.ts';
import type { Ledger } from './ledger.ts';
import type { Activation } from './ledger-answers.ts';
import { meterConfig } from './meter-config.ts';
import { MeterRunner } from './meter-runner.ts';
import type { ObservationSender } from './observation-sender.ts';
import { rideOutOutages } from './outage.ts';
import { phrases } from './phrases.ts';
import type { PreparedSpeech } from './prepared-speech.ts';
import type { Presence } from './presence.ts';
import { ProviderHealth } from './provider-health.ts';
import { Publisher } from './publisher.ts';
import { createSession, startSession } from './session.ts';
import { watchSignsOfLife } from './signs-of-life.ts';
import { createSpeech, type Speech } from './speech.ts';
import { createCallEffects } from './spoken-effects.ts';
import { acceptTextInput } from './text-input.ts';
import type { CallTools } from './tools/call-tools.ts';
import { Transcript } from './transcript.ts';
import { UsageRecorder } from './usage.ts';

/** Between the last event and the end of the room, so that the event arrives. */
const LAST_EVENT_MS = 30;
/** A closing sentence the model never finishes ends the call all the same. */
const CLOSING_LIMIT_MS = 10_000;

/** What a call is made of once its job has taken it over. */
export interface CallOptions {
  ctx: JobContext;
  env: AgentEnvironment;
  vad: VAD;
  clock: CallClock;
  logger: Logger;
  ledger: Ledger;
  presence: Presence;
  activation: Activation;
  userIdentity: string;
  /** Tells the worker what is seen. */
  sender: ObservationSender;
  /** When the job began, by the clock. */
  startedAtMs: number;
}

/** A call from its activation to its last saved line. */
export class Call {
  private readonly options: CallOptions;
  private readonly health: ProviderHealth;
  private readonly story: CallStory;
  private readonly observer: CallObserver;
  private readonly speech: Speech;
  private readonly announcer: Announcer;
  private readonly opening: PreparedSpeech;
  private readonly session: voice.AgentSession;
  private readonly meter: MeterRunner;
  private readonly publisher: Publisher;
  private readonly transcript: Transcript;
  private readonly usage: UsageRecorder;
  private readonly saidOnce = new Set<string>();

  /** Starts to synthesize the first sentence at once, while the room is still being joined. */
  constructor(options: CallOptions) {
    this.options = options;
    const { ctx, env, vad, clock, logger, ledger, activation } = options;
    this.story = new CallStory({ ledger, clock, logger });
    this.observer = new CallObserver({
      ...options,
      story: this.story,
      heldMs: activation.heldMs,
      presentSinceMs: () => options.presence.bothSinceMs,
    });
    this.health = new ProviderHealth((part) => this.observer.providerFailed(part));
    this.speech = createSpeech(env, activation.assistant, vad, this.health, () =>
      this.sayOnce(phrases.cannotHear),
    );
    this.announcer = new Announcer(this.speech.tts, logger);
    this.opening = this.announcer.prepare(
      activation.isResumed ? phrases.resumed : activation.assistant.greeting,
    );
    this.publisher = new Publisher(ctx.room, logger);
    this.usage = new UsageRecorder(this.speech.usage, logger, (latency) =>
      this.observer.answered(latency),
    );
    this.transcript = new Transcript({
      ledger,
      clock,
      logger,
      firstPosition: (activation.transcript.at(-1)?.position ?? -1) + 1,
      lengthMsOf: (text) => this.announcer.lengthMsOf(text),
    });
    const config = meterConfig(env, activation.assistant);
    const effects = createCallEffects(this.announcer, this.publisher, (end) => this.leave(end));
    this.meter = new MeterRunner({
      config,
      activation,
      clock,
      logger,
      handOver: ledger.handOver,
      ledger: this.observer.watchLedger(ledger),
      effects: this.observer.watchEffects(effects),
    });
    const { language } = activation.assistant;
    this.session = createSession({ ...options, speech: this.speech, room: ctx.room, language });
  }

  /** Speaks and meters from now on. The room must be connected. */
  async start(): Promise<void> {
    const { ctx, presence, activation, userIdentity } = this.options;
    const agent = createAgent({
      assistant: activation.assistant,
      earlier: activation.transcript,
      call: this.tools(),
    });
    this.followSession();
    await startSession(this.session, agent, { room: ctx.room, userIdentity });
    this.announcer.attach(this.session);
    void this.announcer.say(this.opening);
    const presentSinceMs = presence.bothSinceMs;
    this.meter.dispatch({ type: 'agent_started', presentSinceMs });
    presence.listen((event) => this.meter.dispatch(event));
    this.acceptCallerInput();
    const outages = rideOutOutages({
      ...this.options,
      health: this.health,
      session: this.session,
      announcer: this.announcer,
      retryRecognition: this.speech.retryRecognition,
      onDown: (part, error) => {
        this.observer.providerDown(part, error);
        this.meter.dispatch({ type: 'provider_down' });
      },
      onUp: (part, isOver) => {
        this.observer.providerUp(part);
        if (isOver) this.meter.dispatch({ type: 'provider_up' });
      },
    });
    this.health.onWait = (isWaiting) =>
      this.meter.dispatch({ type: isWaiting ? 'provider_asked' : 'provider_answered' });
    const signsOfLife = watchSignsOfLife({
      room: ctx.room,
      userIdentity,
      clock: this.options.clock,
      onSeen: () => this.meter.dispatch({ type: 'user_seen' }),
    });
    void this.meter.finished.then(() => {
      outages.stop();
      signsOfLife.stop();
    });
  }

  /** Ends the call unless it has ended; resolves when it is settled and the room is left. */
  async end(reason: EndedReason): Promise<void> {
    await this.meter.end(reason);
  }

  /** Gives the call to another worker at its next quiet moment; the caller keeps it. */
  async handOver(): Promise<void> {
    await untilQuiet(this.session, this.options.clock);
    // The next agent is told what was said before.
    await this.transcript.flush();
    this.meter.dispatch({ type: 'hand_over_wanted' });
    await this.meter.finished;
  }

  /** Settles again (a second time changes nothing) and saves what is left. */
  async close(): Promise<void> {
    const { ledger, logger } = this.options;
    await this.end('shutdown');
    await Promise.all([this.transcript.close(), this.story.close()]);
    await ledger
      .recordUsage(this.usage.summary(), null)
      .catch((error) => logger.warn({ err: error }, 'usage could not be saved'));
  }

  private followSession(): void {
    const { AgentStateChanged, Close, UserInputTranscribed } = voice.AgentSessionEventTypes;
    // Node throws an "error" event nobody listens to; the providers have told our health already.
    this.session.on(voice.AgentSessionEventTypes.Error, ({ error }) => {
      this.options.logger.debug({ err: error }, 'the agent session reports an error');
    });
    this.transcript.follow(this.session);
    this.usage.follow(this.session);
    this.observer.followSession(this.session);
    this.session.on(AgentStateChanged, ({ oldState, newState }) => {
      this.options.logger.debug({ oldState, newState }, 'agent state');
      this.meter.dispatch({ type: 'agent_speaking', isSpeaking: newState === 'speaking' });
      this.health.thinks(newState === 'thinking');
    });
    // Recognized words are a sign of life; mere noise is not.
    this.session.on(UserInputTranscribed, ({ isFinal }) => {
      if (isFinal) this.meter.dispatch({ type: 'user_active' });
    });
    this.session.on(Close, ({ reason, error }) => {
      expectTeardown();
      if (this.meter.isEnded) return;
      // The worker closes the session of a job it shuts down; anything else is a failure.
      const isShutdown = reason !== voice.CloseReason.ERROR;
      if (!isShutdown) {
        this.observer.sessionFailed(error);
        this.options.logger.error({ err: error }, 'the agent session failed');
      }
      this.meter.dispatch({
        type: 'end_requested',
        reason: isShutdown ? 'shutdown' : 'agent_failed',
      });
    });
  }

  private acceptCallerInput(): void {
    const { ctx, userIdentity, clock, logger } = this.options;
    acceptTextInput({
      room: ctx.room,
      userIdentity,
      clock,
      logger,
      onMessage: (text) => this.answerTyped(text),
      onTooLong: () => this.sayOnce(phrases.messageTooLong),
    });
    acceptCallerRequests(ctx.room, userIdentity, {
      onInterrupt: () => this.interrupt(),
      onRecheckTime: () => this.meter.dispatch({ type: 'recheck_wanted' }),
      onTimings: receiveClientTimings(logger),
    });
  }

  /** What need not be heard twice in a call. */
  private sayOnce(text: string): void {
    if (this.saidOnce.has(text)) return;
    this.saidOnce.add(text);
    void this.announcer.say(text);
  }

  private answerTyped(text: string): void {
    if (this.meter.isEnded) return;
    this.meter.dispatch({ type: 'user_active' });
    this.interrupt();
    try {
      this.session.generateReply({ userInput: text });
    } catch (error) {
      this.options.logger.warn({ err: error }, 'typed message could not be answered');
    }
  }

  /** Stops the agent's speech as a spoken interruption would; goodbyes go on. */
  private interrupt(): void {
    try {
      this.session.interrupt();
    } catch (error) {
      this.options.logger.debug({ err: error }, 'this speech is not to be interrupted');
    }
  }

  private tools(): CallTools {
    const { ledger, logger, clock } = this.options;
    return {
      ledger,
      logger,
      remainingMs: () => this.meter.remainingMs,
      unreportedMs: () => this.meter.unreportedMs,
      publishEvent: (event) => this.publisher.publishEvent(event),
      endAfter: (reply) => {
        const end = () => this.meter.dispatch({ type: 'end_requested', reason: 'agent_ended' });
        const cancel = clock.setTimer(CLOSING_LIMIT_MS, end);
        reply.addDoneCallback(({ interrupted }) => {
          cancel();
          if (!interrupted) end();
        });
      },
    };
  }

  private async leave(end: { reason: EndedReason; isRoomOurs: boolean }): Promise<void> {
    const { ctx } = this.options;
    this.announcer.silence();
    expectTeardown();
    if (end.isRoomOurs) {
      await delay(LAST_EVENT_MS);
      await ctx.deleteRoom(ctx.job.room?.name);
    } else {
      // Closing, the session waits for the caller's audio to end, and it would not for a minute.
      await ctx.room.disconnect();
    }
    ctx.shutdown(end.reason);
  }
}

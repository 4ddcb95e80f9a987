// Decides when the caller's turn is over by sound and words together.
// The sound alone is unsure of flat voices, the words alone of people who think in whole sentences.
import { inference, voice } from '@livekit/agents';
import type { AgentEnvironment } from './environment.ts';
import { judgeTurnText, patienceFor, type TurnPatience } from './turn-text.ts';

type Settings = Pick<AgentEnvironment, 'ENDPOINTING_DOUBT_DELAY_MS' | 'ENDPOINTING_MAX_DELAY_MS'>;
type Stream = ReturnType<inference.TurnDetector['stream']>;

/** For languages the sound detector was not calibrated for. */
const UNKNOWN_LANGUAGE_THRESHOLD = 0.35;

/** The words decide again when they come; this long is waited for them at most. */
const WAITING_FOR_WORDS: TurnPatience = { threshold: 1, doubtDelayMs: 3_000 };

/**
 * The local end-of-turn detector, whose threshold follows the words heard so far. Its version is
 * pinned: unpinned, the framework could pick the one in LiveKit's cloud.
 */
export class TurnDetector extends inference.TurnDetector {
  private readonly settings: Settings;
  private readonly language: string;
  private heard: string[] = [];
  private session: voice.AgentSession | null = null;
  private isRecognizing: () => boolean = () => false;

  constructor(settings: Settings, language: string) {
    super({ version: 'v1-mini' });
    this.settings = settings;
    this.language = language;
  }

  /**
   * Listens to what the session understands, and sets its delays from now on. While words are still
   * being recognized the turn goes on: the session would end it with those it has.
   */
  follow(session: voice.AgentSession, isRecognizing: () => boolean): void {
    this.session = session;
    this.isRecognizing = isRecognizing;
    const { ConversationItemAdded, UserInputTranscribed } = voice.AgentSessionEventTypes;
    session.on(UserInputTranscribed, ({ isFinal, transcript }) => {
      if (isFinal) this.heard.push(transcript);
    });
    session.on(ConversationItemAdded, ({ item }) => {
      if (item.type === 'message' && item.role === 'user') this.heard = [];
    });
  }

  override stream(...options: Parameters<inference.TurnDetector['stream']>): Stream {
    const stream = super.stream(...options);
    const calibrated = stream.unlikelyThreshold.bind(stream);
    // The session asks the stream, after the words and before it chooses the delay.
    stream.unlikelyThreshold = async (language) => this.adapt(await calibrated(language));
    stream.supportsLanguage = async () => true;
    return stream;
  }

  private adapt(soundThreshold: number | undefined): number {
    const patience = this.isRecognizing()
      ? WAITING_FOR_WORDS
      : patienceFor(
          judgeTurnText(this.heard.join(' '), this.language),
          soundThreshold ?? UNKNOWN_LANGUAGE_THRESHOLD,
          this.settings,
        );
    this.session?.updateOptions({
      turnHandling: { endpointing: { maxDelay: patience.doubtDelayMs } },
    });
    return patience.threshold;
  }
}

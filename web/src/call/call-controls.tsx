// The buttons of a call. Each keeps its slot in every state, so that End is where it always was.
import { Hand, Mic, MicOff, PhoneOff, Plus } from 'lucide-react';
import { callCopy } from '../copy/call.ts';
import { useServices } from '../services.tsx';
import { useSettings } from '../settings.ts';
import type { CallState } from './call-state.ts';
import { CALL_STATES } from './call-states.ts';
import { HoldToTalk } from './hold-to-talk.tsx';
import { MicrophonePicker } from './microphone-picker.tsx';

type CallControlsProps = { state: CallState; onAddTime: () => void };

/** Interrupt, microphone, more time and End. */
export function CallControls({ state, onAddTime }: CallControlsProps) {
  const { call } = useServices();
  const { microphoneId } = useSettings();
  const isMicrophoneOn = ['on', 'muted'].includes(state.snapshot?.microphone ?? 'off');
  const isCancel = CALL_STATES[state.key].primary === 'cancel';
  return (
    <div className="call-controls">
      <InterruptButton isAgentSpeaking={state.key === 'speaking'} />
      <div className="call-bar">
        <MicrophoneButton state={state} />
        {isMicrophoneOn && (
          <MicrophonePicker
            deviceId={microphoneId}
            onChange={call.switchMicrophone}
            className="call-wide"
          />
        )}
        <button type="button" className="call-button call-wide call-add" onClick={onAddTime}>
          <Plus aria-hidden="true" />
          {callCopy.addTime}
        </button>
        <button
          type="button"
          className="call-button call-end"
          data-testid="end-call"
          aria-disabled={state.key === 'ending'}
          onClick={call.end}
        >
          <PhoneOff aria-hidden="true" />
          {isCancel ? callCopy.cancel : callCopy.end}
        </button>
      </div>
    </div>
  );
}

function InterruptButton({ isAgentSpeaking }: { isAgentSpeaking: boolean }) {
  const { call } = useServices();
  return (
    <button
      type="button"
      className="call-button call-interrupt"
      aria-disabled={!isAgentSpeaking}
      onClick={() => isAgentSpeaking && call.interrupt()}
    >
      <Hand aria-hidden="true" />
      {callCopy.interrupt}
    </button>
  );
}

function MicrophoneButton({ state }: { state: CallState }) {
  const { call } = useServices();
  const { isHoldToTalk, microphoneId } = useSettings();
  const microphone = state.snapshot?.microphone ?? 'off';
  if (microphone === 'off' || microphone === 'requesting') {
    const isInRoom = state.snapshot?.connectionState === 'connected';
    const turnOn = () => isInRoom && call.turnOnMicrophone(microphoneId || undefined);
    return (
      <button
        type="button"
        className="call-button call-mute"
        aria-disabled={!isInRoom || microphone === 'requesting'}
        onClick={turnOn}
      >
        <MicOff aria-hidden="true" />
        {callCopy.turnOnMic}
      </button>
    );
  }
  const isMuted = microphone === 'muted';
  if (isHoldToTalk) return <HoldToTalk isMuted={isMuted} setMuted={call.setMuted} />;
  return (
    <button
      type="button"
      className="call-button call-mute"
      data-muted={isMuted}
      onClick={() => call.setMuted(!isMuted)}
    >
      {isMuted ? <MicOff aria-hidden="true" /> : <Mic aria-hidden="true" />}
      {isMuted ? callCopy.unmute : callCopy.mute}
    </button>
  );
}

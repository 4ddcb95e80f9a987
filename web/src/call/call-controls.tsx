// The buttons of a call. Each keeps its slot in every state, so that End is where it always was.

import type { MicrophoneState } from '@mindbot/sdk/voice';
import { Hand, Mic, MicOff, PhoneOff, Plus } from 'lucide-react';
import { memo } from 'react';
import { callCopy } from '../copy/call.ts';
import { useServices } from '../services.tsx';
import { useSettings } from '../settings.ts';
import type { CallStateKey } from './call-state.ts';
import { CALL_STATES } from './call-states.ts';
import { HoldToTalk } from './hold-to-talk.tsx';
import { MicrophonePicker } from './microphone-picker.tsx';

type CallControlsProps = {
  stateKey: CallStateKey;
  microphone: MicrophoneState;
  isConnected: boolean;
  onAddTime: () => void;
};

/** Interrupt, microphone, more time and End. */
export const CallControls = memo(function CallControls(props: CallControlsProps) {
  const { stateKey, microphone, isConnected, onAddTime } = props;
  const { call } = useServices();
  const { microphoneId } = useSettings();
  const isMicrophoneOn = microphone === 'on' || microphone === 'muted';
  const isCancel = CALL_STATES[stateKey].primary === 'cancel';
  return (
    <div className="call-controls">
      <InterruptButton isAgentSpeaking={stateKey === 'speaking'} />
      <div className="call-bar">
        <MicrophoneButton microphone={microphone} isConnected={isConnected} />
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
          aria-disabled={stateKey === 'ending'}
          onClick={call.end}
        >
          <PhoneOff aria-hidden="true" />
          {isCancel ? callCopy.cancel : callCopy.end}
        </button>
      </div>
    </div>
  );
});

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

type MicrophoneButtonProps = { microphone: MicrophoneState; isConnected: boolean };

function MicrophoneButton({ microphone, isConnected }: MicrophoneButtonProps) {
  const { call } = useServices();
  const { isHoldToTalk, microphoneId } = useSettings();
  if (microphone === 'off' || microphone === 'requesting') {
    const turnOn = () => isConnected && call.turnOnMicrophone(microphoneId || undefined);
    return (
      <button
        type="button"
        className="call-button call-mute"
        aria-disabled={!isConnected || microphone === 'requesting'}
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

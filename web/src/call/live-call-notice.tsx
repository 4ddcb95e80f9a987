// Finds a call that still runs, after a reload or from another device, and leads back to it.

import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { callCopy } from '../copy/call.ts';
import { formatTime } from '../format.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';
import { useLoad } from '../use-load.ts';

const COUNT = 5;

/** A running call with its two ways on; nothing when there is none. */
export function LiveCallNotice() {
  const { call, client, balance } = useServices();
  const load = useLoad('live', (signal) => client.voiceSessions.list({ limit: COUNT }, { signal }));
  const live = load.data?.items.find(({ status }) => status === 'active');
  if (!live) return null;
  const join = () => void call.start({ voiceSessionId: live.id, isTypedOnly: false });
  const end = async () => {
    await client.voiceSessions.end(live.id);
    load.reload();
    await balance.refresh();
  };
  const time = formatTime(live.startedAt ?? live.createdAt);
  return (
    <div className="idle-notice">
      <Notice
        tone="warning"
        action={
          <div className="flex flex-wrap gap-2">
            <Button look="primary" onClick={join}>
              {callCopy.joinLiveCall}
            </Button>
            <Button onClick={() => void end()}>{callCopy.endLiveCall}</Button>
          </div>
        }
      >
        <strong className="block">{callCopy.liveCallTitle}</strong>
        {fillMessage(callCopy.liveCallText, { name: live.assistant.name, time })}
      </Notice>
    </div>
  );
}

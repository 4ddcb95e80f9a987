// Which notices come by email too; each switch counts at once.
import type { NoticePreferences as Preferences } from '@mindbot/sdk';
import { useRef, useState } from 'react';
import { SwitchSetting } from '../account/switch-setting.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { noticePreferencesCopy } from '../copy/notices.ts';
import { failureText } from '../failure-text.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';
import { useLoad } from '../use-load.ts';

type Topic = keyof Preferences['email'];
const topics = Object.entries(noticePreferencesCopy.topics) as [
  Topic,
  readonly [name: string, hint: string],
][];

/** The section. */
export function NoticePreferences() {
  const { client } = useServices();
  const load = useLoad('notice preferences', (signal) => client.noticePreferences.get({ signal }));
  return (
    <Loaded load={load} isAlert={false}>
      {(preferences) => <Switches email={preferences.email} />}
    </Loaded>
  );
}

function Switches(props: { email: Preferences['email'] }) {
  const { client } = useServices();
  const [email, setEmail] = useState(props.email);
  const [failure, setFailure] = useState<string | null>(null);
  const latest = useRef(0);
  const change = async (topic: Topic, isOn: boolean) => {
    latest.current += 1;
    const request = latest.current;
    const wanted = { ...email, [topic]: isOn };
    setEmail(wanted);
    setFailure(null);
    const { data, error } = await client.noticePreferences.update({ email: wanted });
    // An answer overtaken by a later press would turn its switch back.
    if (request !== latest.current) return;
    setEmail(data?.email ?? email);
    if (error) {
      const reason = failureText(error.code);
      setFailure(fillMessage(noticePreferencesCopy.failed, { reason }));
    }
  };
  return (
    <div className="grid gap-2">
      <p className="text-muted">{noticePreferencesCopy.intro}</p>
      <div>
        {topics.map(([topic, [name, hint]]) => (
          <SwitchSetting
            key={topic}
            label={name}
            hint={hint}
            isOn={email[topic]}
            onChange={(isOn) => void change(topic, isOn)}
          />
        ))}
      </div>
      {failure && (
        <Notice tone="failure" isAlert>
          {failure}
        </Notice>
      )}
      <p className="mt-2 text-sm text-muted">{noticePreferencesCopy.alwaysMailed}</p>
    </div>
  );
}

// Lists the microphones of this machine and follows them being plugged in and out.
import { useEffect, useState } from 'react';
import { microphoneCopy } from '../copy/call.ts';
import { fillMessage } from '../message.ts';

/** A microphone; `id` is empty for the system's default. */
export type MicrophoneDevice = { id: string; name: string };

/** The microphones to choose from, default first. Names appear once the microphone was allowed. */
export function useMicrophones(): MicrophoneDevice[] {
  const [devices, setDevices] = useState<MicrophoneDevice[]>([]);
  useEffect(() => {
    const media = navigator.mediaDevices;
    if (!media?.enumerateDevices) return;
    let isCurrent = true;
    const list = async () => {
      const all = await media.enumerateDevices().catch(() => []);
      if (isCurrent) setDevices(nameMicrophones(all));
    };
    void list();
    media.addEventListener('devicechange', list);
    return () => {
      isCurrent = false;
      media.removeEventListener('devicechange', list);
    };
  }, []);
  // Chromium lists the default as a device of its own, named after what it stands for now.
  const hasDefault = devices.some(({ id }) => id === 'default');
  return hasDefault ? devices : [{ id: '', name: microphoneCopy.defaultDevice }, ...devices];
}

/** The microphones among all devices, each with a name even where the browser gives none. */
export function nameMicrophones(
  devices: Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>[],
): MicrophoneDevice[] {
  return devices
    .filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '')
    .map(({ deviceId, label }, index) => ({
      id: deviceId,
      name: label || fillMessage(microphoneCopy.unnamedDevice, { number: index + 1 }),
    }));
}

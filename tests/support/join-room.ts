// Joins a LiveKit room and stays, in a process of its own that a test may kill.
import { Room } from '@livekit/rtc-node';

const { JOIN_URL = '', JOIN_TOKEN = '' } = process.env;
const room = new Room();
await room.connect(JOIN_URL, JOIN_TOKEN, { autoSubscribe: false, dynacast: false });
process.send?.('joined');
process.once('disconnect', () => process.exit(0));

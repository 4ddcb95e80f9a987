// Talks for most of a minute, so that people and tests have something to interrupt.
import type { Intent } from '../intent.ts';

const STORY = [
  'Once upon a time there was a small clock that lived in the window of a watchmaker.',
  'All the other clocks were proud of their bells and their golden hands, but the small clock was quiet.',
  'It counted every second with great care, because it believed that no second should ever be lost.',
  'One winter night a storm went through the town, and all the lights went out.',
  'The big clocks stopped one after another, for they had forgotten how to go on without being wound.',
  'Only the small clock kept counting, tick by tick, alone in the dark.',
  'In the morning the mayor came running and asked what time it was, because nobody in the town knew.',
  'The watchmaker pointed at the window, and the small clock showed the hour, the minute and the second.',
  'From that day on the whole town set its watches by the small clock.',
  'And when people asked it what its secret was, it always said the same.',
  'It is easy to be on time, it said, if you take every second seriously.',
  'That is the end of the story.',
].join(' ');

/** A story of most of a minute. */
export const tellStory: Intent = {
  name: 'tell_story',
  matches: ({ heard }) => /\bstory\b/.test(heard),
  reply: () => ({ say: STORY }),
};

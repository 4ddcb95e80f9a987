// The words of past calls: the list, its filters and the transcript.

/** Copy of history and transcripts. */
export const historyCopy = {
  title: 'History',
  when: '{day}, {time}',
  running: 'Running',
  search: 'Search transcripts',
  dates: 'Dates',
  anyDate: 'Any date',
  last7Days: 'Last 7 days',
  last30Days: 'Last 30 days',
  customDates: 'From … to …',
  from: 'From',
  to: 'To',
  loadMore: 'Load more',
  noCalls: 'No calls yet',
  noCallsText: 'After your first call, its transcript and receipt are here.',
  firstCall: 'Make a call',
  noMatches: 'No call matches',
  noMatchesText: 'Try other words or other dates.',
  clearFilters: 'Clear the filters',
  list: 'Calls',
  chooseCall: 'Choose a call to read what was said.',
  backToList: 'All calls',
  transcriptTitle: 'Call with {name}',
  receipt: 'Receipt',
  you: 'You',
  tool: 'Tool',
  interrupted: 'Interrupted',
  emptyTranscript: 'There is no transcript of this call. Nothing was said, or it was deleted.',
  copy: 'Copy',
  copied: 'Copied',
  download: 'Download',
  deleteCall: 'Delete transcript',
  deleteTitle: 'Delete this transcript?',
  deleteText:
    'What was said is deleted for good. The receipt stays, because it is part of your account.',
  deleteConfirm: 'Delete it',
  fileName: 'call-{day}.txt',
  fileHead: 'Call with {name}, {day}, {time}',
  fileLine: '[{time}] {speaker}: {text}',
} as const;

/** What the agent did, by the name of its tool; others are left out of transcripts. */
export const toolCopy = {
  get_balance: 'Looked up the time left',
  capture_lead: 'Saved contact details',
  create_ticket: 'Opened a support ticket',
  end_call: 'Ended the call',
} as const;

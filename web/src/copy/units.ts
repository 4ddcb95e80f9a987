// The words for lengths of time, short as shown and long as spoken by a screen reader.

/** Templates of {@link fillMessage} for durations. */
export const unitsCopy = {
  hours: '{hours} h',
  hoursMinutes: '{hours} h {minutes} min',
  hoursMinutesSeconds: '{hours} h {minutes} min {seconds} s',
  minutes: '{minutes} min',
  minutesSeconds: '{minutes} min {seconds} s',
  seconds: '{seconds} s',
  added: '+{amount}',
  taken: '−{amount}',
  spokenHours: '{hours, plural, one {# hour} other {# hours}}',
  spokenHoursMinutes:
    '{hours, plural, one {# hour} other {# hours}} {minutes, plural, one {# minute} other {# minutes}}',
  spokenMinutes: '{minutes, plural, one {# minute} other {# minutes}}',
  spokenMinutesSeconds:
    '{minutes, plural, one {# minute} other {# minutes}} {seconds, plural, one {# second} other {# seconds}}',
  spokenSeconds: '{seconds, plural, one {# second} other {# seconds}}',
} as const;

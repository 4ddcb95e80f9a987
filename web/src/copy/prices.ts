// The words of the prices a visitor reads.

/** Copy of the list of time cards on sale. */
export const priceCopy = {
  list: 'Time cards',
  none: 'Time cards are not on sale at the moment. Your free minutes are.',
  perMinute: '{price}/min',
  validFor: '{days, plural, one {Good for # day} other {Good for # days}}',
  noEnd: 'Does not expire',
} as const;
